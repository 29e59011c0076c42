"""No token, address or typed text is in any line of the log, whatever is sent."""

from pathlib import Path

import pytest

from tests.browser.server import serving
from tests.server.wire import connect, exchange, form_request, new_owner, request_head

TOKEN = "T0kenOfALink" * 4
TYPED = "zqTypedTextqz"
ADDRESS = "127.0.0.1"

SHARED = f"/shared/{TOKEN}"
GET = f"GET {SHARED} HTTP/1.1\r\nHost: localhost\r\n"
POST = f"POST {SHARED} HTTP/1.1\r\nHost: localhost\r\n"
UNREADABLE = {
    "no HTTP": f"{TYPED}\r\n\r\n".encode(),
    "unknown version": f"GET {SHARED} HTTP/9.9\r\nHost: localhost\r\n\r\n".encode(),
    "bad header": f"{GET}X {TYPED}: 1\r\n\r\n".encode(),
    "two hosts": f"{GET}Host: {TYPED}\r\n\r\n".encode(),
    "long line": GET.replace(SHARED, f"{SHARED}?{TYPED}={'x' * 9000}").encode() + b"\r\n",
    "long header": f"{GET}X-Typed: {TYPED}{'x' * 70_000}\r\n\r\n".encode(),
    "bad length": f"{POST}Content-Length: {TYPED}\r\n\r\n".encode(),
    "bad chunks": f"{POST}Transfer-Encoding: chunked\r\n\r\n{TYPED}\r\n".encode(),
    "unknown coding": f"{POST}Transfer-Encoding: {TYPED}\r\n\r\n".encode(),
    "expectation": f"{POST}Expect: {TYPED}\r\nContent-Length: 0\r\n\r\n".encode(),
    "bad bytes": b"GET /shared/" + TOKEN.encode() + b"\xff\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
}
"""Requests that a server refuses before an application sees them."""


@pytest.mark.parametrize("log", ["text", pytest.param("json", marks=pytest.mark.verify)])
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
