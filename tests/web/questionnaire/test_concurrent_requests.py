"""Concurrent requests: one result, no answer lost, no error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from tests.support.databases import in_each_language
from tests.support.page import Page
from tests.support.visitor import CLEAR, SKILLS, Visitor

AT_ONCE = 20


def twin(visitor: Visitor) -> Visitor:
    """Return another window of the same browser."""
    found = Visitor(visitor.app, visitor.language)
    for name in ("orienteer", "session"):
        cookie = visitor.client.get_cookie(name)
        assert cookie
        found.client.set_cookie(name, cookie.value)
    return found


def all_at_once(visitor: Visitor, send: Callable[[Visitor, int], Page]) -> list[Page]:
    """Return what each of twenty windows gets that send at the same moment."""
    windows, gate = [twin(visitor) for _ in range(AT_ONCE)], Barrier(AT_ONCE)

    def go(place: int) -> Page:
        gate.wait(30)
        return send(windows[place], place)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(go, range(AT_ONCE)))


def test_twenty_concurrent_finishes_give_one_result(visitor: Visitor) -> None:
    visitor.answer(CLEAR)
    token = visitor.token
    pages = all_at_once(
        visitor,
        lambda window, _: window.open("/assessments/1/review", "POST", data={"csrf_token": token}),
    )
    assert {(page.status, page.path) for page in pages} == {(200, "/assessments/1")}
    assert len({page.text for page in pages}) == 1
    assert [link for link in visitor.open("/assessments").links if link == "/assessments/1"] == [
        "/assessments/1"
    ]


def test_twenty_concurrent_starts_create_one_assessment(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    token = visitor.token
    pages = all_at_once(
        visitor, lambda window, _: window.open("/assessments", "POST", data={"csrf_token": token})
    )
    assert {(page.status, page.path) for page in pages} == {(200, "/assessments/2/quick")}


def test_twenty_concurrent_answers_are_all_saved(visitor: Visitor) -> None:
    visitor.begin()
    token = visitor.token
    pages = all_at_once(
        visitor,
        lambda window, n: window.put(SKILLS[n], {"level": n % 5, "revision": 1}, token=token),
    )
    assert {page.status for page in pages} == {200}
    shown = {
        skill: value
        for area in ("math", "programming", "ml", "data")
        for skill, value in visitor.open(f"/assessments/1/{area}").chosen.items()
    }
    assert shown == {SKILLS[n]: str(n % 5) for n in range(AT_ONCE)}


@in_each_language
def test_of_twenty_concurrent_answers_to_one_question_the_newest_is_saved(
    app: Flask, language: str
) -> None:
    visitor = Visitor(app, language)
    visitor.begin()
    token = visitor.token
    pages = all_at_once(
        visitor,
        lambda window, n: window.put("sql", {"level": n % 5, "revision": n + 1}, token=token),
    )
    assert {page.status for page in pages} <= {200, 409}
    page = visitor.open("/assessments/1/data")
    assert page.form("/data").bases["sql"] == f"{(AT_ONCE - 1) % 5}.{AT_ONCE}"
