"""A person driven at random, who uses what a page offers and types words nobody else types."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from app.storage.engine import Engine, reading
from app.storage.owners import find_owner
from app.web.auth import TAG_DIGITS
from tests.abuse.scene import COOKIE, Rows, rows_of
from tests.support.page import Attributes, Form, Page
from tests.support.visitor import Visitor

TYPED = {"text", "search", "email", "url", "tel", ""}
NUMBERS = ("1", "6", "40", "0", "many")
MARK = "mark"
"""How the words that a person types begin."""
DAYS = ("2027-01-04", "2027-09-06", "", "soon")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SECRETS = re.compile(r'<(?:code|output|a)[^>]* data-(?:secret|token|code|link)="([^"]+)"')
"""What a page shows only once: a return code, a shared link."""

Answer = tuple[int, bytes, bytes]
"""Status, body and headers."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a page offers: a link, or a button with the fields filled in for it."""

    to: str
    form: Form | None = None
    button: Attributes | None = None


class Fields(Page):
    """A page whose forms include text areas."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "textarea" and self._form:
            self._form.fields.append(
                {name: value or "" for name, value in attrs} | {"type": "textarea"}
            )

    def acts(self) -> Iterator[Act]:
        """Return every link and every button of this site."""
        for link in self.links:
            to = urljoin(self.path, link).partition("#")[0]
            if not urlsplit(to).netloc and not link.startswith("#"):
                yield Act(to)
        for form in self.forms:
            for button in form.buttons or [{}]:
                yield Act(
                    urljoin(self.path, button.get("formaction") or form.action or self.path),
                    form,
                    button,
                )


@dataclass
class Wanderer:
    """One browser, the page that it shows, and what only its owner may see."""

    name: str
    visitor: Visitor
    page: Fields
    private: set[str] = field(default_factory=set)
    written: int = 0
    reached: set[tuple[str, str]] = field(default_factory=set)
    """Endpoint and method of responses with this person's own data."""
    answers: list[Answer] = field(default_factory=list)
    """Responses to the last request, one for each address on its way."""
    repeated: set[str] = field(default_factory=set)
    """The other person's words that this person has sent."""

    @classmethod
    def arrive(cls, visitor: Visitor, name: str) -> "Wanderer":
        return cls(name, visitor, Fields(visitor.client.get("/")))

    def whose(self, engine: Engine) -> int | None:
        """The owner's number in the database.

        None before a start, after erasing, and in a signed-out browser.
        """
        cookie = self.visitor.client.get_cookie(COOKIE)
        with reading(engine) as db:
            found = find_owner(db, cookie.value) if cookie else None
        return found.id if found else None

    def rows(self, engine: Engine) -> Rows:
        whose = self.whose(engine)
        return rows_of(engine, whose) if whose is not None else {}

    def ask(self, to: str, method: str = "GET", **options: object) -> Fields:
        """Send a request and follow redirects. Every page on the way counts."""
        response = self.visitor.client.open(to, method=method, follow_redirects=True, **options)  # type: ignore[arg-type]
        hops = [*response.history, response]
        self.answers = [
            (each.status_code, each.get_data(), str(each.headers).encode()) for each in hops
        ]
        first = hops[0].request
        self.note_route(first.path, method, hops[0].status_code)
        page = Fields(response)
        if response.mimetype == "text/html" and not to.startswith("/static"):
            self.page = page
        return page

    def note_route(self, path: str, method: str, status: int) -> None:
        if status < 400:
            self.reached.add(
                (self.visitor.app.url_map.bind("localhost").match(path, method)[0], method)
            )

    def do(self, act: Act, choose: Callable[[int], int], **instead: str) -> list[str]:
        """Follow a link, or fill in a form and press its button.

        Return the address and the fields' values.
        """
        if act.form is None:
            self.ask(act.to)
            return [act.to]
        sent = self.filled(act.form, choose) | (instead if "csrf_token" in act.form.values else {})
        if act.button and act.button.get("name"):
            sent[act.button["name"]] = act.button.get("value", "")
        if act.form.attributes.get("method", "get") == "get":
            self.ask(act.to, query_string=sent)
        else:
            self.ask(act.to, "POST", data=sent)
        return [act.to, *sent.values()]

    def forget_echoes(self, other: "Wanderer", sent: list[str]) -> None:
        """Remove from the responses what this person sent of the other's, which is not a leak.

        Tags and tokens may come back once. The other's words may have been saved, or be in this
        page's links, and so come back later.
        """
        echoes = {each for each in other.private for value in sent if each in value}
        self.repeated |= {each for each in echoes if each.startswith(MARK)}
        for each in (value.encode() for value in echoes | self.repeated):
            self.answers = [
                (status, body.replace(each, b""), headers.replace(each, b""))
                for status, body, headers in self.answers
            ]

    def filled(self, form: Form, choose: Callable[[int], int]) -> dict[str, str]:
        """Return the form's values with own words in text fields and some random choices."""
        sent = form.values
        for each in form.fields:
            kind, name = each.get("type", ""), each.get("name", "")
            if not name or kind == "hidden":
                continue
            if kind == "textarea" or (
                kind in TYPED
                and each.get("inputmode") != "numeric"
                and "value" in each | {"value": ""}
            ):
                sent[name] = (
                    self.words(each)
                    if "maxlength" not in each or int(each["maxlength"]) > 30
                    else each.get("value", "")
                )
            elif kind == "radio" and choose(3):
                sent[name] = each["value"] if choose(2) else sent.get(name, each["value"])
            elif kind == "number" or each.get("inputmode") == "numeric":
                sent[name] = (
                    NUMBERS[choose(len(NUMBERS))] if choose(3) == 0 else each.get("value", "")
                )
            elif kind == "date":
                sent[name] = DAYS[choose(len(DAYS))]
        return sent

    def words(self, of: Attributes) -> str:
        """Return new words that nobody else types."""
        self.written += 1
        found = f"{MARK}{self.name}{self.written:04d}{of.get('name', '')[:6]}"
        self.private.add(found)
        return found

    def put(self, path: str, level: int) -> Fields:
        """Return what the page's script sends for one answer."""
        return self.ask(
            path,
            "PUT",
            json={"level": level % 5, "revision": 9},
            headers={"X-CSRFToken": self.visitor.token},
        )

    def learn(self, engine: Engine) -> None:
        """Note what must stay private: cookies, tokens, tags, ids and stored values."""
        for name in (COOKIE, "session"):
            cookie = self.visitor.client.get_cookie(name)
            if cookie and cookie.value:
                self.private.add(cookie.value)
                self.private |= set(_inside(cookie.value)) if name == "session" else set()
        self.private |= set(TOKEN.findall(self.page.html)) | set(SECRETS.findall(self.page.html))
        whose = self.whose(engine)
        if whose is not None:
            own = hashlib.sha256(str(whose).encode()).hexdigest()[:TAG_DIGITS]
            self.private |= {str(whose), own}
            for row in rows_of(engine, whose)["assessment"]:
                self.private.add(f"{own}-{row[1]}")

    def found_in(self, answers: list[Answer]) -> list[str]:
        """Return which of this person's data is in somebody's responses."""
        return [
            each
            for each in self.private
            for _, body, headers in answers
            if each.encode() in body or each.encode() in headers
        ]


def _inside(session: str) -> Iterator[str]:
    """Return the CSRF token in a session cookie, which is signed but not encrypted."""
    payload = session.strip(".").split(".")[0]
    try:
        read = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return
    if isinstance(read, dict) and "csrf_token" in read:
        yield read["csrf_token"]
