"""Compression: static files, and pages that depend on nothing in the request."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from config import Settings
from tests.support.visitor import CLEAR, Visitor
from tests.web.http.test_static import STATIC

MakeApp = Callable[[Settings], Flask]
FILES = Path(__file__).parents[3] / "app" / "web" / "static"
CHANGING = re.compile(r'name="csrf_token" value="[^"]+"')
"""What is new on every page."""
BROWSERS = "gzip, deflate, br, zstd"


def files(visitor: Visitor) -> dict[str, bytes]:
    """Return the static files that a page loads, by address."""
    found = {
        path: (FILES / path.partition("?")[0].removeprefix("/static/")).read_bytes()
        for path in STATIC.findall(visitor.open("/").html)
    }
    assert {path.partition("?")[0] for path in found} == {
        f"/static/{each.name}" for each in FILES.iterdir()
    }
    return found


def get(visitor: Visitor, path: str, reads: str, **headers: str) -> TestResponse:
    """Return the whole response to a client with this Accept-Encoding."""
    answer = visitor.client.get(path, headers={"Accept-Encoding": reads, **headers})
    answer.get_data()
    answer.close()
    return answer


@pytest.mark.parametrize("reads", [BROWSERS, "gzip", "*", "gzip;q=0.5, br"])
def test_a_file_is_compressed_for_clients_that_accept_it(visitor: Visitor, reads: str) -> None:
    for path, file in files(visitor).items():
        answer = get(visitor, path, reads)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.data) == file
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert answer.headers["Content-Type"] == get(visitor, path, "").headers["Content-Type"]


@pytest.mark.parametrize("reads", ["", "identity", "br", "gzip;q=0", "gzip;q=0.1, identity"])
def test_to_others_it_comes_as_it_is(visitor: Visitor, reads: str) -> None:
    for path, file in files(visitor).items():
        answer = get(visitor, path, reads)
        assert "Content-Encoding" not in answer.headers
        assert answer.data == file


def test_a_static_file_varies_by_encoding_only(visitor: Visitor) -> None:
    """Varying by cookie would make browsers load the stylesheet again after each new cookie."""
    visitor.finish(CLEAR)
    for path in files(visitor):
        etags = {}
        for reads in (BROWSERS, "identity"):
            answer = get(visitor, path, reads)
            etags[reads] = answer.headers["ETag"]
            same = get(visitor, path, reads, **{"If-None-Match": etags[reads]})
            assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", etags[reads])
            assert answer.headers["Vary"] == same.headers["Vary"] == "Accept-Encoding"
        assert (
            get(visitor, path, "identity", **{"If-None-Match": etags[BROWSERS]}).status_code == 200
        )


def test_an_unknown_static_file_gets_an_error_page_in_the_readers_language(
    visitor: Visitor,
) -> None:
    answer = get(visitor, "/static/nothing.css", BROWSERS)
    assert answer.status_code == 404
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/roles",
        "/method",
        "/assessments",
        "/assessments/1",
        "/assessments/1/plan",
        "/assessments/2/math",
    ],
)
def test_a_page_without_a_query_or_cookie_is_compressed(visitor: Visitor, path: str) -> None:
    visitor.finish(CLEAR)
    visitor.begin()
    plain, packed = get(visitor, path, "identity"), get(visitor, path, BROWSERS)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert CHANGING.sub("", gzip.decompress(packed.data).decode()) == CHANGING.sub("", plain.text)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/?lang=en",
        "/roles?guess=docker",
        "/assessments?before=2",
        "/assessments/1?role=ml_engineer",
        "/nothing",
        "/assessments/9",
    ],
)
def test_a_page_that_shows_text_of_its_query_is_not_compressed(visitor: Visitor, path: str) -> None:
    """Otherwise the length tells how much of the query's text is on the page already (BREACH)."""
    visitor.finish(CLEAR)
    assert "Content-Encoding" not in get(visitor, path, BROWSERS).headers


def test_a_form_with_errors_is_not_compressed_either(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    sent = {"csrf_token": visitor.token, "name": "n" * 500}
    answer = visitor.client.post(
        "/assessments/1/name", data=sent, headers={"Accept-Encoding": BROWSERS}
    )
    assert answer.status_code == 400
    assert "Content-Encoding" not in answer.headers


def test_who_develops_sees_each_change(
    make_app: MakeApp, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    developer = Visitor(make_app(settings))
    assert (
        "Content-Encoding"
        not in developer.open("/static/style.css", headers={"Accept-Encoding": BROWSERS}).headers
    )
