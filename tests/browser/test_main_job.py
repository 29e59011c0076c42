"""The main job, from the first page to finding it again another day."""

import pytest
from playwright.sync_api import expect

from app.catalogue.text import Language
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.browser.server import Server
from tests.support.visitor import AREAS, CATALOGUE, CLEAR

ROLE = CATALOGUE.role["mlops_engineer"].name


def closest(person: Person) -> str:
    return person.say("Closest to %(role)s", role=ROLE[person.language])


def steps_of(person: Person) -> list[str]:
    """Return the ids of the plan's steps, in order."""
    person.comes_to("/assessments/1/plan")
    return list(
        person.page.locator("[data-step]").evaluate_all(
            "steps => steps.map((step) => step.dataset.step)"
        )
    )


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.verify)])
@pytest.mark.parametrize(
    ("script", "language", "database"),
    [
        (True, "en", "sqlite"),
        pytest.param(True, "ko", "postgresql", marks=pytest.mark.verify),
        (False, "en", "sqlite"),
        pytest.param(False, "ko", "postgresql", marks=pytest.mark.verify),
    ],
    indirect=["database"],
    scope="session",
)
def test_from_the_first_page_to_finding_it_again(
    visit: Visit, server: Server, language: Language, script: bool, width: int
) -> None:
    person = visit(language, width, script)
    person.go("/")
    assert person.page.locator("html").get_attribute("lang") == language
    person.press("Answer all 40, by area")
    for area, skills in AREAS.items():
        person.comes_to(f"/assessments/1/{area}")
        for skill in skills:
            person.choose(skill, CLEAR[skill])
        if script:
            person.all_say("✓ Kept")
        person.next()
    person.comes_to("/assessments/1/review")
    assert server.levels(person.secret) == CLEAR
    expect(person.page.locator(".answers .open")).to_have_count(0)
    person.press("Finish and see the result")

    expect(person.page.get_by_role("heading", level=1)).to_have_text(closest(person))
    expect(person.page.locator('[data-status="ranked"]')).to_have_attribute(
        "data-closest", "mlops_engineer"
    )
    person.press("See the learning plan")
    steps = steps_of(person)
    assert len(steps) == len(set(steps)) > 0
    person.press("My assessments")
    expect(person.page.locator(".saved > li")).to_have_count(1)
    kept = person.context.storage_state()
    person.context.close()

    later = visit(language, width, script, kept)
    later.go("/assessments")
    later.page.get_by_role("link", name=closest(later)).click()
    expect(later.page.get_by_role("heading", level=1)).to_have_text(closest(later))
    later.press("See the learning plan")
    assert steps_of(later) == steps


def test_by_keyboard_alone(visit: Visit, server: Server) -> None:
    """Tab moves between questions, arrows within one, space chooses, Enter presses.

    The focus is always visible.
    """
    person = visit(width=1280)
    person.go("/")
    enter(person, 'form[action="/assessments"] button[value="full"]')
    levels = {skill: 3 if area == "ml" else 2 for area in AREAS for skill in AREAS[area]}
    for skills in AREAS.values():
        for skill in skills:
            tab_to(person, f'input[name="{skill}"]')
            for key in ("Space", *["ArrowDown"] * levels[skill]):
                person.page.keyboard.press(key)
            expect(person.radio(skill, levels[skill])).to_be_focused()
            assert in_sight(person), skill
        person.all_say("✓ Kept")
        enter(person, ".bar .button")
    assert server.levels(person.secret) == levels
    enter(person, 'form[action$="/review"] button')
    person.comes_to("/assessments/1")
    enter(person, 'a[href$="/plan"]')
    expect(person.page.locator("[data-step]").first).to_be_visible()


def enter(person: Person, selector: str) -> None:
    """Reach a button or link by Tab and press Enter on it."""
    tab_to(person, selector)
    assert in_sight(person), selector
    with person.page.expect_event("load"):
        person.page.keyboard.press("Enter")


def tab_to(person: Person, selector: str) -> None:
    """Press Tab until it has the focus, within a page's worth of stops."""
    for _ in range(60):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def in_sight(person: Person) -> bool:
    """Return whether the focused element is within the window, outlined and not covered."""
    return bool(
        person.page.evaluate(
            """() => {
              const here = document.activeElement, shown = here.closest("label") || here;
              const { left, top, bottom, width, height } = shown.getBoundingClientRect();
              const uppermost = document.elementFromPoint(left + width / 2, top + height / 2);
              const line = parseFloat(getComputedStyle(shown).outlineWidth);
              const isWithin = top >= 0 && bottom <= innerHeight;
              return isWithin && shown.contains(uppermost) && line >= 2;
            }"""
        )
    )
