"""Digits and S answer the focused question, or else the first unanswered one in sight."""

import pytest
from playwright.sync_api import Browser, expect

from app.catalogue.text import Language
from tests.browser.conftest import Visit
from tests.browser.person import HeldSaves, Person
from tests.browser.server import Server
from tests.browser.test_main_job import enter, in_sight
from tests.support.databases import in_english_unless_verify
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, Levels

pytestmark = pytest.mark.verify

KEY = {None: "s"} | {level: str(level) for level in range(5)}
PROGRAMMING = AREAS["programming"]


def shown(person: Person) -> Levels:
    """Return what is chosen on this page."""
    checked = person.page.locator("input[type=radio]:checked")
    pairs = checked.evaluate_all("all => all.map((each) => [each.name, each.value])")
    return {skill: None if value == "skip" else int(value) for skill, value in pairs}


def press(person: Person, *keys: str) -> None:
    for key in keys:
        person.page.keyboard.press(key)


@pytest.mark.parametrize("width", [pytest.param(360, marks=pytest.mark.verify), 1280])
def test_forty_questions_by_one_key_and_tab_each(visit: Visit, server: Server, width: int) -> None:
    """The chosen answer stays in sight with a visible focus, and the page does not move on."""
    person = visit(width=width)
    person.begin()
    for area, skills in AREAS.items():
        person.comes_to(f"/assessments/1/{area}")
        person.page.locator("#keys").focus()
        for skill in skills:
            press(person, "Tab", KEY[CLEAR[skill]])
            expect(person.radio(skill, CLEAR[skill])).to_be_focused()
            assert in_sight(person), skill
        person.all_say("✓ Kept")
        enter(person, ".bar .button")
    assert server.levels(person.secret) == CLEAR


def test_without_a_focus_the_first_open_question_in_sight_is_answered(visit: Visit) -> None:
    person = visit(width=1280)
    person.begin("programming")
    press(person, "3")
    assert shown(person) == {PROGRAMMING[0]: 3}
    press(person, "1")
    assert shown(person) == {PROGRAMMING[0]: 1}, "it has the focus now"
    person.page.evaluate("document.activeElement.blur()")
    person.page.locator(f"#{PROGRAMMING[2]}").evaluate("question => question.scrollIntoView()")
    press(person, "S")
    assert shown(person) == {PROGRAMMING[0]: 1, PROGRAMMING[2]: None}


@pytest.mark.parametrize("key", ["Control+3", "Alt+3", "Meta+3", "5", "9", "a", "Shift"])
def test_other_keys_answer_nothing(visit: Visit, key: str) -> None:
    person = visit(width=1280)
    person.begin("programming")
    person.radio("python", 0).focus()
    press(person, key)
    assert shown(person) == {}


def test_what_is_typed_in_a_field_is_no_answer(visit: Visit) -> None:
    person = visit(width=1280)
    person.begin("programming")
    person.page.evaluate(
        "document.querySelector('#python').append(document.createElement('textarea'))"
    )
    person.page.locator("textarea").focus()
    press(person, "3", "s")
    expect(person.page.locator("textarea")).to_have_value("3s")
    assert shown(person) == {}


@in_english_unless_verify
def test_the_keys_are_said_and_can_be_switched_off_for_good(
    visit: Visit, language: Language
) -> None:
    person = visit(language, 1280)
    person.begin("programming")
    switch = person.page.get_by_label(
        person.say("Answer with keys: 0 to 4 choose, S skips, Tab goes to the next question")
    )
    question = person.page.locator("#python")
    expect(question).to_have_attribute("aria-keyshortcuts", "0 1 2 3 4 S")
    switch.uncheck()
    person.go("/assessments/1/data")
    expect(switch).not_to_be_checked()
    press(person, "3")
    person.radio("sql", 0).focus()
    press(person, "3")
    assert shown(person) == {}
    expect(person.page.locator("[aria-keyshortcuts]")).to_have_count(0)
    switch.check()
    press(person, "3")
    assert shown(person) == {AREAS["data"][0]: 3}
    assert person.page.evaluate("localStorage.getItem('keys')") is None


def test_a_phone_hears_of_no_keys(browser: Browser, server: Server) -> None:
    context = browser.new_context(
        locale="en", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    person = Person(server, context, context.new_page(), "en")
    person.begin("programming")
    expect(person.page.locator(".keys")).to_be_hidden()
    press(person, "3")
    assert shown(person) == {}
    context.close()
    assert person.unexpected() == []


def test_without_script_no_keys_are_promised(visit: Visit) -> None:
    person = visit(width=1280, script=False)
    person.begin("programming")
    expect(person.page.locator(".keys")).to_be_hidden()
    expect(person.page.locator("[aria-keyshortcuts]")).to_have_count(0)


def test_an_answer_is_acknowledged_in_the_same_frame(visit: Visit) -> None:
    """By colour and mark, before the server has answered."""
    person = visit()
    person.begin("programming")
    saves = HeldSaves(person)
    before, after = person.page.evaluate(
        """() => {
          const option = document.querySelector('[name=python][value="3"]');
          const mark = () => getComputedStyle(option.nextElementSibling).backgroundColor;
          const was = mark();
          option.click();
          return [was, mark()];
        }"""
    )
    assert before != after
    expect(person.page.locator(".course .now .count")).to_have_text("1/5")
    saves.let_go()
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))


@in_english_unless_verify
def test_the_course_keeps_count_while_one_answers(visit: Visit, language: Language) -> None:
    person = visit(language)
    person.begin("math")
    control = person.page.locator(".course .now")
    name = next(area.name[language] for area in CATALOGUE.areas if area.id == "math")
    for place, skill in enumerate(AREAS["math"], 1):
        person.choose(skill, None if place == 1 else 2)
        left = len(AREAS["math"]) - place
        words = (
            person.say("%(open)s of %(questions)s still open", open=str(left), questions="4")
            if left
            else person.say("all done")
        )
        expect(control.get_by_role("button", name=f"1 {name} {words}", exact=True)).to_be_visible()
    person.choose(AREAS["math"][0], 0)
    expect(control.locator(".count")).to_have_text("4/4")
