"""A browser's part of HTTP: cookies are kept and the connection stays open; nothing is followed, and nothing tried again by itself."""

import http.client
import json
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

SECONDS = 30
FORM = "application/x-www-form-urlencoded"


class NoAnswer(Exception):
    """The request was sent, or could not be, and no whole answer came: whether anything was kept is not known."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, headers by their names in lower case, and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object of the body; empty when it is none."""
        with suppress(ValueError):
            found = json.loads(self.body)
            if isinstance(found, dict):
                return found
        return {}


@dataclass
class Client:
    """One browser at one address; `seconds` is how long it waits for the next bytes of an answer."""

    url: str
    seconds: float = SECONDS
    tls: ssl.SSLContext | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    @property
    def secret(self) -> str:
        """The cookie that says whose the assessments are; empty before one was begun."""
        return self.cookies.get("orienteer", "") or self.cookies.get("__Host-orienteer", "")

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Reply:
        """A form as a browser sends it."""
        return self.ask("POST", path, urlencode(fields).encode(), FORM)

    def put(self, path: str, sent: object, token: str) -> Reply:
        """What the page's script sends."""
        return self.ask(
            "PUT", path, json.dumps(sent).encode(), "application/json", {"X-CSRFToken": token}
        )

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str = "",
        more: dict[str, str] | None = None,
    ) -> Reply:
        """Send a request and read the whole answer. Raises NoAnswer."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "en",
        } | (more or {})
        if kind:
            headers["Content-Type"] = kind
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.request(method, path, body, headers)
            came = self._connection.getresponse()
            reply = Reply(
                came.status, {name.lower(): value for name, value in came.getheaders()}, came.read()
            )
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(f"{method} {path}: {error!r}") from error
        for cookie in came.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def __del__(self) -> None:
        """A browser that nobody holds any more holds no connection."""
        self.close()

    def _connect(self) -> http.client.HTTPConnection:
        where = urlsplit(self.url)
        if where.scheme == "https":
            return http.client.HTTPSConnection(
                where.hostname or "", where.port, timeout=self.seconds, context=self.tls
            )
        return http.client.HTTPConnection(where.hostname or "", where.port, timeout=self.seconds)
