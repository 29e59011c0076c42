"""Requests without a usable response: each ends in time, reads little, and gives a verdict."""

import socket
import time

import pytest

from app.cli.links.visit import MAX_FAILURES
from tests.cli.links_site import (
    LocalTransport,
    Site,
    looks_up,
    resets,
    responds,
    sends,
    visit,
    waits,
)

URL = "http://a.example/"


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", looks_up)
    with Site() as found:
        yield found


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return closed.getsockname()[1]


def why(transport, url=URL, **options):
    [found] = visit(transport, url, **options)
    assert found.verdict == "not_certain"
    return found.why


@pytest.mark.parametrize(
    "text",
    [
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.0 200\r\n\r\n",
        b"HTTP/1.1 200 OK\n\n",
    ],
)
def test_a_response_is_read_as_servers_write_it(site, text):
    site.behaviours["/"] = [sends(text)]
    assert visit(LocalTransport(site.port), URL)[0].verdict == "ok"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nServer: x",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 twenty\r\n\r\n",
        b"x" * 200_000,
    ],
)
def test_what_is_no_response_is_garbled(site, text):
    site.behaviours["/"] = [sends(text)]
    assert why(LocalTransport(site.port)) == "garbled"


def test_a_server_that_resets_the_connection_is_garbled(site):
    site.behaviours["/"] = [resets]
    assert why(LocalTransport(site.port)) == "garbled"


def test_headers_without_end_are_not_read_to_the_end(site):
    sent = []

    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-Header: value\r\n" * 1000)
            sent.append(17_000)

    site.behaviours["/"] = [endless]
    assert why(LocalTransport(site.port)) == "garbled"
    assert sum(sent) < 50_000_000


def test_a_body_is_not_read(site):
    closed = []

    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        finally:
            closed.append(True)

    site.behaviours |= {"HEAD /": [responds(405)], "GET /": [endless]}
    assert visit(LocalTransport(site.port), URL)[0].verdict == "ok"
    end = time.monotonic() + 5
    while not closed and time.monotonic() < end:
        time.sleep(0.01)
    assert closed, "the connection stayed open"


def test_a_server_that_sends_nothing_is_given_up_after_the_timeout(site):
    site.behaviours["/"] = [waits(3)]
    assert why(LocalTransport(site.port), timeout=0.2) == "slow"


def test_a_server_that_sends_a_letter_now_and_then_is_not_waited_for_either(site):
    def drip(handler):
        for letter in "HTTP/1.1 200 OK, in a while":
            handler.wfile.write(letter.encode())
            time.sleep(0.05)

    site.behaviours["/"] = [drip]
    assert why(LocalTransport(site.port), timeout=0.3) == "slow", (
        "waited until the server closed the connection"
    )


def test_a_name_lookup_counts_toward_the_time_limit(site, monkeypatch):
    def slow(*arguments, **options):
        time.sleep(1)
        return looks_up(*arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    assert why(LocalTransport(site.port), timeout=0.1) == "slow"
    assert site.requests == []


def test_a_port_where_nobody_listens_cannot_be_reached(site, closed_port):
    [found] = visit(LocalTransport(closed_port), URL)
    assert (found.verdict, found.why, bool(found.detail)) == ("not_certain", "unreachable", True)


def lookup_fails(monkeypatch, *codes):
    """Fail lookups with these codes in turn, the last for good. 0 is success."""
    left = list(codes)

    def fails(*arguments, **options):
        code = left.pop(0) if len(left) > 1 else left[0]
        if code:
            raise socket.gaierror(code, "")
        return looks_up(*arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", fails)


def test_a_name_that_does_not_exist_is_gone_and_one_that_cannot_be_looked_up_is_not(
    site, monkeypatch
):
    transport = LocalTransport(site.port)
    found = visit(transport, "http://no.example/1", "http://no.example/2")
    assert [(each.verdict, each.why) for each in found] == [("gone", "no_name")] * 2
    for code in (socket.EAI_AGAIN, socket.EAI_FAIL):
        lookup_fails(monkeypatch, code)
        assert why(transport) == "no_lookup"
    assert site.requests == []


def test_a_name_that_cannot_be_is_never_gone():
    for host in (f"{'a' * 64}.example", "a..example"):
        assert why(None, f"http://{host}/") == "no_lookup"
    assert why(None, "http://a.example:http/") == "garbled"


def test_a_name_that_fails_once_is_looked_up_again(site, monkeypatch):
    lookup_fails(monkeypatch, socket.EAI_NONAME, 0)
    assert visit(LocalTransport(site.port), URL)[0].verdict == "ok"


@pytest.mark.parametrize("kind", ["no_lookup", "unreachable", "slow", "untrusted"])
def test_three_failures_in_a_row_are_enough_for_a_site(site, monkeypatch, closed_port, kind):
    if kind == "no_lookup":
        lookup_fails(monkeypatch, socket.EAI_AGAIN)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = {"unreachable": closed_port, "slow": mute.getsockname()[1]}.get(kind, site.port)
        urls = [f"https://a.example/{page}" for page in range(5)]
        found = visit(LocalTransport(port), *urls, timeout=0.1 if kind == "slow" else 5.0)
    assert [each.why for each in found] == [kind] * MAX_FAILURES + ["left_alone"] * 2
    assert {each.verdict for each in found} == {"not_certain"}


def test_a_response_in_between_restarts_the_count(site, monkeypatch):
    lookup_fails(monkeypatch, *[socket.EAI_AGAIN, socket.EAI_AGAIN, 0] * 2)
    found = visit(LocalTransport(site.port), *[URL] * 6)
    assert [each.verdict for each in found] == ["not_certain", "not_certain", "ok"] * 2
