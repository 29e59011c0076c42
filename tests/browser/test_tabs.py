"""Two windows, two clicks, and pages that were open too long."""

import pytest
from playwright.sync_api import Route, expect

from app.catalogue.text import Language
from app.storage.answers import Answer
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.browser.server import Server
from tests.support.databases import in_english_unless_verify
from tests.support.visitor import CATALOGUE

pytestmark = pytest.mark.verify

CONFLICT = (
    "This answer was changed in another window. Kept there: %(kept)s. Chosen here: %(chosen)s. "
    "Nothing was overwritten. "
    "If the choice shown below is right, go on and it will be kept."
)
PAGE, REVIEW = "/assessments/1/programming", "/assessments/1/review"
SECOND_THOUGHT = {"python": 1, "cpp": 2, "r": 3, "algorithms": 4, "software_engineering": 0}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_two_tabs_merge_by_answer(visit: Visit, server: Server, script: bool) -> None:
    person = visit(script=script)
    person.begin("programming")
    other = person.context.new_page()
    person.go(PAGE, other)
    person.choose("python", 3)
    person.choose("r", None)
    person.next()
    person.choose("cpp", 2, other)
    person.next(other)
    person.comes_to("/assessments/1/ml", other)
    assert server.levels(person.secret) == {"python": 3, "r": None, "cpp": 2}
    person.go(PAGE)
    person.next()
    assert server.levels(person.secret) == {"python": 3, "r": None, "cpp": 2}


@in_english_unless_verify
def test_a_stale_tabs_form_is_refused_with_both_values_shown(
    visit: Visit, server: Server, language: Language
) -> None:
    person = visit(language, script=False)
    person.expects("409 (")
    person.begin("programming")
    stale = person.context.new_page()
    person.go(PAGE, stale)
    person.choose("python", 1)
    person.next()
    person.choose("python", 4, stale)
    person.choose("cpp", 0, stale)
    person.next(stale)
    person.comes_to(PAGE, stale)
    assert server.levels(person.secret) == {"python": 1, "cpp": 0}
    anchors = [anchor[person.language] for anchor in CATALOGUE.skill["python"].anchors]
    both = person.say(CONFLICT, kept=f"1 · {anchors[1]}", chosen=f"4 · {anchors[4]}")
    expect(stale.locator("#python-problem")).to_have_text(both)
    expect(person.radio("python", 4, stale)).to_be_checked()
    assert stale.title().startswith(person.say("Error:"))
    person.next(stale)
    person.comes_to("/assessments/1/ml", stale)
    assert server.levels(person.secret) == {"python": 4, "cpp": 0}


@in_english_unless_verify
def test_switching_the_language_of_a_stale_tab_shows_both_values_in_the_new_one(
    visit: Visit, server: Server, language: Language
) -> None:
    person = visit(language, script=False)
    person.expects("409 (")
    person.begin("programming")
    stale = person.context.new_page()
    person.go(PAGE, stale)
    person.choose("python", 1)
    person.next()
    person.choose("python", 4, stale)
    stale.locator("button.lang").click()
    person.language = "en" if language == "ko" else "ko"
    expect(stale.locator("html")).to_have_attribute("lang", person.language)
    expect(stale.locator("#python-problem")).to_contain_text(person.say(CONFLICT))
    assert server.levels(person.secret) == {"python": 1}


def test_a_fresh_choice_in_a_stale_tab_is_saved_over_the_other_tabs(
    visit: Visit, server: Server
) -> None:
    person = visit()
    person.expects("409 (")
    person.begin("programming")
    stale = person.context.new_page()
    person.go(PAGE, stale)
    person.choose("python", 1)
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    person.choose("python", 4, stale)
    expect(person.state("python", stale)).to_have_text(person.say("✓ Kept"))
    assert server.answers(person.secret) == {"python": Answer(4, 2)}


def test_what_waited_in_a_closed_tab_gives_way_to_a_newer_answer(
    visit: Visit, server: Server
) -> None:
    person = visit()
    person.expects("409 (")
    person.begin("programming")
    person.close_before_it_is_sent("python", 0)
    elsewhere = visit(script=False, stored=person.context.storage_state())
    for level in (1, 2):
        elsewhere.go(PAGE)
        elsewhere.choose("python", level)
        elsewhere.next()
    person.go(PAGE)
    expect(person.state("python")).to_have_text(
        person.say("A newer answer from another window is shown")
    )
    expect(person.radio("python", 2)).to_be_checked()
    assert server.answers(person.secret) == {"python": Answer(2, 2)}


def click_twice(person: Person, action: str) -> None:
    """The server gets the first click's request, but its response comes after the second click."""
    got: list[int] = []

    def too_late(route: Route) -> None:
        got.append(route.fetch(max_redirects=0).status)
        route.abort("aborted")

    person.context.route(f"**{action}", too_late, times=1)
    button = person.page.locator(f'form[action="{action}"] button').first
    button.click()
    expect(button).to_be_visible()
    button.dblclick()
    assert got == [303]


@pytest.mark.parametrize("known", [False, True], ids=["newcomer", "known"])
def test_a_double_click_on_begin_makes_one(visit: Visit, server: Server, known: bool) -> None:
    person = visit()
    if known:
        person.fill()
    person.go("/")
    click_twice(person, "/assessments")
    expect(person.radio("python", 2)).to_be_visible()
    assert [one.number for one in server.assessments(person.secret)] == ([2, 1] if known else [1])
    person.choose("python", 2)
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    person.press("My assessments")
    expect(person.page.locator(".saved > li")).to_have_count(2 if known else 1)


def test_a_double_click_on_finish_makes_one_result_and_back_shows_it(
    visit: Visit, server: Server
) -> None:
    person = visit()
    person.fill(finish=False)
    person.go(REVIEW)
    click_twice(person, REVIEW)
    shown = person.page.locator("[data-closest]")
    expect(shown).to_have_attribute("data-closest", "mlops_engineer")
    person.comes_to("/assessments/1")
    made = server.assessments(person.secret)
    assert len(made) == 1
    person.page.go_back()
    expect(shown).to_have_attribute("data-closest", "mlops_engineer")
    for page in (REVIEW, PAGE):
        person.go(page)
        person.comes_to("/assessments/1")
    assert server.assessments(person.secret) == made


@in_english_unless_verify
def test_an_expired_session_loses_no_form(visit: Visit, server: Server, language: Language) -> None:
    person = visit(language, script=False)
    person.expects("400 (")
    person.begin("programming")
    for skill, level in SECOND_THOUGHT.items():
        person.choose(skill, level)
    person.context.clear_cookies(name="session")
    person.next()
    expect(person.page.get_by_role("alert")).to_contain_text(
        person.say("This page was open for so long that it has expired.")
    )
    assert server.levels(person.secret) == {}
    person.next()
    person.comes_to("/assessments/1/ml")
    assert server.levels(person.secret) == SECOND_THOUGHT


def test_an_expired_session_loses_no_single_answer(visit: Visit, server: Server) -> None:
    person = visit()
    person.expects("400 (")
    person.begin("programming")
    person.context.clear_cookies(name="session")
    person.choose("python", 3)
    expect(person.state("python")).to_have_text(person.say("Not kept yet; trying again"))
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    assert server.levels(person.secret) == {"python": 3}
    person.next()
    person.comes_to("/assessments/1/ml")


FINISHED = (
    "This assessment was finished already, so your last choices were not saved. "
    "To change an answer, rate yourself again."
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_a_choice_after_the_finish_in_another_tab_leads_to_the_result_which_says_so(
    visit: Visit, server: Server, script: bool
) -> None:
    person = visit(script=script)
    person.expects("409 (")
    person.begin("programming")
    stale = person.context.new_page()
    person.go(PAGE, stale)
    person.go(REVIEW)
    person.press("Finish and see the result")
    person.comes_to("/assessments/1")
    if script:  # the page is left at once, so that nobody can look at the choice again
        person.radio("python", 4, stale).evaluate("radio => radio.click()")
    else:
        person.choose("python", 4, stale)
        person.next(stale)
    person.comes_to("/assessments/1", stale)
    expect(stale.get_by_role("status")).to_have_text(person.say(FINISHED))
    assert server.levels(person.secret) == {}
