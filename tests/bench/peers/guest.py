"""Somebody who fills in a questionnaire by the forms that its pages show, over a connection that stays open; any site's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit

from werkzeug.test import TestResponse

from tests.page import Form, Page

FORM = "application/x-www-form-urlencoded"
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass
class Answer:
    """One answer of a server, as far as `Page` reads it."""

    status_code: int
    headers: Message
    path: str
    body: bytes

    @property
    def request(self) -> SimpleNamespace:
        return SimpleNamespace(path=self.path)

    @property
    def mimetype(self) -> str:
        return self.headers.get_content_type()

    def get_data(self) -> bytes:
        return self.body

    def close(self) -> None:
        """There is nothing left to close."""


@dataclass
class Guest:
    """One browser without script, English, at a port of the loopback."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def open(self, path: str, fields: Mapping[str, str] | None = None) -> Page:
        """The page at the end of all redirects; its status is 200."""
        answer = self._asked(path, fields)
        while answer.status_code in REDIRECTS:
            where = urlsplit(urljoin(path, answer.headers["Location"]))
            path = where.path + (f"?{where.query}" if where.query else "")
            answer = self._asked(path, None)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.body[:300].decode(errors='replace')}"
        return Page(cast(TestResponse, answer))

    def press(self, page: Page, form: Form, fields: Mapping[str, str]) -> Page:
        """Send a form as it stands, with these fields filled in."""
        return self.open(urljoin(page.path, form.action) or page.path, form.values | fields)

    def fill(self, page: Page, form: Form, **more: str) -> Page:
        """Choose an answer to every question of a form, another each time, and send it."""
        names = dict.fromkeys(each["name"] for each in form.fields if each.get("type") == "radio")
        chosen = {}
        for place, name in enumerate(names):
            options = [each["value"] for each in form.fields if each.get("name") == name and each.get("value") not in {"", "skip"}]
            chosen[name] = options[place % len(options)]
        return self.press(page, form, chosen | more)

    def close(self) -> None:
        self.connection.close()

    def _asked(self, path: str, fields: Mapping[str, str] | None) -> Answer:
        headers = {"Accept-Language": "en", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is None:
            self.connection.request("GET", path, headers=headers)
        else:
            self.connection.request("POST", path, urlencode(fields), headers | {"Content-Type": FORM})
        found = self.connection.getresponse()
        for line in found.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(found.status, found.headers, urlsplit(path).path, found.read())
