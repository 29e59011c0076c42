"""Static files: cached by version, and scripts run only with the content that the page names."""

import hashlib
import re
from base64 import b64encode

import pytest

from tests.support.visitor import CLEAR, Visitor

STATIC = re.compile(r'(?:src|href)="(/static/[^"]+)"')


def test_static_files_are_cached_publicly_and_set_no_cookie(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    visitor.open("/?lang=ko")
    paths = set(STATIC.findall(visitor.open("/").html))
    assert len(paths) == 4
    for path in paths:
        page = visitor.open(path)
        assert page.status == 200
        assert "?v=" in path, "its address changes when it does"
        assert page.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert page.headers.getlist("Set-Cookie") == []
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Vary"] == "Accept-Encoding", "it is the same for everybody"


@pytest.mark.parametrize(
    "asked", ["/static/orienteer.js", "/static/orienteer.js?v=", "/static/orienteer.js?v=another"]
)
def test_a_file_is_not_cached_under_the_address_of_another_version(
    visitor: Visitor, asked: str
) -> None:
    """Nodes of two versions may run side by side, and addresses can be made up."""
    page = visitor.open(asked)
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-cache")


def test_the_script_is_run_only_as_it_was_when_the_page_was_made(visitor: Visitor) -> None:
    script = next(found for tag, found in visitor.open("/").elements if tag == "script")
    digest = hashlib.sha256(visitor.open(script["src"]).response.get_data()).digest()
    assert script["integrity"] == f"sha256-{b64encode(digest).decode()}"


@pytest.mark.parametrize(
    "path",
    [
        "/static/nothing.css",
        "/static/../application.py",
        "/static/%2e%2e/security.py",
        "/static/..%2f..%2fconfig.py",
        "/static/",
    ],
)
def test_an_unknown_static_file_is_404_and_not_cached(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    assert (page.status, page.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize("name", ["nothing.css", "a" * 300, "%00", "./style.css"])
def test_the_answer_to_options_for_a_static_file_is_not_cached(visitor: Visitor, name: str) -> None:
    page = visitor.open(f"/static/{name}?v=1", "OPTIONS")
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
