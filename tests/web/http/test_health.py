"""Health checks answer quickly, to any host, and say what is missing."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, text

from app.storage.engine import writing
from config import Settings, read_settings
from tests.conftest import context_of
from tests.support.visitor import Visitor

READY = {"status": "ok", "database": True, "migrations": True, "content": True}


def test_a_ready_node_says_so_with_one_short_query(app: Flask, visitor: Visitor) -> None:
    visitor.open("/readyz")
    asked: list[str] = []
    engine = context_of(app).engine

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert visitor.open("/readyz").response.get_json() == READY
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert [statement for statement in asked if not statement.startswith("BEGIN")] == [
        "SELECT version_num FROM alembic_version"
    ]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize(
    "host", ["10.0.0.7:8001", "node-1", "learn.example.org", "evil.example", "", "?"]
)
def test_they_answer_by_any_name_and_behind_a_proxy(
    make_app: Callable[[Settings], Flask], settings: Settings, path: str, host: str
) -> None:
    environ = {
        "ORIENTEER_INSTANCE": str(settings.instance),
        "ORIENTEER_HOSTS": "learn.example.org",
        "ORIENTEER_PROXIES": "1",
    }
    visitor = Visitor(make_app(read_settings(environ)))
    for told in ({}, {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}):
        assert visitor.open(path, headers={"Host": host} | told).status == 200
    assert visitor.open("/", headers={"Host": "evil.example"}).status == 400, "and no page does"


def test_a_database_of_another_version_answers_and_is_not_ready(
    make_app: Callable[[Settings], Flask], settings: Settings
) -> None:
    app = make_app(settings)
    with writing(context_of(app).engine) as db:
        db.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    told = Visitor(app).open("/readyz")
    assert (told.status, told.response.get_json()) == (
        503,
        READY | {"status": "unavailable", "migrations": False},
    )
