"""A learner on the machine's network, by https, with the forms and links of every visitor."""

import http.client
import socket
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import Flask

from tests.book.room import Room
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SITE: Final = "learn.example.org"
SECONDS: Final = 60
HOP: Final = {"connection", "keep-alive", "transfer-encoding"}


class Far(Visitor):
    """A visitor whose requests go into the machine."""

    def __init__(self, room: Room, language: str = "en") -> None:
        self.room = room
        self.trust = ssl.create_default_context(
            cadata=room.path("/etc/ssl/orienteer/fullchain.pem").read_text()
        )
        far = Flask("far")
        far.wsgi_app = self._travel  # type: ignore[method-assign]  # what the visitor opens is over there
        super().__init__(far, language, f"https://{SITE}")

    def _travel(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        status, headers, body = self.room.inside(lambda: self._exchange(environ))
        start(status, headers)
        return [body]

    def _exchange(self, environ: "WSGIEnvironment") -> tuple[str, list[tuple[str, str]], bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {
            name[5:].replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_") and name != "HTTP_HOST"
        }
        headers |= {"Content-Type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
        query = environ.get("QUERY_STRING")
        line = http.client.HTTPSConnection(SITE, context=self.trust)
        line.sock = self.trust.wrap_socket(
            socket.create_connection(("127.0.0.1", 443), SECONDS), server_hostname=SITE
        )
        try:
            line.request(
                environ["REQUEST_METHOD"],
                environ["PATH_INFO"] + (f"?{query}" if query else ""),
                body or None,
                headers,
            )
            answer = line.getresponse()
            told = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
            return f"{answer.status} {answer.reason}", told, answer.read()
        finally:
            line.close()
