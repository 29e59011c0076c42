"""The JSON log: every line is an object, each request has a number, and nothing is personal."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.storage.engine import writing
from tests.browser.server import Server, serving
from tests.server.behind import opened
from tests.web.http.test_logs import BROKEN, MARKERS, Client

FIELDS = {
    "time",
    "level",
    "event",
    "request",
    "route",
    "method",
    "status",
    "ms",
    "error",
    "statement",
}
NUMBER = re.compile(r"[0-9a-f]{16}")


def lines(instance: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (instance / "errors").read_text().splitlines()]


def walk(server: Server) -> tuple[Client, str]:
    """Do what leaves traces wherever it can, and run into an error. Return the error page."""
    client = Client(server.url)
    token = client.token()
    client.ask("/assessments", {"csrf_token": token})
    client.ask("/assessments/1/name", {"csrf_token": token, "name": MARKERS["name"]})
    client.ask(f"/{MARKERS['path']}?q={MARKERS['query']}", Cookie=f"orienteer={MARKERS['cookie']}")
    client.ask(f"/shared/{MARKERS['token']}")
    client.ask("/", Host=f"{MARKERS['path']}.example")
    client.ask("/assessments/1/name", {"csrf_token": MARKERS["token"], "name": MARKERS["typed"]})
    with writing(server.engine) as db:
        db.execute(text(BROKEN["sqlite"]))
    status, page = client.ask(
        "/assessments/1/name", {"csrf_token": token, "name": MARKERS["typed"]}
    )
    assert status == 500
    return client, page


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.verify), "ko"])
def test_every_line_is_an_object_and_none_tells_of_anybody(tmp_path: Path, language: str) -> None:
    instance = tmp_path / "instance"
    with serving(instance, ORIENTEER_LOG="json", ORIENTEER_LANGUAGE=language) as server:
        client, page = walk(server)
        secrets = {cookie.value or "" for cookie in client.jar} | {
            (instance / "secret_key").read_text()
        }
    found = lines(instance)
    assert {key for line in found for key in line} <= FIELDS
    requests = [line for line in found if line["event"] == "request"]
    assert {(line["route"], line["method"], line["status"]) for line in requests} >= {
        ("home.home", "GET", 200),
        ("home.begin", "POST", 303),
        ("saved.name", "POST", 500),
        (None, "GET", 404),
    }
    assert all(NUMBER.fullmatch(line["request"]) for line in requests)
    assert len({line["request"] for line in requests}) == len(requests)
    fault = next(line for line in found if line["event"] == "unexpected error")
    assert (fault["level"], fault["route"]) == ("error", "saved.name")
    assert any("IntegrityError" in each for each in fault["error"])
    assert fault["request"] in page, "whoever saw the page can say which it was"
    assert fault["request"] in {line["request"] for line in requests}
    printed = (instance / "errors").read_text()
    assert [
        each
        for each in {*MARKERS.values(), *secrets, "203.0.113.77", "127.0.0.1"}
        if each in printed
    ] == []


def test_a_number_is_a_trusted_proxys_or_made_and_stands_in_the_answer(tmp_path: Path) -> None:
    asked = ["f" * 32, "short", "x" * 65, 'a"b{c}d e f g', "req_1234-5678"]
    answered: dict[int, list[str]] = {}
    for proxies in (0, 1):
        instance = tmp_path / str(proxies)
        with serving(instance, ORIENTEER_LOG="json", ORIENTEER_PROXIES=str(proxies)) as server:
            answered[proxies] = [
                opened(f"{server.url}/healthz", X_Request_ID=number)[1]["X-Request-ID"]
                for number in asked
            ]
        assert [
            line["request"] for line in lines(instance) if line["route"] == "health.alive"
        ] == answered[proxies]
    assert all(NUMBER.fullmatch(number) for number in answered[0])
    assert [told == number for told, number in zip(answered[1], asked, strict=True)] == [
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.verify
def test_slow_statements_are_logged_with_their_text_and_without_their_values(
    tmp_path: Path,
) -> None:
    instance = tmp_path / "instance"
    with serving(instance, ORIENTEER_LOG="json", ORIENTEER_SLOW_QUERY_MS="1") as server:
        client = Client(server.url)
        token = client.token()
        client.ask("/assessments", {"csrf_token": token})
        # Whoever writes now waits.
        with writing(server.engine) as db:
            db.execute(text("UPDATE assessment SET name = name"))
            status, _ = client.ask(
                "/assessments/1/name", {"csrf_token": token, "name": MARKERS["name"]}
            )
        assert status == 503
        client.ask("/assessments/1/name", {"csrf_token": token, "name": MARKERS["name"]})
    slow = [line for line in lines(instance) if line["event"] == "slow statement"]
    assert MARKERS["name"] not in (instance / "errors").read_text()
    waited = [line for line in slow if line["ms"] > 1000]
    assert [(line["statement"], line["route"], line["level"]) for line in waited] == [
        ("BEGIN IMMEDIATE", "saved.name", "warning")
    ]
    assert waited[0]["request"] in {
        line["request"] for line in lines(instance) if line.get("status") == 503
    }
