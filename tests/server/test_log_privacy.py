"""No token, address or typed text in any line of the log, whatever is sent."""

from pathlib import Path

import pytest

from tests.browser.server import serving
from tests.server.wire import connect, exchange, form_request, new_owner, request_head

TOKEN = "T0kenOfALink" * 4
TYPED = "zqTypedTextqz"
ADDRESS = "127.0.0.1"

UNREADABLE = {
    "no HTTP": f"{TYPED}\r\n\r\n".encode(),
    "unknown version": f"GET /shared/{TOKEN} HTTP/9.9\r\nHost: localhost\r\n\r\n".encode(),
    "bad header": f"GET /shared/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nX {TYPED}: 1\r\n\r\n".encode(),
    "two hosts": f"GET /shared/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nHost: {TYPED}\r\n\r\n".encode(),
    "long line": f"GET /shared/{TOKEN}?{TYPED}={'x' * 9000} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
    "long header": f"GET /shared/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nX-Typed: {TYPED}{'x' * 70_000}\r\n\r\n".encode(),
    "bad length": f"POST /shared/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {TYPED}\r\n\r\n".encode(),
    "bad chunks": f"POST /shared/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{TYPED}\r\n".encode(),
    "unknown coding": f"POST /shared/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {TYPED}\r\n\r\n".encode(),
    "expectation": f"POST /shared/{TOKEN} HTTP/1.1\r\nHost: localhost\r\nExpect: {TYPED}\r\nContent-Length: 0\r\n\r\n".encode(),
    "bad bytes": b"GET /shared/" + TOKEN.encode() + b"\xff\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
}
"""Requests that a server refuses before an application sees them."""


@pytest.mark.parametrize("log", ["text", "json"])
def test_nothing_that_anybody_sends_is_logged(tmp_path: Path, log: str) -> None:
    with serving(tmp_path / "instance", ORIENTEER_LOG=log) as server:
        client, token = new_owner(server.url)
        for sent in UNREADABLE.values():
            with connect(server.url) as connection:
                connection.sendall(sent)
                connection.shutdown(1)
                connection.recv(1000)
        head, body = form_request(
            client, f"/assessments/1/name?{TYPED}", {"csrf_token": token, "name": TYPED}
        )
        assert exchange(server.url, head + body[:-3], is_cut=True).status == 400
        for path in (f"/shared/{TOKEN}", f"/{TYPED}", f"/assessments/1/{TYPED}"):
            assert (
                exchange(
                    server.url,
                    request_head("GET", path, {"Host": "localhost", "X-Request-ID": TYPED}),
                ).status
                == 404
            )
        assert client.get("/").status == 200, "the server is well"
        secrets = {*client.cookies.values(), token, TOKEN, TYPED, ADDRESS}
    printed = (tmp_path / "instance" / "errors").read_text()
    assert [each for each in secrets if each in printed] == []
