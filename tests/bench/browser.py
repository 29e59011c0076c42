"""A question page in a browser: its first paint on a phone with a slow line, and how soon a choice shows and is said to be kept."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, StorageState, sync_playwright

from app.catalogue.model import LEVELS
from tests.bench.metric import Metric
from tests.browser.chromium import open_chromium
from tests.browser.person import Person
from tests.browser.server import Server, serving
from tests.visitor import AREAS

PAINT_ROUNDS = 9
PAINT_LIMIT, PAINT_TARGET = 1.7, 1.5
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
"""Milliseconds of a round trip, and bytes a second: the slow 4G of Lighthouse."""
SLOWER = 4
"""How many times the processor of a phone takes."""
STYLE = "*/style.css*"
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  const found = list.getEntriesByName("first-contentful-paint")[0];
  if (found) done(found.startTime);
}).observe({ type: "paint", buffered: true }))"""

KEPT_ROUNDS = 5
CHOICES = 100
"""In each round."""
KEPT_LIMIT, KEPT_TARGET = 100.0, 50.0
WATCH = """() => {
  window.waits = [];
  const drawn = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  });
  document.querySelector("form[data-assessment]").addEventListener("pointerup", ({ target, timeStamp }) => {
    const wait = {};
    const state = target.closest("fieldset").querySelector("[data-state]");
    const end = new Promise((done) => new MutationObserver((_, observer) => {
      if (!state.textContent.startsWith("✓")) return;
      observer.disconnect();
      done(wait.kept = performance.now() - timeStamp);
    }).observe(state, { childList: true, characterData: true, subtree: true }));
    const start = new Promise((done) => drawn((now) => done(wait.shown = now - timeStamp)));
    window.waits.push(Promise.all([start, end]).then(() => wait));
  }, true);
}"""
"""Notes of each choice, from when the finger is lifted: when the card is drawn as chosen, and when "kept" stands there."""
NOTED = "() => Promise.all(window.waits.splice(0))"
MOMENTS = {"shown": "it is drawn as chosen", "kept": '"✓ Kept" is there'}


def metrics() -> Iterator[Metric]:
    """First paint over that of the same page without its stylesheet, and milliseconds from a choice to its acknowledgement."""
    with TemporaryDirectory(prefix="orienteer-bench-") as folder, serving(Path(folder)) as server, sync_playwright() as playwright:
        browser = open_chromium(playwright)
        yield from _first_paint(browser, server)
        yield from _kept(browser, server)
        browser.close()


def _first_paint(browser: Browser, server: Server) -> Iterator[Metric]:
    """A new context each time, whose cache is empty; in turns."""
    with browser.new_context(locale="ko") as context:
        person = Person(server, context, context.new_page(), "ko")
        person.begin()
        addresses = [f"{server.url}/assessments/1/{area}" for area in AREAS]
        heaviest = max(addresses, key=lambda address: len(context.request.get(address).body()))
        owner = context.storage_state()
    rounds = [(_painted(browser, heaviest, owner), _painted(browser, heaviest, owner, without=STYLE)) for _ in range(PAINT_ROUNDS)]
    name = "question page, slow line and phone, first visit: first paint"
    yield Metric(f"{name} ÷ without stylesheet", [styled / plain for styled, plain in rounds], PAINT_LIMIT, PAINT_TARGET)
    yield Metric(f"{name}, ms", [styled for styled, _ in rounds])
    yield Metric(f"{name} without stylesheet, ms", [plain for _, plain in rounds])


def _painted(browser: Browser, address: str, owner: StorageState, without: str = "") -> float:
    """Milliseconds from the start of the navigation to the first words."""
    phone = {"width": 360, "height": 780}
    with browser.new_context(locale="ko", storage_state=owner, viewport=phone, is_mobile=True, has_touch=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_LINE)
        devtools.send("Network.setBlockedURLs", {"urls": [without] if without else []})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address)
        return float(page.evaluate(FIRST_PAINT))


def _kept(browser: Browser, server: Server) -> Iterator[Metric]:
    rounds = []
    for _ in range(KEPT_ROUNDS):
        with browser.new_context(locale="en", viewport={"width": 1280, "height": 844}) as context:
            rounds.append(_waits(Person(server, context, context.new_page(), "en")))
    for moment, name in MOMENTS.items():
        times = [[wait[moment] for wait in each] for each in rounds]
        yield Metric(f"from a choice until {name}: median, ms", [median(each) for each in times], KEPT_LIMIT, KEPT_TARGET)
        yield Metric(f"the same: 95th of {CHOICES}, ms", [quantiles(each, n=20)[-1] for each in times], KEPT_LIMIT, KEPT_TARGET)
        yield Metric(f"the same: worst of {CHOICES}, ms", [max(each) for each in times])


def _waits(person: Person) -> list[dict[str, float]]:
    """One choice after the other, each when the one before is kept; the very first is not counted."""
    person.begin("mlops")
    person.page.evaluate(WATCH)
    skills, found = AREAS["mlops"], []
    for choice in range(CHOICES + 1):
        skill, level = skills[choice % len(skills)], choice // len(skills) % len(LEVELS)
        person.page.locator(f'.option:has([name="{skill}"][value="{level}"])').click()
        found += person.page.evaluate(NOTED)
    return found[1:]
