"""WSGI middleware that makes the application read each request body to its stated length."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from app.headers import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LENGTH_REQUIRED: Final = f"{HTTPStatus.LENGTH_REQUIRED.value} {HTTPStatus.LENGTH_REQUIRED.phrase}"


class RequestBodyMiddleware:
    """Lets Werkzeug notice a body that ends early, and refuses bodies whose length is not stated.

    gunicorn sets `wsgi.input_terminated`, which tells Werkzeug to read until the end of the input. A form whose connection
    breaks would then count as whole. Without that key Werkzeug reads Content-Length bytes and answers 400 when fewer come.
    A chunked body has no length to compare with: 411.
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
