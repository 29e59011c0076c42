"""The server's log holds no secret, token or typed text, even after an error."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.observability.log_config import places
from app.storage.engine import writing
from config import read_settings
from tests.browser.server import serving
from tests.conftest import context_of
from tests.support.databases import Environ
from tests.support.visitor import TOKEN, Visitor
from tests.web.returning.visits import backdate_visit

BROKEN = {
    "sqlite": "CREATE TRIGGER broken BEFORE UPDATE ON assessment "
    "BEGIN SELECT RAISE(ABORT, 'broken'); END",
    "postgresql": "ALTER TABLE assessment ADD CONSTRAINT broken CHECK (name IS NULL) NOT VALID",
}
MARKERS = {
    name: f"zq{name}{n}qz"
    for n, name in enumerate(
        ("path", "query", "typed", "header", "cookie", "agent", "name", "token")
    )
}


class Client:
    """A browser for log tests: cookies, forms, and its own headers."""

    def __init__(self, url: str) -> None:
        self.url, self.jar = url, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.opener.addheaders = [
            ("User-Agent", MARKERS["agent"]),
            ("X-Marker", MARKERS["header"]),
            ("X-Forwarded-For", "203.0.113.77"),
        ]

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def token(self) -> str:
        found = TOKEN.search(self.ask("/")[1])
        assert found
        return found[1]


def test_nothing_that_people_send_or_hold_is_printed(environ: Environ, database: str) -> None:
    instance = Path(environ["ORIENTEER_INSTANCE"])
    with serving(instance, **environ) as server:
        client = Client(server.url)
        token = client.token()
        assert client.ask("/assessments", {"csrf_token": token})[0] == 200
        assert (
            client.ask("/assessments/1/name", {"csrf_token": token, "name": MARKERS["name"]})[0]
            == 200
        )
        client.ask(
            f"/{MARKERS['path']}?q={MARKERS['query']}", Cookie=f"orienteer={MARKERS['cookie']}"
        )
        client.ask(
            "/assessments/1/name", {"csrf_token": MARKERS["token"], "name": MARKERS["typed"]}
        )
        client.ask("/", Host=f"{MARKERS['path']}.example")
        with writing(server.engine) as db:
            db.execute(text(BROKEN[database]))
        status, page = client.ask(
            "/assessments/1/name", {"csrf_token": token, "name": MARKERS["typed"]}
        )
        assert status == 500, "something did go wrong, so that there is something to print"
        secrets = {cookie.value or "" for cookie in client.jar} | {
            token,
            read_settings(environ).secret_key,
        }
    printed = (instance / "errors").read_text()
    assert "unexpected error at POST saved.name" in printed
    assert "IntegrityError" in printed, "with what a developer needs"
    held = {*MARKERS.values(), *secrets, "203.0.113.77", "127.0.0.1"}
    assert [each for each in held if each in printed] == []
    assert "IntegrityError" not in page
    assert len(secrets) == 4, "the owner's secret, the session, the token, the key"


def test_an_error_is_logged_with_its_traceback_and_without_its_message() -> None:
    """PostgreSQL's error messages quote the row that it refuses."""

    def refuse(row: str) -> None:
        try:
            raise ValueError(f"Failing row contains ({row})")
        except ValueError as error:
            raise KeyError(row) from error

    try:
        refuse(MARKERS["name"])
    except KeyError as error:
        traceback = places(error)
    assert MARKERS["name"] not in traceback
    assert traceback.splitlines()[0] == "builtins.KeyError"
    assert "builtins.ValueError" in traceback
    assert "test_logs.py" in traceback
    assert "in refuse" in traceback


UNNOTED = {
    "sqlite": "CREATE TRIGGER broken BEFORE UPDATE ON device "
    "BEGIN SELECT RAISE(ABORT, 'broken'); END",
    "postgresql": "ALTER TABLE device ADD CONSTRAINT broken CHECK (seen_at < 0) NOT VALID",
}
NOTED = {"sqlite": "DROP TRIGGER broken", "postgresql": "ALTER TABLE device DROP CONSTRAINT broken"}


@pytest.fixture
def away_and_unnoted(app: Flask, visitor: Visitor, database: str) -> Iterator[Visitor]:
    """Return somebody whose next visit cannot be noted."""
    visitor.begin()
    backdate_visit(visitor, 25 * 3600)
    engine = context_of(app).engine
    with writing(engine) as db:
        db.execute(text(UNNOTED[database]))
    yield visitor
    with writing(engine) as db:
        db.execute(text(NOTED[database]))


def test_an_error_after_the_response_is_logged_as_any_other(
    away_and_unnoted: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    """The log shows neither the path nor the database's message."""
    page = away_and_unnoted.open(f"/assessments/1/resume?{MARKERS['query']}")
    number = re.search(r"number, so that they can find it: ([0-9a-f]{16})", page.html)
    assert page.status == 500
    assert page.headers["Content-Security-Policy"], "whichever hook failed"
    assert number
    assert f"unexpected error at GET questionnaire.resume, request {number[1]}" in caplog.text
    assert "IntegrityError" in caplog.text
    assert [
        each
        for each in (MARKERS["query"], "/assessments/1", "constraint", "Traceback")
        if each in caplog.text
    ] == []
