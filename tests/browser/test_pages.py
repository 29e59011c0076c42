"""Every page in every state: WCAG 2.2 AA by axe, narrow windows, and nothing that moves while one answers."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from app.catalogue.text import Language
from tests.browser.conftest import Visit
from tests.browser.room import without_room
from tests.browser.states import STATES
from tests.visitor import AREAS, CLEAR

pytestmark = pytest.mark.xdist_group("browser")

WIDTHS = (360, 1280)
NARROWEST = 320
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
FIND_FAULTS = f"""async () => (await axe.run({json.dumps(RULES)})).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${{rule.id}}: ${{node.html.slice(0, 200)}} ${{node.any.map((check) => check.message)}}`))"""
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
    .observe({ type: "layout-shift", buffered: true });
}"""


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("state", STATES)
def test_a_page_is_for_everyone(visit: Visit, state: str, language: Language) -> None:
    person = visit(language)
    STATES[state](person)
    page = person.page
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    page.evaluate(AXE_SCRIPT)
    faults = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            resize(page, width)
            faults[scheme, width] = page.evaluate(FIND_FAULTS)
    assert not any(faults.values()), faults
    assert without_room(page, NARROWEST) == [], "at 400 % of 1280 pixels"
    assert without_room(page, 2 * NARROWEST, text=200) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_moves_while_one_answers(visit: Visit, language: Language, width: int) -> None:
    """Neither when an answer is kept nor when it is not kept yet."""
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
    assert person.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(shifts))))") == []
