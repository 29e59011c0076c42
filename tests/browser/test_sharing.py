"""A result is shared with somebody else's browser, and the link is revoked."""

import pytest
from playwright.sync_api import Request, expect

from app.catalogue.text import Language
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.browser.server import Server
from tests.browser.shared_states import SHARE, made
from tests.support.visitor import CLEAR

pytestmark = pytest.mark.verify


def opens(person: Person, address: str) -> int:
    answer = person.page.goto(address)
    assert answer
    return answer.status


@pytest.mark.parametrize(("language", "script"), [("en", True), ("ko", False)])
def test_a_mentor_reads_it_until_it_is_taken_back(
    visit: Visit, server: Server, language: Language, script: bool
) -> None:
    learner, mentor = visit(language, script=script), visit("en")
    mentor.expects("404 (")
    address = made(learner, "ratings", "plan")
    token = address.rpartition("/")[2]
    told: list[Request] = []
    mentor.context.on("request", lambda request: told.append(request))

    assert opens(mentor, address) == 200
    expect(mentor.page.get_by_role("heading", level=1)).to_have_text("Closest to MLOps engineer")
    expect(mentor.page.get_by_text(mentor.say("This was shared with you."))).to_be_visible()
    mentor.press("See the learning plan")
    mentor.comes_to(f"/shared/{token}/plan")
    expect(mentor.page.locator("[data-step]").first).to_be_visible()
    mentor.press("Dark")
    mentor.comes_to(f"/shared/{token}/plan")
    expect(mentor.page.locator("html")).to_have_attribute("data-theme", "dark")
    mentor.press("Back to the result")
    mentor.page.locator("a.lang").click()
    expect(mentor.page.locator("html")).to_have_attribute("lang", "ko")
    assert {cookie["name"] for cookie in mentor.context.cookies()} == {"theme", "lang"}, (
        "only what the mentor chose"
    )
    mentor.page.locator("a.brand").click()
    mentor.comes_to("/")
    assert not [each.url for each in told if token in (each.header_value("referer") or "")]
    read = {each.url.partition("?")[0] for each in told if token in each.url}
    assert read == {address, f"{address}/plan"}

    learner.go(SHARE)
    expect(learner.page.locator(".saved p")).to_contain_text(
        {"en": "last opened on", "ko": "마지막으로 열림"}[language]
    )
    learner.page.locator('form[action$="/end"] button').click()
    expect(learner.page.get_by_role("status")).to_have_text(
        learner.say("The link has ended. Whoever opens it now finds nothing.")
    )
    assert opens(mentor, address) == 404
    assert opens(mentor, f"{address}/plan") == 404
    assert token not in server.errors.read_text()


def test_whoever_has_assessments_of_their_own_keeps_them(visit: Visit, server: Server) -> None:
    learner, other = visit(), visit()
    address = made(learner)
    other.fill(CLEAR)
    secret = other.secret
    assert opens(other, address) == 200
    assert opens(other, f"{server.url}/assessments/1") == 200
    assert other.secret == secret != learner.secret


def test_the_complete_address_can_be_selected(visit: Visit) -> None:
    person = visit(width=360)
    address = made(person)
    field = person.page.locator("#address")
    expect(field).not_to_be_editable()
    field.focus()
    person.page.keyboard.press("Control+A")
    selected = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert field.evaluate(selected) == address
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight + 1"), (
        "all of it is in sight"
    )
