"""Every page in every state: WCAG 2.2 AA by axe, narrow windows, and nothing moves.

`make test` looks at each page once, with axe in a narrow light window. `make verify` looks at each
state in each language, theme and width.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.catalogue.text import Language
from tests.browser.axe import WIDTHS, resize, violations
from tests.browser.conftest import Visit
from tests.browser.room import without_room
from tests.browser.states import STATES
from tests.browser.unscripted import SEEN, Sent, Unscripted
from tests.support.databases import in_english_unless_verify, where_it_cannot_matter
from tests.support.visitor import AREAS, CATALOGUE, CLEAR

SAME_TEMPLATE = {f"role {role.id}" for role in CATALOGUE.roles[1:]} | {
    "plan with a deadline too near",
    "plan with every wish",
    "home of somebody who finished",
}
PAGES = {state for state in STATES if "," not in state} - SAME_TEMPLATE | {
    "result, clear",
    "example, plan",
    "shared, plan",
    "return, the code",
    "return, devices",
    "plan, wrong terms",
    "name, too long",
    "questions, nonsense",
}
"""One state of each page, and a refused form of each kind. Most other states have a comma."""
NARROWEST = 320
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}
"""A phone on the move: milliseconds, and bytes a second."""
SHIFTS = """() => {
  window.shifts = [];
  const note = (list) => window.shifts.push(...list.getEntries().map((entry) => entry.value));
  new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
}"""
SHIFTED = """() => new Promise((done) =>
  requestAnimationFrame(() => setTimeout(() => done(shifts))))"""


@pytest.fixture(scope="module")
def unscripted(browser: Browser) -> Iterator[Unscripted]:
    with browser.new_context() as context:
        yield Unscripted(context)


@where_it_cannot_matter
@pytest.mark.parametrize(
    "state",
    [
        state if state in PAGES else pytest.param(state, marks=pytest.mark.verify)
        for state in STATES
    ],
)
def test_axe_finds_nothing_wrong_with_a_page(visit: Visit, state: str) -> None:
    person = visit(width=WIDTHS[0])
    STATES[state](person)
    assert violations(person.page, every_word=False, widths=WIDTHS[:1], themes=["light"]) == {}


@pytest.mark.verify
@in_english_unless_verify
@pytest.mark.parametrize("state", STATES)
def test_a_page_is_for_everyone(
    visit: Visit, unscripted: Unscripted, state: str, language: Language
) -> None:
    """With script and, where something is only seen then, without."""
    person = visit(language)
    page, sent = person.page, Sent(person.page)
    STATES[state](person)
    expect(page.locator("html")).to_have_attribute("lang", language)
    plain = unscripted.open(page.url, sent.html)
    only_plain = set(same_window(plain).evaluate(SEEN)) - set(same_window(page).evaluate(SEEN))
    assert violations(page, every_word=language == "en") == {}, "with script"
    assert without_room(page, NARROWEST) == [], "at 400 % of 1280 pixels"
    assert without_room(page, 2 * NARROWEST, text=200) == []
    if only_plain:
        assert violations(plain, every_word=False) == {}, "without script"


@where_it_cannot_matter
@pytest.mark.parametrize("state", ["questions", "review", "result, clear"])
def test_what_is_taken_for_a_page_without_script_is_one(
    visit: Visit, unscripted: Unscripted, state: str
) -> None:
    person = visit(script=False)
    sent = Sent(person.page)
    STATES[state](person)
    plain = unscripted.open(person.page.url, sent.html)
    assert same_window(plain).evaluate(SEEN) == same_window(person.page).evaluate(SEEN)


@pytest.mark.verify
@where_it_cannot_matter
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("state", ["result, clear", "plan"])
def test_only_who_has_script_is_offered_to_print(visit: Visit, state: str, script: bool) -> None:
    """Without script the button would do nothing."""
    person = visit(script=script)
    STATES[state](person)
    if state == "plan":
        person.page.locator("details:has([data-print]) > summary").click()
    button = person.page.get_by_role("button", name=person.say("Print"))
    expect(button).to_have_count(int(script))
    if script:
        person.page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
        button.click()
        expect(person.page).to_have_title("printed")


def same_window(page: Page) -> Page:
    """The same for every page, for comparison."""
    resize(page, WIDTHS[-1])
    page.emulate_media(color_scheme="light")
    return page


@pytest.mark.parametrize(
    "width", [WIDTHS[0], *(pytest.param(width, marks=pytest.mark.verify) for width in WIDTHS[1:])]
)
@in_english_unless_verify
def test_nothing_moves_while_one_answers(visit: Visit, language: Language, width: int) -> None:
    """Neither when an answer is saved nor when it is not saved yet."""
    person = visit(language, width)
    person.begin("mlops")
    person.page.evaluate(SHIFTS)
    for skill in AREAS["mlops"]:
        person.choose(skill, CLEAR[skill])
    person.all_say("✓ Kept")
    person.lose_connection_of_script()
    for skill in AREAS["mlops"]:
        person.choose(skill, 4)
    person.all_say("Not kept yet; trying again")
    assert person.page.evaluate(SHIFTED) == []


@pytest.mark.verify
@where_it_cannot_matter
@pytest.mark.parametrize("width", [WIDTHS[0], pytest.param(WIDTHS[-1], marks=pytest.mark.verify)])
@pytest.mark.parametrize(
    "state",
    ["home", "questions", "result, clear", "plan", "saved, with a history", "role mlops_engineer"],
)
def test_nothing_moves_while_a_page_comes_over_a_slow_line(
    visit: Visit, state: str, width: int
) -> None:
    person = visit("ko", width)
    STATES[state](person)
    line = person.context.new_cdp_session(person.page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    person.page.reload()
    person.page.evaluate(SHIFTS)
    assert person.page.evaluate(SHIFTED) == []
