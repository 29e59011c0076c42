"""Leaving in the middle, coming back, switching the language, and signing out."""

import pytest
from playwright.sync_api import expect

from app.catalogue.text import Language
from app.storage.answers import Answer
from app.storage.assessment_list import list_assessments
from app.storage.engine import reading
from tests.browser.conftest import Visit
from tests.browser.person import HeldSaves, Person
from tests.browser.server import Server
from tests.support.databases import in_english_unless_verify
from tests.support.visitor import AREAS, CLEAR

pytestmark = pytest.mark.verify


@in_english_unless_verify
def test_switching_the_language_keeps_unsent_answers_and_the_page(
    visit: Visit, server: Server, language: Language
) -> None:
    person = visit(language, script=False)
    person.begin()
    for area, skills in AREAS.items():
        for skill in skills:
            person.choose(skill, CLEAR[skill])
        person.page.locator("button.lang").click()
        person.language = "en" if person.language == "ko" else "ko"
        expect(person.page.locator("html")).to_have_attribute("lang", person.language)
        person.comes_to(f"/assessments/1/{area}")
        for skill in skills:
            expect(person.radio(skill, CLEAR[skill])).to_be_checked()
        person.next()
    assert server.levels(person.secret) == CLEAR


def test_a_tab_closed_while_its_save_is_on_the_way_loses_nothing(
    visit: Visit, server: Server
) -> None:
    person = visit()
    # The browser may have sent it after the tab was closed: the second save changes nothing.
    person.expects("409 (")
    person.begin("programming")
    saves = HeldSaves(person)
    person.choose("python", 3)
    expect(person.state("python")).to_have_text(person.say("Not kept yet; trying again"))
    person.page.close()
    saves.let_go(1)
    person.page = person.context.new_page()
    person.go("/assessments/1/programming")
    expect(person.radio("python", 3)).to_be_checked()
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    assert server.answers(person.secret) == {"python": Answer(3, 1)}


def test_what_was_chosen_offline_in_a_closed_tab_is_sent_when_it_is_opened_again(
    visit: Visit, server: Server
) -> None:
    person = visit()
    person.begin("programming")
    person.close_before_it_is_sent("python", 3)
    assert server.levels(person.secret) == {}
    person.go("/assessments/1/programming")
    expect(person.radio("python", 3)).to_be_checked()
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    assert server.levels(person.secret) == {"python": 3}
    assert person.page.evaluate("localStorage.length") == 0
    person.next()
    assert server.answers(person.secret) == {"python": Answer(3, 1)}


def test_what_waited_in_a_closed_tab_is_sent_from_the_next_page_of_questions(
    visit: Visit, server: Server
) -> None:
    person = visit()
    person.begin("programming")
    person.close_before_it_is_sent("python", 3)
    person.go("/")
    person.press("Go on where you stopped")
    person.comes_to("/assessments/1/quick")
    expect(person.page.get_by_role("status")).to_have_text(person.say("✓ Kept"))
    assert server.levels(person.secret) == {"python": 3}


def leave_one_of_forty_unsent(person: Person) -> None:
    """With every question answered, the way back leads to the review."""
    person.fill(finish=False)
    person.go("/assessments/1/programming")
    person.close_before_it_is_sent("python", 4)


def go_on(person: Person) -> None:
    person.go("/")
    person.press("Go on where you stopped")
    person.comes_to("/assessments/1/review")


def test_what_waited_in_a_closed_tab_is_shown_at_the_review(visit: Visit, server: Server) -> None:
    person = visit()
    leave_one_of_forty_unsent(person)
    assert server.levels(person.secret) == CLEAR
    go_on(person)
    expect(person.page.locator("#python summary .mark")).to_have_text("4")
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    assert server.levels(person.secret) == {**CLEAR, "python": 4}


def test_finishing_takes_along_what_waited_in_a_closed_tab(visit: Visit, server: Server) -> None:
    person = visit()
    leave_one_of_forty_unsent(person)
    saves = HeldSaves(person)
    go_on(person)
    person.press("Finish and see the result")
    saves.let_go()
    expect(person.page.locator("[data-closest]")).to_be_visible()
    assert server.levels(person.secret) == {**CLEAR, "python": 4}
    assert server.assessments(person.secret)[0].finished_at


@in_english_unless_verify
def test_finish_and_clear_this_device_leaves_nothing(
    visit: Visit, server: Server, language: Language
) -> None:
    person = visit(language)
    person.expects("404 (")
    person.fill(finish=False)
    person.go("/assessments/1/programming")
    # Something waits in the browser's own storage, too.
    person.close_before_it_is_sent("python", 4)
    for _ in range(2):
        person.go("/?lang=" + ("ko" if language == "en" else "en"))
        person.go("/?lang=" + language)
    person.go("/assessments/1/review")
    person.press("Finish and see the result")
    person.comes_to("/assessments/1")
    owner = server.assessments(person.secret)[0].owner
    secret = person.secret
    closest = person.page.get_by_role("heading", level=1).inner_text()
    person.press("Finish and clear this device")
    person.press("Clear this device now")
    expect(person.page.get_by_role("heading", level=1)).to_have_text(
        person.say("This device is clear")
    )
    assert person.context.cookies() == []
    assert person.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    for _ in range(2):
        person.page.go_back()
        assert closest not in person.page.locator("body").inner_text()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(
        person.say("This assessment does not open here")
    )
    person.go("/assessments")
    expect(person.page.locator(".saved > li")).to_have_count(0)
    assert server.assessments(secret) == [], (
        "the secret that the browser held opens nothing any more"
    )
    with reading(server.engine) as db:
        assert len(list_assessments(db, owner)) == 1, "and nothing is deleted"
