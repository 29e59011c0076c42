"""WSGI middleware between gunicorn and the application, for whole requests and whole responses."""

import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from app.settings.response_headers import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LENGTH_REQUIRED: Final = f"{HTTPStatus.LENGTH_REQUIRED.value} {HTTPStatus.LENGTH_REQUIRED.phrase}"
CORK: Final[int | None] = getattr(socket, "TCP_CORK", None)
"""The option that holds data back in the kernel; only Linux has it."""
DISCARD_ON_CLOSE: Final = struct.pack("ii", 1, 0)
SEND_ON_CLOSE: Final = struct.pack("ii", 0, 0)
"""Values of SO_LINGER: what a closed socket does with data that it has not sent."""


class RequestBodyMiddleware:
    """WSGI middleware: an incomplete request body is an error, and so is a body without a length.

    gunicorn sets `wsgi.input_terminated`, which tells Werkzeug to read until the end of the input.
    A form whose connection breaks would then count as complete. Without that key Werkzeug reads
    Content-Length bytes and answers 400 if fewer arrive. A chunked body has no length to compare
    with: 411.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        if "HTTP_TRANSFER_ENCODING" in environ:
            start_response(LENGTH_REQUIRED, [*HEADERS.items(), ("Content-Length", "0")])
            return []
        environ.pop("wsgi.input_terminated", None)
        return self._app(environ, start_response)


class HeldResponseMiddleware:
    """WSGI middleware: the kernel holds a response back until gunicorn has written it all.

    gunicorn writes headers and body one after the other. If the worker is killed in between, nginx
    has already passed the headers on and cannot ask another node. With this middleware the kernel
    discards what it holds, nginx sees no response at all and asks the next node. A response of more
    than one segment (64 KB on loopback), or one that takes more than 0.2 s, is sent in parts.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; `release_response` must run after it."""
        _hold(environ, True)
        return self._app(environ, start_response)


def release_response(
    _worker: object, _request: object, environ: "WSGIEnvironment", _response: object
) -> None:
    """Let the kernel send the response: gunicorn's server hook `post_request`."""
    _hold(environ, False)


def _hold(environ: "WSGIEnvironment", is_held: bool) -> None:
    connection: socket.socket | None = environ.get("gunicorn.socket")
    if CORK is None or connection is None:
        return
    linger = DISCARD_ON_CLOSE if is_held else SEND_ON_CLOSE
    # On release the socket must send on close before the kernel lets go: killed between the two
    # calls, the worker's whole response is sent instead of a part of it.
    with suppress(OSError):  # the connection is closed already
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.setsockopt(socket.IPPROTO_TCP, CORK, is_held)
