"""Entering a code when both sides have assessments: the reader chooses, and nothing is lost."""

import pytest
from sqlalchemy import select

from app.storage.engine import reading
from app.storage.return_codes import new_code
from app.storage.tables import owner
from tests.conftest import context_of
from tests.support.page import Page
from tests.support.visitor import CLEAR, FLAT, MASTER, Visitor
from tests.web.questionnaire.test_concurrent_requests import all_at_once
from tests.web.returning.return_codes import (
    choose,
    devices,
    enter,
    make_code,
    newcomer,
    numbers,
    secret,
    with_result,
)


@pytest.fixture
def first(reader: Visitor) -> Visitor:
    """Return somebody with one result."""
    reader.finish(CLEAR)
    return reader


def test_both_sides_are_shown_before_anything_changes(first: Visitor) -> None:
    code, second = make_code(first), with_result(first, FLAT)
    held, before = secret(second), second.open("/assessments/1").text
    page = enter(second, code)
    assert (page.status, page.path) == (200, "/return")
    assert page.form("/return/merge").values["code"] == code
    assert secret(second) == held
    assert second.open("/assessments/1").text == before
    assert devices(first) == 1


def test_brought_together_all_of_both_open_on_both(first: Visitor) -> None:
    first.finish(FLAT)
    code, second = make_code(first), with_result(first, MASTER)
    second.post("/assessments/1/target", role="mlops_engineer", stage="lead")
    second.post("/assessments/1/plan/steps/docker.3", do="open", note="a note of mine")
    second.post("/assessments/1/name", name="from the other device")
    result = figures(second.open("/assessments/1"))
    page = choose(second, enter(second, code), "together")
    assert page.path == "/assessments"
    assert (
        numbers(first) == numbers(second) == ["/assessments/3", "/assessments/2", "/assessments/1"]
    )
    moved = first.open("/assessments/3")
    assert "from the other device" in moved.text
    assert figures(moved) == result
    assert "a note of mine" in first.open("/assessments/3/plan/steps/docker.3").html


def figures(page: Page) -> list[list[str]]:
    """Return the figures of a result."""
    return [
        page.data(name)
        for name in (
            "data-closest",
            "data-role",
            "data-match",
            "data-readiness-junior",
            "data-readiness-lead",
        )
    ]


def test_opened_without_bringing_the_others_stay_behind(first: Visitor) -> None:
    code, second = make_code(first), with_result(first, FLAT)
    own = make_code(second)
    held = secret(second)
    assert choose(second, enter(second, code), "open").path == "/assessments"
    assert second.open("/assessments/1").text == first.open("/assessments/1").text
    forger = newcomer(first)
    forger.client.set_cookie("orienteer", str(held))
    assert forger.open("/assessments/1").status == 404, (
        "the secret that this browser held before opens nothing"
    )
    third = newcomer(first)
    enter(third, own)
    assert numbers(third) == ["/assessments/1"], "their own code still opens them"


def test_a_tab_left_open_on_one_that_moved_is_led_on(first: Visitor) -> None:
    code, second = make_code(first), newcomer(first)
    left_open = second.begin()
    choose(second, enter(second, code), "together")
    page = second.press(
        left_open, left_open.form("/math"), "next", calculus="3", csrf_token=second.token
    )
    assert page.status == 404
    assert {"/assessments", "/return"} <= set(page.links)
    assert second.open("/assessments/2/math").chosen == {}


def test_a_page_made_for_another_guest_asks_again(first: Visitor) -> None:
    """On a shared computer, a page left open does not merge the next person's assessments."""
    code, second = make_code(first), with_result(first, FLAT)
    left_open = enter(second, code)
    second.post("/leave")
    second.begin()
    page = second.press(left_open, left_open.form("/merge"), "together", csrf_token=second.token)
    assert (page.status, page.path) == (200, "/return/merge")
    assert page.form("/merge").values["page_tag"] != left_open.form("/merge").values["page_tag"]
    assert numbers(first) == ["/assessments/1"]


def test_a_merge_pressed_twice_happens_once(first: Visitor) -> None:
    code, second = make_code(first), with_result(first, FLAT)
    page, held = enter(second, code), second.client.get_cookie("orienteer")
    session = second.client.get_cookie("session")
    choose(second, page, "together")
    again = newcomer(first)
    for cookie in (held, session):
        assert cookie
        again.client.set_cookie(cookie.key, cookie.value)
    assert choose(again, page, "together").path == "/assessments"
    assert numbers(first) == numbers(again) == ["/assessments/2", "/assessments/1"]


def test_the_question_is_no_page_of_its_own(first: Visitor) -> None:
    assert first.open("/return/merge").path == "/return"
    assert first.post("/return/merge", code="nonsense", do="together").path == "/return"
    assert first.post("/return/merge", code=new_code(), do="together").status == 400


def test_an_owner_without_assessments_after_a_merge_is_deleted(first: Visitor) -> None:
    second = with_result(first, FLAT)
    count = owners(first)
    choose(second, enter(second, make_code(first)), "together")
    assert owners(first) == count - 1


def owners(visitor: Visitor) -> int:
    with reading(context_of(visitor.app).engine) as db:
        return len(db.scalars(select(owner.c.id)).all())


def test_starting_during_a_merge_succeeds_or_gets_404(visitor: Visitor) -> None:
    """One window merges while nineteen start: no errors, and what was started before is there."""
    visitor.finish(CLEAR)
    code, second = make_code(visitor), with_result(visitor, FLAT)
    sent = enter(second, code).form("/return/merge").values | {"do": "together"}

    def go(window: Visitor, place: int) -> Page:
        return window.open(
            "/assessments" if place else "/return/merge", "POST", follow=False, data=sent
        )

    pages = all_at_once(second, go)
    assert pages[0].status == 303
    assert {page.status for page in pages[1:]} <= {303, 404}
    assert numbers(visitor)[-2:] == ["/assessments/2", "/assessments/1"]
    assert len(numbers(visitor)) <= 3, "and one that was begun just before"
