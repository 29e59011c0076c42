"""A database that refuses writes: forms come back as they were typed, and pages still open."""

import json
from itertools import count
from typing import NoReturn

import pytest
from flask import Flask

from app.storage.assessments import ConcurrentUpdate
from app.web.questionnaire.saving import MAX_TRIES
from tests.conftest import context_of
from tests.storage.refusal import REFUSALS, lose, refusing
from tests.support.visitor import AREAS, CLEAR, Visitor
from tests.web.plan.plan_pages import say
from tests.web.statements import statements

READABLE = (
    "/",
    "/assessments",
    "/assessments/1",
    "/assessments/1/plan",
    "/assessments/2/math",
    "/assessments/2/review",
    "/assessments/1/name",
    "/roles",
)
WRITES = {
    "/assessments": {},
    "/assessments/2/review": {},
    "/assessments/1/target": {"role": "dl_engineer"},
    "/assessments/1/plan": {"hours": "9"},
    "/assessments/1/name": {"name": "mine"},
    "/assessments/1/delete": {},
    "/assessments/3/restore": {},
}
"""Every form that keeps something, but for the questions."""


@pytest.fixture
def busy(reader: Visitor) -> Visitor:
    """Return somebody with a finished assessment, one in progress and a deleted one."""
    reader.finish(CLEAR)
    for number in (2, 3):
        reader.post("/assessments")
        reader.put("calculus", {"level": 1, "revision": 1}, number=number)
    reader.post("/assessments/3/delete")
    return reader


@pytest.mark.parametrize("how", REFUSALS)
def test_a_form_of_answers_comes_back_with_every_choice_and_is_saved_later(
    app: Flask, busy: Visitor, how: str
) -> None:
    page = busy.open("/assessments/2/math")
    typed = {skill: "skip" if n else "4" for n, skill in enumerate(AREAS["math"])}
    with refusing(context_of(app).engine, how):
        back = busy.press(page, page.form("math"), "next", **typed)
        assert (back.status, back.path, back.chosen) == (503, page.path, typed)
        assert say(busy, "These answers are not kept yet.") in back.text
        assert busy.press(back, back.form("math"), "next").chosen == typed, "and again"
        assert busy.open(page.path).chosen == {"calculus": "1"}
    assert busy.press(back, back.form("math"), "next").path == "/assessments/2/programming"
    assert busy.open(page.path).chosen == typed


@pytest.mark.parametrize("how", REFUSALS)
def test_the_response_to_the_script_says_that_the_answer_is_not_saved(
    app: Flask, busy: Visitor, how: str
) -> None:
    token = busy.token
    with refusing(context_of(app).engine, how):
        refused = busy.put("calculus", {"level": 4, "revision": 2}, number=2, token=token)
        assert (refused.status, refused.response.mimetype) == (503, "application/json")
        assert "level" not in json.loads(refused.html)
        assert json.loads(refused.html)["error"] == say(busy, "This could not be kept just now")
        assert refused.headers["Retry-After"]
    assert busy.put("calculus", {"level": 4, "revision": 2}, number=2, token=token).status == 200


@pytest.mark.parametrize("how", REFUSALS)
def test_every_page_is_still_read(app: Flask, busy: Visitor, how: str) -> None:
    before = {path: busy.open(path).text for path in READABLE}
    with refusing(context_of(app).engine, how):
        pages = {path: busy.open(path) for path in READABLE}
        assert {path: (page.status, page.text) for path, page in pages.items()} == {
            path: (200, text) for path, text in before.items()
        }
        assert busy.open("/healthz").status == 200


@pytest.mark.parametrize("path", WRITES)
def test_every_other_form_says_that_nothing_was_saved_and_changes_nothing(
    app: Flask, busy: Visitor, path: str
) -> None:
    before = [busy.open(each).text for each in READABLE]
    with refusing(context_of(app).engine, "read-only"):
        page = busy.post(path, **WRITES[path])
        assert (page.status, page.language) == (503, busy.language)
        assert page.headers["Retry-After"]
    assert [busy.open(each).text for each in READABLE] == before
    assert busy.post(path, **WRITES[path]).status == 200, "afterwards it works without a restart"


def test_a_name_that_could_not_be_saved_is_still_typed(app: Flask, busy: Visitor) -> None:
    page = busy.open("/assessments/1/name")
    with refusing(context_of(app).engine, "read-only"):
        back = busy.press(page, page.form("/name"), "save", name="before the boot camp")
        assert (back.status, back.path) == (503, "/assessments/1/name")
        assert back.form("/name").values["name"] == "before the boot camp"


@pytest.mark.parametrize("token", ["old", ""])
def test_a_name_whose_page_expired_is_still_typed(busy: Visitor, token: str) -> None:
    page = busy.open("/assessments/1/name")
    back = busy.press(
        page, page.form("/name"), "save", name="before the boot camp", csrf_token=token
    )
    assert (back.status, back.form("/name").values["name"]) == (400, "before the boot camp")
    assert busy.press(back, back.form("/name"), "save").path == "/assessments"


def test_a_name_that_comes_back_waits_for_no_lock(app: Flask, busy: Visitor) -> None:
    """Showing it again reads nothing that is locked, because the lock may be why it failed."""
    page = busy.open("/assessments/1/name")
    with statements(context_of(app).engine) as sent:
        busy.press(page, page.form("/name"), "save", name="before the boot camp", csrf_token="old")
    assert sent
    assert not [each for each in sent if "FOR UPDATE" in each]


def test_hours_that_could_not_be_saved_are_still_typed(app: Flask, busy: Visitor) -> None:
    page = busy.open("/assessments/1/plan")
    with refusing(context_of(app).engine, "read-only"):
        back = busy.press(page, page.form("/plan"), "keep", hours="11")
    assert (back.status, back.form("/plan").values["hours"]) == (503, "11")
    expired = busy.press(page, page.form("/plan"), "keep", hours="12", csrf_token="old")
    assert (expired.status, expired.form("/plan").values["hours"]) == (400, "12")
    assert busy.press(expired, expired.form("/plan"), "keep").form("/plan").values["hours"] == "12"


def test_a_database_that_is_gone_is_said_and_not_ready(make_app, settings) -> None:  # type: ignore[no-untyped-def]
    app = make_app(settings)
    visitor = Visitor(app)
    visitor.begin()
    page = visitor.open("/assessments/1/math")
    assert (visitor.open("/readyz").status, visitor.open("/healthz").status) == (200, 200)
    lose(context_of(app).engine)
    assert (visitor.open("/readyz").status, visitor.open("/healthz").status) == (503, 200)
    assert visitor.open("/assessments").status == 503
    back = visitor.press(page, page.form("math"), "next", calculus="4")
    assert (back.status, back.chosen) == (503, {"calculus": "4"})


def test_an_answer_after_endless_concurrent_updates_is_refused(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer answers first each time. Once it stops, the same request succeeds."""
    visitor.begin()
    page, tries = visitor.open("/assessments/1/math"), count()

    def overtaken(_db: object, _found: object, _sent: object) -> NoReturn:
        next(tries)
        raise ConcurrentUpdate

    with monkeypatch.context() as patch:
        patch.setattr("app.web.questionnaire.routes.save_answers", overtaken)
        patch.setattr("app.web.questionnaire.saving.save_answers", overtaken)
        assert visitor.put("calculus", {"level": 3, "revision": 1}).status == 503
        back = visitor.press(page, page.form("/math"), "next", calculus="3")
    assert (back.status, back.chosen, next(tries)) == (503, {"calculus": "3"}, 2 * MAX_TRIES)
    assert visitor.open("/assessments/1/math").chosen == {}
    assert visitor.press(back, back.form("/math"), "next").status == 200
    assert visitor.open("/assessments/1/math").chosen == {"calculus": "3"}
