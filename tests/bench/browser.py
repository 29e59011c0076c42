"""A question page in a browser: first paint on a slow phone and line, and time until saved."""

from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, StorageState, sync_playwright

from app.catalogue.model import LEVELS
from tests.bench.metric import Metric
from tests.browser.chromium import open_chromium
from tests.browser.person import Person
from tests.browser.server import Server, serving
from tests.support.visitor import AREAS

PAINT_ROUNDS = 9
PAINT_LIMIT = 1.8
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
"""Milliseconds of a round trip, and bytes a second: the slow 4G of Lighthouse."""
SLOWER = 4
"""How many times slower the CPU of a phone is."""
STYLE = "*/style.css*"
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  const found = list.getEntriesByName("first-contentful-paint")[0];
  if (found) done(found.startTime);
}).observe({ type: "paint", buffered: true }))"""

SAVED_ROUNDS = 5
CHOICES = 100
"""In each round."""
SAVED_LIMIT = 100
WATCH = """() => {
  window.waits = [];
  const form = document.querySelector("form[data-assessment]");
  form.addEventListener("pointerup", ({ target, timeStamp }) => {
    const state = target.closest("fieldset").querySelector("[data-state]");
    window.waits.push(new Promise((done) => new MutationObserver((_, observer) => {
      if (!state.textContent.startsWith("✓")) return;
      observer.disconnect();
      done(performance.now() - timeStamp);
    }).observe(state, { childList: true, characterData: true, subtree: true })));
  }, true);
}"""
"""Records the time from the release of the pointer until the page shows the choice as saved."""
WAITS = "() => Promise.all(window.waits.splice(0))"


def metrics() -> Iterator[Metric]:
    """Yield first paint with and without the stylesheet, and the time until a choice is saved."""
    with (
        TemporaryDirectory(prefix="orienteer-bench-") as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = open_chromium(playwright)
        yield from _first_paint(browser, server)
        yield _saved(browser, server)
        browser.close()


def _first_paint(browser: Browser, server: Server) -> Iterator[Metric]:
    """Open the heaviest page with and without its stylesheet, each time with an empty cache."""
    with browser.new_context(locale="ko") as context:
        person = Person(server, context, context.new_page(), "ko")
        person.begin()
        addresses = [f"{server.url}/assessments/1/{area}" for area in AREAS]
        heaviest = max(addresses, key=lambda address: len(context.request.get(address).body()))
        owner = context.storage_state()
    rounds = [
        (_painted(browser, heaviest, owner), _painted(browser, heaviest, owner, without=STYLE))
        for _ in range(PAINT_ROUNDS)
    ]
    name = "question page, slow line and phone, first visit: first paint"
    yield Metric(
        f"{name} ÷ without stylesheet", [styled / plain for styled, plain in rounds], PAINT_LIMIT
    )
    yield Metric(f"{name}, ms", [styled for styled, _ in rounds])
    yield Metric(f"{name} without stylesheet, ms", [plain for _, plain in rounds])


def _painted(browser: Browser, address: str, owner: StorageState, without: str = "") -> float:
    """Return milliseconds from the start of the navigation to the first content."""
    phone = {"width": 360, "height": 780}
    with browser.new_context(
        locale="ko", storage_state=owner, viewport=phone, is_mobile=True, has_touch=True
    ) as context:  # type: ignore[arg-type]
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_LINE)
        devtools.send("Network.setBlockedURLs", {"urls": [without] if without else []})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address)
        return float(page.evaluate(FIRST_PAINT))


def _saved(browser: Browser, server: Server) -> Metric:
    rounds = []
    for _ in range(SAVED_ROUNDS):
        with browser.new_context(locale="en", viewport={"width": 1280, "height": 844}) as context:
            rounds.append(_waits(Person(server, context, context.new_page(), "en")))
    return Metric(
        "from a choice until the page says that it is saved: p95, ms",
        [quantiles(each, n=20)[-1] for each in rounds],
        SAVED_LIMIT,
    )


def _waits(person: Person) -> list[float]:
    """Make one choice after the other, each when the last is saved. The first is not counted."""
    person.begin("mlops")
    person.page.evaluate(WATCH)
    skills, waits = AREAS["mlops"], []
    for choice in range(CHOICES + 1):
        skill, level = skills[choice % len(skills)], choice // len(skills) % len(LEVELS)
        person.page.locator(f'.option:has([name="{skill}"][value="{level}"])').click()
        waits += person.page.evaluate(WAITS)
    return waits[1:]
