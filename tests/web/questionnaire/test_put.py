"""An answer sent by the page's script is saved if it is newer.

Otherwise the stored one is returned.
"""

import json

import pytest
from flask import Flask

from app.storage.tables import LATEST_REVISION
from tests.support.page import Page
from tests.support.visitor import Visitor


def reply(page: Page) -> dict[str, object]:
    assert page.response.mimetype == "application/json"
    found = json.loads(page.html)
    assert isinstance(found, dict)
    return found


def pair(page: Page) -> tuple[object, object]:
    return reply(page)["level"], reply(page)["revision"]


@pytest.fixture
def begun(reader: Visitor) -> Visitor:
    """Return somebody before the first questions."""
    reader.begin()
    return reader


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4, None])
def test_an_answer_is_saved_and_sent_back_with_its_revision(
    begun: Visitor, level: int | None
) -> None:
    saved = begun.put("calculus", {"level": level, "revision": 1})
    assert (saved.status, pair(saved)) == (200, (level, 1))
    shown = begun.open("/assessments/1/math")
    assert shown.chosen == {"calculus": "skip" if level is None else str(level)}
    assert shown.form("math").bases["calculus"] == f"{'skip' if level is None else level}.1"


@pytest.mark.parametrize("revision", [1, 2, 3])
def test_an_answer_that_is_not_newer_returns_409_with_the_stored_pair(
    begun: Visitor, revision: int
) -> None:
    begun.put("calculus", {"level": 2, "revision": 3})
    refused = begun.put("calculus", {"level": 4, "revision": revision})
    assert (refused.status, pair(refused)) == (409, (2, 3))
    assert begun.open("/assessments/1/math").chosen == {"calculus": "2"}


def test_the_stored_revision_and_one_more_is_saved(begun: Visitor) -> None:
    begun.put("calculus", {"level": 2, "revision": 5})
    stored = reply(begun.put("calculus", {"level": 4, "revision": 1}))
    assert isinstance(stored["revision"], int)
    again = begun.put("calculus", {"level": 4, "revision": stored["revision"] + 1})
    assert (again.status, pair(again)) == (200, (4, 6))


def test_revisions_may_jump_but_never_go_back(begun: Visitor) -> None:
    for revision, status in (
        (7, 200),
        (3, 409),
        (LATEST_REVISION, 200),
        (8, 409),
        (LATEST_REVISION, 409),
    ):
        assert begun.put("calculus", {"level": 1, "revision": revision}).status == status


def test_each_skill_has_a_revision_of_its_own(begun: Visitor) -> None:
    begun.put("calculus", {"level": 2, "revision": 9})
    assert begun.put("python", {"level": 0, "revision": 1}).status == 200
    assert begun.open("/assessments/1/math").chosen == {"calculus": "2"}


NO_ANSWERS: dict[str, object] = {
    "level 5": {"level": 5, "revision": 1},
    "level -1": {"level": -1, "revision": 1},
    "true": {"level": True, "revision": 1},
    "false": {"level": False, "revision": 1},
    "a fraction": {"level": 2.0, "revision": 1},
    "in words": {"level": "2", "revision": 1},
    "skip": {"level": "skip", "revision": 1},
    "a list": {"level": [2], "revision": 1},
    "an object": {"level": {}, "revision": 1},
    "no level": {"revision": 1},
    "no revision": {"level": 2},
    "null revision": {"level": 2, "revision": None},
    "revision 0": {"level": 2, "revision": 0},
    "revision -1": {"level": 2, "revision": -1},
    "a true revision": {"level": 2, "revision": True},
    "half a revision": {"level": 2, "revision": 1.5},
    "revision in words": {"level": 2, "revision": "1"},
    "revision too large": {"level": 2, "revision": LATEST_REVISION + 1},
    "huge revision": {"level": 2, "revision": 10**30},
    "array": [2, 1],
    "number": 2,
    "null": None,
    "text": "2",
}


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_an_invalid_answer_is_refused_and_changes_nothing(begun: Visitor, name: str) -> None:
    refused = begun.put("calculus", NO_ANSWERS[name])
    assert (refused.status, "level" in reply(refused)) == (400, False)
    assert str(reply(refused)["error"])
    assert begun.open("/assessments/1/math").chosen == {}


BAD_BODIES = {
    "nothing": b"",
    "no end": b'{"level": 2, "revision": 1',
    "not UTF-8": b'{"level": 2, "revision": 1, "x": "\xff"}',
    "NaN": b'{"level": NaN, "revision": 1}',
    "endless": b'{"level": 2, "revision": 1e999}',
    "a number of many digits": b'{"level": 2, "revision": ' + b"9" * 5000 + b"}",
    "deep": b"[" * 30_000,
    "zeros": b"\x00" * 100,
    "a form": b"level=2&revision=1",
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_body_that_is_not_json_is_refused_and_changes_nothing(begun: Visitor, name: str) -> None:
    assert (
        begun.put(
            "calculus", None, json=None, data=BAD_BODIES[name], content_type="application/json"
        ).status
        == 400
    )
    assert begun.open("/assessments/1/math").chosen == {}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_json_with_another_content_type_is_refused(begun: Visitor, kind: str) -> None:
    body = json.dumps({"level": 2, "revision": 1})
    assert begun.put("calculus", None, json=None, data=body, content_type=kind).status == 400
    assert begun.open("/assessments/1/math").chosen == {}


@pytest.mark.parametrize(
    "path",
    [
        "1/ratings/cooking",
        "1/ratings/pytorch or tensorflow",
        "1/ratings/framework",
        "2/ratings/sql",
        "0/ratings/sql",
    ],
)
def test_an_unknown_skill_or_assessment_is_not_found(begun: Visitor, path: str) -> None:
    headers = {"X-CSRFToken": begun.token}
    assert (
        begun.open(
            f"/assessments/{path}", "PUT", headers=headers, json={"level": 2, "revision": 1}
        ).status
        == 404
    )


def test_another_owners_assessment_is_404_and_unchanged(app: Flask, begun: Visitor) -> None:
    stranger = Visitor(app)
    assert stranger.put("sql", {"level": 2, "revision": 1}).status == 404, (
        "of somebody who has begun nothing"
    )
    stranger.begin()
    for _ in range(2):
        stranger.put("sql", {"level": 2, "revision": 1})
        stranger.post("/assessments")
    assert stranger.open("/assessments/2/data").status == 200
    assert begun.put("sql", {"level": 4, "revision": 9}, number=2).status == 404
    assert begun.open("/assessments/1/data").chosen == {}


@pytest.mark.parametrize("token", ["", "old", "\xff", "a.b.c", "x" * 5000])
def test_an_invalid_csrf_token_is_refused_with_a_fresh_one(begun: Visitor, token: str) -> None:
    refused = begun.put("calculus", {"level": 2, "revision": 1}, token=token)
    assert refused.status == 400
    assert begun.open("/assessments/1/math").chosen == {}
    fresh = reply(refused)["token"]
    assert isinstance(fresh, str)
    assert begun.put("calculus", {"level": 2, "revision": 1}, token=fresh).status == 200


def test_the_fresh_csrf_token_is_valid_where_the_session_was_lost(begun: Visitor) -> None:
    token = begun.token
    begun.client.delete_cookie("session")
    refused = begun.put("calculus", {"level": 2, "revision": 1}, token=token)
    assert refused.status == 400
    assert (
        begun.put(
            "calculus", {"level": 2, "revision": 1}, token=str(reply(refused)["token"])
        ).status
        == 200
    )


def test_a_finished_assessment_refuses_an_answer_and_says_so(begun: Visitor) -> None:
    begun.put("calculus", {"level": 2, "revision": 1})
    begun.post("/assessments/1/review")
    before = begun.open("/assessments/1").text
    refused = begun.put("calculus", {"level": 4, "revision": 9})
    assert (refused.status, pair(refused), reply(refused)["finished"]) == (409, (2, 1), True)
    refused = begun.put("python", {"level": 4, "revision": 9})
    assert (refused.status, pair(refused)) == (409, (None, 0)), (
        "what was never answered has revision 0"
    )
    assert begun.open("/assessments/1").text == before


def test_a_deleted_assessment_is_404_until_it_is_restored(begun: Visitor) -> None:
    begun.post("/assessments/1/delete")
    assert begun.put("calculus", {"level": 2, "revision": 1}).status == 404
    begun.post("/assessments/1/restore")
    assert begun.put("calculus", {"level": 2, "revision": 1}).status == 200
