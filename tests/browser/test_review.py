"""The review in a browser: answers change in place and are saved, also without script."""

import pytest
from playwright.sync_api import expect

from app.catalogue.text import Language
from app.scoring.information import questions_needed
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.browser.server import Server
from tests.support.databases import in_english_unless_verify
from tests.support.visitor import CATALOGUE, CLEAR, SKILLS

pytestmark = pytest.mark.verify

REVIEW = "/assessments/1/review"


def look_over(person: Person, levels: dict[str, int | None] | None = None) -> None:
    person.fill(CLEAR if levels is None else levels, finish=False)
    person.go(REVIEW)


def open_line(person: Person, skill: str) -> None:
    person.page.locator(f"#{skill} summary").click()


@in_english_unless_verify
def test_an_answer_changed_in_place_is_saved_at_once_and_shown_in_its_line(
    visit: Visit, server: Server, language: Language
) -> None:
    person = visit(language)
    look_over(person)
    line = person.page.locator("#python summary")
    open_line(person, "python")
    person.choose("python", 4)
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    assert server.levels(person.secret) == {**CLEAR, "python": 4}
    expect(line).to_contain_text(CATALOGUE.skill["python"].anchors[4][language])
    expect(line.locator(".mark")).to_have_text("4")
    person.choose("python", None)
    expect(line).to_contain_text(person.say("skipped"))
    expect(person.page.locator('[data-total="skipped"]')).to_have_text("2")
    expect(person.page.get_by_role("button", name=person.say("Keep"))).to_have_count(0)


def test_the_numbers_and_the_notice_follow_what_is_answered(visit: Visit) -> None:
    person = visit()
    answered = dict.fromkeys(SKILLS[:4], 2)
    look_over(person, answered)
    notice, needed = person.page.locator("[data-needed]"), questions_needed(CATALOGUE, answered)
    expect(notice.get_by_role("link")).to_have_count(len(needed))
    assert "pytorch" in needed
    for place, skill in enumerate(needed, 1):
        expect(notice).to_be_visible()
        expect(person.page.locator(f"#{skill} fieldset")).to_be_visible()
        person.choose("tensorflow" if skill == "pytorch" else skill, 1)
        expect(notice.locator("li:visible")).to_have_count(len(needed) - place)
    expect(notice).to_be_hidden()
    total = len(answered) + len(needed)
    expect(person.page.locator('[data-total="answered"]')).to_have_text(str(total))
    expect(person.page.locator('[data-total="open"]')).to_have_text(str(len(SKILLS) - total))
    expect(person.page.locator(f"#{needed[0]}")).not_to_have_class("open")


def test_without_script_the_button_keeps_it_and_comes_back_to_its_line(
    visit: Visit, server: Server
) -> None:
    person = visit(script=False)
    look_over(person)
    open_line(person, "edge_ai")
    person.choose("edge_ai", 3)
    person.page.locator("#edge_ai").get_by_role("button", name=person.say("Keep")).click()
    expect(person.page.locator("#edge_ai summary .mark")).to_have_text("3")
    expect(person.page.locator("#edge_ai")).to_be_in_viewport()
    assert server.levels(person.secret) == {**CLEAR, "edge_ai": 3}


def test_enter_on_a_choice_keeps_it_and_does_not_finish(visit: Visit, server: Server) -> None:
    person = visit(script=False)
    look_over(person)
    open_line(person, "python")
    person.choose("python", 4)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.comes_to(REVIEW)
    assert server.levels(person.secret) == {**CLEAR, "python": 4}
    assert not server.assessments(person.secret)[0].finished_at


def test_the_line_of_an_answer_not_saved_yet_stays_open(visit: Visit) -> None:
    person = visit()
    look_over(person)
    open_line(person, "python")
    person.lose_connection_of_script()
    person.choose("python", 4)
    open_line(person, "python")
    expect(person.state("python")).to_have_text(person.say("Not kept yet; trying again"))
    expect(person.state("python")).to_be_visible()


def test_finishing_while_an_answer_is_on_its_way_takes_it_along(
    visit: Visit, server: Server
) -> None:
    person = visit()
    look_over(person)
    open_line(person, "python")
    person.lose_connection_of_script()
    person.choose("python", 4)
    person.press("Finish and see the result")
    person.comes_to("/assessments/1")
    assert server.levels(person.secret) == {**CLEAR, "python": 4}
    assert server.assessments(person.secret)[0].finished_at
