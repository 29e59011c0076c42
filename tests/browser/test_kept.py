"""An answer is shown as saved once the server says so. An unsaved one is visible and retried."""

import pytest
from playwright.sync_api import Route, expect

from app.catalogue.text import Language
from app.storage.answers import Answer
from tests.browser.conftest import Visit
from tests.browser.person import RATINGS, HeldSaves, Person
from tests.browser.server import Server
from tests.storage.refusal import held
from tests.support.databases import in_english_unless_verify
from tests.support.visitor import AREAS, CLEAR

VISIBLE_WITHIN = 2000
LISTEN = """skill => {
  const state = document.querySelector(`[data-state="${skill}"]`);
  let chosen = 0;
  window.said = [];
  document.addEventListener("change", () => { chosen = performance.now(); });
  const note = () => said.push([state.textContent, performance.now() - chosen]);
  new MutationObserver(note).observe(state, { childList: true });
}"""


def kept(person: Person) -> str:
    return person.say("✓ Kept")


def waiting(person: Person) -> str:
    return person.say("Not kept yet; trying again")


def what_was_said(person: Person) -> dict[str, float]:
    """Each message at the question, and its milliseconds after the choice."""
    return dict(person.page.evaluate("said.filter(([text]) => text)"))


@in_english_unless_verify
def test_kept_is_shown_only_after_the_server_answered(
    visit: Visit, server: Server, language: Language
) -> None:
    person = visit(language)
    person.begin("programming")
    person.page.evaluate(LISTEN, "python")
    saves = HeldSaves(person)
    person.choose("python", 3)
    expect(person.state("python")).to_have_text(waiting(person))
    said = what_was_said(person)
    assert list(said) == [waiting(person)]
    assert said[waiting(person)] < VISIBLE_WITHIN
    expect(person.page.get_by_role("status")).to_have_text(waiting(person))
    assert server.levels(person.secret) == {}
    saves.let_go()
    expect(person.state("python")).to_have_text(kept(person))
    expect(person.page.get_by_role("status")).to_have_text(kept(person))
    assert server.levels(person.secret) == {"python": 3}


@in_english_unless_verify
def test_offline_is_said_at_once_and_forty_of_forty_are_equal_afterwards(
    visit: Visit, server: Server, language: Language
) -> None:
    person = visit(language)
    person.expects("ERR_INTERNET_DISCONNECTED")
    person.begin()
    for skills in AREAS.values():
        person.page.evaluate(LISTEN, skills[0])
        before = server.levels(person.secret)
        person.context.set_offline(True)
        for skill in skills:
            person.choose(skill, CLEAR[skill])
        person.all_say("Not kept yet; trying again")
        assert what_was_said(person)[waiting(person)] < VISIBLE_WITHIN
        person.next_button().click()
        expect(person.page.locator("#offline")).to_be_visible()
        assert server.levels(person.secret) == before
        person.context.set_offline(False)
        person.all_say("✓ Kept")
        expect(person.page.locator("#offline")).to_be_hidden()
        person.next()
    person.comes_to("/assessments/1/review")
    assert server.levels(person.secret) == CLEAR


def test_a_lost_response_ends_in_one_row_and_kept_shown(visit: Visit, server: Server) -> None:
    person = visit()
    person.expects("ERR_FAILED", "409 (")
    person.begin("programming")
    lost: list[int] = []

    def lose_the_reply(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    person.context.route(RATINGS, lose_the_reply, times=1)
    person.choose("python", 3)
    expect(person.state("python")).to_have_text(waiting(person))
    assert lost == [200]
    assert server.answers(person.secret) == {"python": Answer(3, 1)}
    expect(person.state("python")).to_have_text(kept(person))
    assert server.answers(person.secret) == {"python": Answer(3, 1)}


@pytest.mark.parametrize("older_arrives", ["before the form", "after the form"])
def test_an_older_save_never_wins_over_a_newer_one(
    visit: Visit, server: Server, older_arrives: str
) -> None:
    person = visit()
    person.expects("409 (", "ERR_FAILED")
    person.begin("programming")
    saves = HeldSaves(person)
    person.choose("python", 1)
    expect(person.state("python")).to_have_text(waiting(person))
    person.choose("python", 3)
    if older_arrives == "before the form":
        assert saves.held[0].fetch().status == 200
        assert server.answers(person.secret) == {"python": Answer(1, 1)}
    person.next()
    # One's own older save is no change from another window.
    person.comes_to("/assessments/1/ml")
    if older_arrives == "after the form":
        late = saves.held[0].fetch()
        assert (late.status, late.json()["level"]) == (409, 3)
    saves.let_go(1)
    person.go("/assessments/1/programming")
    expect(person.radio("python", 3)).to_be_checked()
    assert server.levels(person.secret) == {"python": 3}
    expect(person.page.locator("[data-state].waiting")).to_have_count(0)


def test_a_locked_database_shows_not_kept_yet_and_then_kept(visit: Visit, server: Server) -> None:
    person = visit()
    person.expects("503 (")
    person.begin("programming")
    with held(server.engine), person.page.expect_response(RATINGS) as reply:
        person.choose("python", 3)
        expect(person.state("python")).to_have_text(waiting(person))
        assert reply.value.status == 503
        expect(person.state("python")).to_have_text(waiting(person))
    expect(person.state("python")).to_have_text(kept(person))
    assert server.levels(person.secret) == {"python": 3}


def test_a_form_that_a_locked_database_refuses_comes_back_with_its_answers(
    visit: Visit, server: Server
) -> None:
    person = visit(script=False)
    person.expects("503 (")
    person.begin("programming")
    for skill in AREAS["programming"]:
        person.choose(skill, CLEAR[skill])
    with held(server.engine):
        person.next()
        expect(person.page.get_by_role("alert")).to_contain_text(
            person.say("These answers are not kept yet.")
        )
    assert server.levels(person.secret) == {}
    person.next()
    person.comes_to("/assessments/1/ml")
    assert server.levels(person.secret) == {skill: CLEAR[skill] for skill in AREAS["programming"]}
