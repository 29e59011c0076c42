"""A client with eight open connections, one for each thread. It checks every response."""

from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, RemoteDisconnected
from random import Random
from threading import local
from urllib.parse import urlencode, urljoin

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from tests.support.page import Form, Page

CONNECTIONS = 8
TIMEOUT_SECONDS = 60
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Request:
    """A request, the status that must come back, and bytes that the response must contain."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    contains: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    path: str
    headers: Message
    body: bytes
    status: int

    def page(self) -> Page:
        """Parse the response with its forms."""
        request = EnvironBuilder(self.path).get_request()
        return Page(
            TestResponse([self.body], str(self.status), Headers(self.headers.items()), request)
        )


Visit = Generator[Request, Response, None]
"""The requests of a visitor, each made from the response to the last one."""


class Client:
    """Sends requests to a port on loopback. Closing it closes its connections."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._local = local()
        self._threads = ThreadPoolExecutor(CONNECTIONS)
        self._connections: list[HTTPConnection] = []

    def close(self) -> None:
        self._threads.shutdown()
        for each in self._connections:
            each.close()

    def send(self, request: Request) -> Response:
        """Send over this thread's connection. Raises AssertionError for an unexpected response."""
        response = self.exchange(request)
        is_right = response.status == request.status and request.contains in response.body
        assert is_right, (
            f"{request}: {response.status} {response.body[:400].decode(errors='replace')}"
        )
        return response

    def exchange(self, request: Request) -> Response:
        """Send over this thread's connection and accept any response."""
        try:
            return self._exchange(request)
        except (
            RemoteDisconnected,
            ConnectionResetError,
            BrokenPipeError,
        ):
            # The server closed an idle connection.
            self._connection().close()
            return self._exchange(request)

    def send_all(self, requests: Sequence[Request]) -> None:
        """Send them over all connections at once."""
        list(self._threads.map(self.send, requests))

    def drive(self, visits: Sequence[Visit], count: int) -> None:
        """Run up to CONNECTIONS endless visits at once until they have sent `count` requests."""
        list(self._threads.map(self._drive, visits, [count // len(visits)] * len(visits)))

    def _drive(self, visit: Visit, count: int) -> None:
        request = next(visit)
        for _ in range(count - 1):
            request = visit.send(self.send(request))
        self.send(request)

    def _connection(self) -> HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
            self._connections.append(self._local.connection)
        connection: HTTPConnection = self._local.connection
        return connection

    def _exchange(self, request: Request) -> Response:
        connection = self._connection()
        connection.request(request.method, request.path, request.body, dict(request.headers))
        response = connection.getresponse()
        return Response(request.path, response.headers, response.read(), response.status)


def submit(
    page: Page, form: Form, fields: Mapping[str, str], cookie: str = "", status: int = 303
) -> Request:
    """Return the request that sends a page's form with these values."""
    path = urljoin(page.path, form.action) or page.path
    headers = {"Content-Type": FORM_TYPE, "Cookie": cookie}
    return Request(path, "POST", urlencode(form.values | fields).encode(), headers, status)


def random_answers(form: Form, chance: Random) -> dict[str, str]:
    """Choose one option of every question."""
    options: dict[str, list[str]] = {}
    for each in form.fields:
        if each.get("type") == "radio" and each.get("value") not in {"", "skip"}:
            options.setdefault(each["name"], []).append(each["value"])
    return {name: chance.choice(values) for name, values in options.items()}
