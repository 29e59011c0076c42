"""A retried answer meets what another tab has saved meanwhile."""

import pytest
from playwright.sync_api import expect

from app.storage.answers import Answer
from tests.browser.conftest import Visit
from tests.browser.server import Server

pytestmark = pytest.mark.verify

PAGE = "/assessments/1/programming"


def test_an_answer_that_had_to_be_tried_again_never_beats_a_newer_one_from_another_tab(
    visit: Visit, server: Server
) -> None:
    person = visit()
    person.expects("503", "409 (")
    person.begin("programming")
    other = person.context.new_page()
    person.go(PAGE, other)
    person.page.route(
        "**/ratings/python",
        lambda route: route.fulfill(status=503, json={"error": "busy"}),
        times=1,
    )
    person.choose("python", 3)
    expect(person.state("python")).to_have_text(person.say("Not kept yet; trying again"))
    person.choose("python", 1, other)
    expect(person.state("python", other)).to_have_text(person.say("✓ Kept"))
    expect(person.state("python")).to_have_text(
        person.say("A newer answer from another window is shown")
    )
    expect(person.radio("python", 1)).to_be_checked()
    assert server.answers(person.secret) == {"python": Answer(1, 1)}
