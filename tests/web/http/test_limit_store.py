"""The shared store of rate limits: several nodes use it, and pages work without it."""

import logging
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import redis
from flask import Flask

from app.extensions import limiter
from app.storage.return_codes import new_code
from app.storage.shares import new_token
from config import Settings, read_settings
from tests.support.databases import Environ
from tests.support.ports import free_port
from tests.support.visitor import Visitor
from tests.web.http.valkey import valkey
from tests.web.returning.return_codes import enter, make_code

MakeApp = Callable[[Settings], Flask]
MakeNode = Callable[[str], Visitor]
KEY = secrets.token_urlsafe(48)
HOUSE = "203.0.113.7"
CODES = 20
"""Wrong return codes that are allowed in a minute."""
PATIENCE = 10


@pytest.fixture(scope="module")
def shared_store() -> Iterator[str]:
    with valkey() as address:
        yield address


@pytest.fixture
def store(shared_store: str) -> str:
    """Return the address of an empty store."""
    with redis.Redis.from_url(shared_store) as client:
        client.flushall()
    return shared_store


@pytest.fixture
def node(make_app: MakeApp, environ: Environ, sqlite_app: Flask) -> Iterator[MakeNode]:
    """Return a maker of a node that uses a store, with a visitor of it from HOUSE.

    All applications of a process share the limiter extension. A new node replaces its storage and
    starts with empty counters. Afterwards the counters are in memory again.
    """

    def make(store: str) -> Visitor:
        visitor = Visitor(
            make_app(read_settings(environ | {"ORIENTEER_LIMIT_STORE": store, "SECRET_KEY": KEY}))
        )
        visitor.client.environ_base["REMOTE_ADDR"] = HOUSE
        return visitor

    yield make
    limiter.init_app(sqlite_app)
    until(lambda: Visitor(sqlite_app).open("/").status == 200 and is_main_storage_used())


def is_main_storage_used() -> bool:
    return limiter.limiter.storage is limiter.storage


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def wrong_codes(visitor: Visitor, times: int) -> list[int]:
    token = visitor.token
    return [
        visitor.open("/return", "POST", data={"csrf_token": token, "code": new_code()}).status
        for _ in range(times)
    ]


def test_nodes_with_one_store_count_together(node: MakeNode, store: str) -> None:
    assert wrong_codes(node(store), CODES - 1) == [400] * (CODES - 1)
    assert wrong_codes(node(store), 2) == [400, 429]


def test_the_store_holds_no_address_and_nothing_for_longer_than_the_window(
    node: MakeNode, store: str
) -> None:
    visitor = node(store)
    visitor.begin()
    wrong_codes(Visitor(visitor.app), 1)
    with redis.Redis.from_url(store) as client:
        kept = {key.decode(): client.ttl(key) for key in client.scan_iter()}
    assert len(kept) == 2
    assert [
        0 < seconds <= (3600 if "new owners" in key else 60) for key, seconds in kept.items()
    ] == [True, True]
    assert not any(HOUSE in key for key in kept)


def test_without_a_store_pages_are_served_and_limits_hold(
    node: MakeNode, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        visitor = node(f"redis://:hunter2@127.0.0.1:{free_port()}/0")
        visitor.begin()
        code, guesser = make_code(visitor), Visitor(visitor.app)
        assert wrong_codes(guesser, CODES + 2) == [400] * CODES + [429, 429]
        assert enter(guesser, code).path == "/assessments"
    assert caplog.text.count("Rate limit storage unreachable") == 1
    assert "hunter2" not in caplog.text
    assert HOUSE not in caplog.text


def test_a_store_that_does_not_respond_delays_only_one_request(node: MakeNode) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        visitor = node(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()
        assert wrong_codes(visitor, CODES + 1) == [400] * CODES + [429]
        assert time.monotonic() - began < 5


@pytest.mark.verify
def test_a_stopped_store_is_replaced_by_memory_until_it_is_back(node: MakeNode) -> None:
    port = free_port()
    with valkey(port) as address:
        visitor = node(address)
        assert wrong_codes(visitor, 3) == [400] * 3
    assert wrong_codes(visitor, CODES + 1) == [400] * CODES + [429]
    assert not is_main_storage_used()
    with valkey(port):
        until(lambda: visitor.open("/").status == 200 and is_main_storage_used())
        assert wrong_codes(visitor, 1) == [400]


def test_requests_that_wait_for_a_store_when_it_stops_are_answered(node: MakeNode) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        visitor = node(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        visitors = [Visitor(visitor.app) for _ in range(8)]
        visitors[0].open("/nowhere")  # compiles the error page
        with ThreadPoolExecutor(len(visitors)) as pool:
            answered = [
                *pool.map(lambda each: each.open(f"/shared/{new_token()}").status, visitors)
            ]
    assert answered == [404] * len(visitors)


@pytest.mark.verify
def test_health_checks_do_not_wait_for_a_store(node: MakeNode) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        visitor = node(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        wrong_codes(visitor, 1)
        assert connections(silent), "a limit asks the store"
        end = time.monotonic() + 3
        while time.monotonic() < end:
            assert visitor.open("/healthz").status == 200
        assert not connections(silent), "a health check asks no store, and so waits for none"


def connections(server: socket.socket) -> int:
    """Count the connections that wait at a server, and close them."""
    server.setblocking(False)
    found = 0
    with suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            found += 1
    return found
