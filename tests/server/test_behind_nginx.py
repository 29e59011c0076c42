"""nginx with the operator's file buffers slow clients: a client that stalls delays nobody."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from tests.browser.server import Server, serving
from tests.faults.client import Client
from tests.nodes.nginx import Proxy, nginx, trusting
from tests.nodes.process import shared_folder
from tests.server.wire import FORM, open_tls

STALLED = 40
"""More of each kind than a worker has threads."""
MOST_SECONDS = 2.0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Proxy]]:
    """One node with SQLite behind nginx, as the operator's guide sets it up."""
    with (
        serving(tmp_path_factory.mktemp("site") / "instance", ORIENTEER_PROXIES="1") as server,
        shared_folder() as folder,
    ):
        port = urlsplit(server.url).port
        assert port
        with nginx(folder, [port]) as proxy:
            yield server, proxy


HEAD_CUT = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY_CUT = (
    b"POST /assessments HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    + f"Content-Type: {FORM}\r\nContent-Length: 60000\r\n\r\ncsrf".encode()
)
UNREAD = b"GET /assessments/1/review HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20
STALLS = {
    "silent": b"",
    "stops in the head": HEAD_CUT,
    "stops in the body": BODY_CUT,
    "reads nothing": UNREAD,
}


@pytest.mark.parametrize("sent", STALLS.values(), ids=STALLS)
def test_who_stalls_holds_up_nobody(site: tuple[Server, Proxy], sent: bytes) -> None:
    _, proxy = site
    with ExitStack() as held:
        for _ in range(STALLED):
            held.enter_context(open_tls(proxy.url, receive_bytes=4096)).sendall(sent)
        others = Client(proxy.url, tls=trusting())
        assert others.get("/").status == 200, "after all that was asked before it"
        waits = []
        for _ in range(20):
            began = time.monotonic()
            assert others.get("/").status == 200
            waits.append(time.monotonic() - began)
        others.close()
    assert max(waits) < MOST_SECONDS, waits


def test_the_scheme_and_address_are_the_proxys(site: tuple[Server, Proxy]) -> None:
    """nginx replaces what a client claims itself."""
    _, proxy = site
    client = Client(proxy.url, tls=trusting())
    reply = client.ask(
        "GET", "/", more={"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    )
    client.close()
    assert reply.status == 200
    assert "strict-transport-security" in reply.headers
    assert "__Host-" in reply.headers["set-cookie"]
