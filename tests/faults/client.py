"""A browser's part of HTTP: cookies and an open connection, without redirects and retries."""

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
    """No whole response came, so it is not known whether anything was saved."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: status, headers with lower-case names, and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict[str, Any]:
        """Return the JSON object of the body, or an empty one."""
        with suppress(ValueError):
            found = json.loads(self.body)
            if isinstance(found, dict):
                return found
        return {}


@dataclass
class Client:
    """One browser at one address. `seconds` is its time-out for the next bytes of a response."""

    url: str
    seconds: float = SECONDS
    tls: ssl.SSLContext | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    @property
    def secret(self) -> str:
        """Return the cookie that identifies the owner, or an empty text before a start."""
        return self.cookies.get("orienteer", "") or self.cookies.get("__Host-orienteer", "")

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Reply:
        """Send a form as a browser does."""
        return self.ask("POST", path, urlencode(fields).encode(), FORM)

    def put(self, path: str, sent: object, token: str) -> Reply:
        """Send an answer as the page's script does."""
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
        """Send a request and read the whole response. Raises NoAnswer."""
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
        """Close the connection of a browser that nobody holds any more."""
        self.close()

    def _connect(self) -> http.client.HTTPConnection:
        where = urlsplit(self.url)
        if where.scheme == "https":
            return http.client.HTTPSConnection(
                where.hostname or "", where.port, timeout=self.seconds, context=self.tls
            )
        return http.client.HTTPConnection(where.hostname or "", where.port, timeout=self.seconds)
