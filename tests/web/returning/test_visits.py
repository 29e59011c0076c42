"""A visit is noted once a day, which renews the cookie and delays the clean-up."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from app.storage.engine import reading
from config import Settings
from tests.conftest import context_of
from tests.support.visitor import Visitor
from tests.web.returning.visits import backdate_visit

MakeApp = Callable[[Settings], Flask]


def seen_at(app: Flask) -> int:
    with reading(context_of(app).engine) as db:
        return int(db.scalar(text("SELECT seen_at FROM owner")) or 0)


@pytest.mark.parametrize(("hours", "noted"), [(1, False), (25, True), (24 * 400, True)])
@pytest.mark.parametrize("by", ["page", "answer"])
def test_a_visit_is_noted_once_a_day_and_the_cookie_renewed(
    make_app: MakeApp, settings: Settings, hours: int, noted: bool, by: str
) -> None:
    """Also by an answer from an open page.

    Noting it must not wait for the answer's own transaction.
    """
    app = make_app(settings)
    visitor = Visitor(app)
    visitor.begin()
    token, now = visitor.token, seen_at(app)
    backdate_visit(visitor, hours * 3600)
    page = (
        visitor.open("/")
        if by == "page"
        else visitor.put("sql", {"level": 1, "revision": 1}, token=token)
    )
    assert page.status == 200
    assert (seen_at(app) >= now) == noted
    for name in ("orienteer", "session"):
        renewed = [
            each for each in page.headers.getlist("Set-Cookie") if each.startswith(f"{name}=")
        ]
        assert len(renewed) == noted
    assert visitor.open("/assessments/1/math").status == 200


def test_leaving_after_a_day_away_renews_no_cookie(make_app: MakeApp, settings: Settings) -> None:
    app = make_app(settings)
    visitor = Visitor(app)
    visitor.begin()
    token = visitor.token
    backdate_visit(visitor, 25 * 3600)
    visitor.open("/leave", "POST", data={"csrf_token": token})
    assert visitor.client.get_cookie("orienteer") is None
