"""Somebody who fills in a questionnaire by the forms that its pages show, over a connection that stays open; any site's."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from http.cookies import SimpleCookie
from random import Random
from types import SimpleNamespace
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit

from werkzeug.test import TestResponse

from tests.page import Form, Page

FORM = "application/x-www-form-urlencoded"
CHANCE = Random(40)
"""One for all, so that nobody answers as another has: what is found out from answers is found out for each."""
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Asked:
    """A step of a way: a page to open, or a form to send."""

    path: str
    fields: Mapping[str, str] | None = None


Way = Generator[Asked, Page, None]
"""Step by step from page to page: what is asked next, once the page has come."""


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

    def send(self, asked: Asked) -> Answer:
        """The answer at the end of all redirects; its status is 200."""
        path, answer = asked.path, self._sent(asked)
        while answer.status_code in REDIRECTS:
            where = urlsplit(urljoin(path, answer.headers["Location"]))
            path = where.path + (f"?{where.query}" if where.query else "")
            answer = self._sent(Asked(path))
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.body[:300].decode(errors='replace')}"
        return answer

    def close(self) -> None:
        self.connection.close()

    def _sent(self, asked: Asked) -> Answer:
        try:
            found = self._answered(asked)
        except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):  # it does not wait for long: another connection, as browsers do
            self.connection.close()
            found = self._answered(asked)
        for line in found.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(found.status, found.headers, urlsplit(asked.path).path, found.read())

    def _answered(self, asked: Asked) -> HTTPResponse:
        headers = {"Accept-Language": "en", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if asked.fields is None:
            self.connection.request("GET", asked.path, headers=headers)
        else:
            self.connection.request("POST", asked.path, urlencode(asked.fields), headers | {"Content-Type": FORM})
        return self.connection.getresponse()


def press(page: Page, form: Form, fields: Mapping[str, str]) -> Asked:
    """A form as it stands, with these fields filled in."""
    return Asked(urljoin(page.path, form.action) or page.path, form.values | fields)


def fill(page: Page, form: Form, dice: Random, **more: str) -> Asked:
    """An answer to every question of a form, by chance."""
    names = dict.fromkeys(each["name"] for each in form.fields if each.get("type") == "radio")
    chosen = {}
    for name in names:
        options = [each["value"] for each in form.fields if each.get("name") == name and each.get("value") not in {"", "skip"}]
        chosen[name] = dice.choice(options)
    return press(page, form, chosen | more)


def side_by_side(port: int, way: Callable[[Random], Way], people: int) -> None:
    """So many go the same way, each with answers of their own, and a step further when all have made the one before.

    What they read and fill in is between the steps: a server that rests while this process reads a page on the same processor spends three
    times as long on an empty page as one that is asked again and again, and hardly anything of that is the server's own.
    """
    guests, ways = [Guest(port) for _ in range(people)], [way(CHANCE) for _ in range(people)]
    asked = [next(each) for each in ways]
    while asked:
        answers = [guest.send(each) for guest, each in zip(guests, asked, strict=True)]
        asked = [on for each, answer in zip(ways, answers, strict=True) if (on := _on(each, Page(cast(TestResponse, answer))))]
    for guest in guests:
        guest.close()


def _on(way: Way, page: Page) -> Asked | None:
    """The next step; None at the end of the way."""
    try:
        return way.send(page)
    except StopIteration:
        return None
