"""A visitor of a site in another process, by its forms and links over real connections."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.test import Client

from tests.nodes.nginx import trusting
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

HOP = {"connection", "transfer-encoding", "keep-alive"}
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Far:
    """A WSGI application that forwards each request to the address."""

    url: str

    def test_client(self) -> "FarClient":
        return FarClient(self)

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        headers = {
            name[5:].replace("_", "-").title(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        if kind := environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = kind
        question = environ["QUERY_STRING"]
        path = environ["PATH_INFO"].encode("latin-1").decode() + (
            f"?{question}" if question else ""
        )
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        where = urlsplit(self.url)
        connection = HTTPSConnection(
            where.hostname or "", where.port, timeout=SECONDS, context=trusting()
        )
        connection.request(environ["REQUEST_METHOD"], path, body, headers)
        came = connection.getresponse()
        content = came.read()
        connection.close()
        begin: Callable[[str, list[tuple[str, str]]], object] = start
        begin(
            f"{came.status} {came.reason}",
            [(name, value) for name, value in came.getheaders() if name.lower() not in HOP],
        )
        return [content]


class FarClient(Client):
    """A cookie jar.

    The Host header that a visitor sets here is not sent; the other end knows its own.
    """

    def __init__(self, app: Far) -> None:
        super().__init__(app)
        self.environ_base: dict[str, Any] = {}


def far_visitor(url: str, language: str = "en") -> Visitor:
    """Return somebody new at that address."""
    # A visitor needs no more of an application.
    return Visitor(Far(url), language, "https://127.0.0.1")
