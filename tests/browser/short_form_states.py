"""The short form's pages in every state, and how to reach them."""

from collections.abc import Callable
from itertools import islice

from playwright.sync_api import expect

from app.scoring.short_form import PAGE_SIZES, short_form_pages
from tests.browser.person import Person
from tests.support.visitor import CATALOGUE, CLEAR, FLAT, Levels

QUICK, SO_FAR = "/assessments/1/quick", "/assessments/1/so-far"
FOR_PLAN = "/assessments/1/for-plan?role=dl_engineer&stage=junior"


def short(levels: Levels) -> Levels:
    """Return the levels that somebody with these gives in the short form."""
    pages = islice(short_form_pages(CATALOGUE, levels), len(PAGE_SIZES))
    return {
        CATALOGUE.item[id].skills[0]: levels[CATALOGUE.item[id].skills[0]]
        for page in pages
        for id in page
    }


def at(path: str, levels: Levels) -> Callable[[Person], None]:
    """A page of somebody who has answered this and finished nothing."""

    def way(person: Person) -> None:
        person.fill(levels, finish=False)
        person.go(path)

    return way


def unfolded(person: Person) -> None:
    at(QUICK, {})(person)
    person.choose("python", 2)
    expect(person.radio("python", 3)).to_be_visible()
    person.page.locator("#framework summary").first.click()
    expect(person.page.locator('input[value="pytorch.1"]')).to_be_visible()


def refused(person: Person) -> None:
    person.expects("400 (")
    at(QUICK, {})(person)
    person.lose_connection_of_script()
    person.radio("python", 1).evaluate("radio => { radio.value = '9'; radio.checked = true; }")
    person.press("Next")
    expect(person.page.locator("#python-problem")).to_be_visible()


SHORT_FORM_STATES: dict[str, Callable[[Person], None]] = {
    "short form": at(QUICK, {}),
    "short form, unfolded": unfolded,
    "short form, refused": refused,
    "short form, after the result": at(f"{QUICK}?page={len(PAGE_SIZES) + 1}", short(CLEAR)),
    "so far": at(SO_FAR, short(CLEAR)),
    "so far, too close": at(SO_FAR, short(FLAT)),
    "so far, all zeros": at(SO_FAR, dict.fromkeys(short(CLEAR), 0)),
    "so far, too few answers": at(SO_FAR, {"python": 2}),
    "questions for a plan": at(FOR_PLAN, short(CLEAR)),
}
