"""Of what proxies say, just as much is believed as the operator has told there are."""

from collections.abc import Callable

import pytest
from flask import Flask, request

from config import Settings, read_settings
from tests.databases import Environ
from tests.visitor import Visitor

MakeApp = Callable[[Settings], Flask]
HOST, EVIL = "learn.example.org", "evil.example"


@pytest.fixture
def seen(make_app: MakeApp, environ: Environ) -> Callable[[int, dict[str, str]], dict[str, str]]:
    """How a request looks to the pages behind so many proxies."""

    def look(proxies: int, told: dict[str, str]) -> dict[str, str]:
        told_by_operator = {"ORIENTEER_HOSTS": HOST, "ORIENTEER_PROXIES": str(proxies), "ORIENTEER_INSECURE_HTTP": "1"}
        app = make_app(read_settings(environ | told_by_operator))
        app.add_url_rule(
            "/seen", "seen", lambda: {"from": request.remote_addr, "by": request.scheme, "at": request.host, "under": request.script_root}
        )
        visitor = Visitor(app)
        found = visitor.open("/seen", headers=told, environ_base={"REMOTE_ADDR": "10.9.9.9"})
        return dict(found.response.get_json() or {"status": found.status})

    return look


ALL = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST}
ITSELF = {"from": "10.9.9.9", "by": "http", "at": "localhost", "under": ""}


def test_without_a_proxy_nothing_is_believed(seen: Callable[[int, dict[str, str]], dict[str, str]]) -> None:
    assert seen(0, ALL) == ITSELF


@pytest.mark.parametrize(
    "name",
    ["Forwarded", "X-Real-IP", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override"],
)
def test_what_no_proxy_was_told_to_say_is_passed_over(seen: Callable[[int, dict[str, str]], dict[str, str]], name: str) -> None:
    said = "for=203.0.113.7;proto=https;host=evil.example" if name == "Forwarded" else "/evil"
    assert seen(1, {name: said}) == ITSELF


def test_one_proxy_is_believed_once(seen: Callable[[int, dict[str, str]], dict[str, str]]) -> None:
    """What stands before its own word came from outside."""
    assert seen(1, ALL) == {"from": "203.0.113.7", "by": "https", "at": HOST, "under": ""}
    forged = {name: f"{claim}, {ALL[name]}" for name, claim in zip(ALL, ("1.2.3.4", "http", EVIL), strict=True)}
    assert seen(1, forged) == {"from": "203.0.113.7", "by": "https", "at": HOST, "under": ""}


def test_two_are_believed_twice_and_no_more(seen: Callable[[int, dict[str, str]], dict[str, str]]) -> None:
    two = {name: f"{value}, {value}" for name, value in ALL.items()} | {"X-Forwarded-For": "1.2.3.4, 203.0.113.7, 10.0.0.2"}
    assert seen(2, two)["from"] == "203.0.113.7"
    assert seen(2, ALL) == ITSELF, "one of them has said nothing"


def test_a_host_that_a_proxy_passes_on_must_be_ours_too(seen: Callable[[int, dict[str, str]], dict[str, str]]) -> None:
    assert seen(1, ALL | {"X-Forwarded-Host": EVIL}) == {"status": 400}
