"""What people ask of Orienteer's pages over and over, each an endless run of requests of one person."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count, cycle

from app.web.questionnaire.forms import bases
from tests.bench.client import Ask, ask, form
from tests.bench.people import Somebody
from tests.bench.servers import Running
from tests.visitor import AREAS, SKILLS

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SESSION = re.compile(r"session=[^;]+")
REVISIONS = count(2)
"""Over all that is written, so that a writer who comes later to the same database is newer too."""


def questions(person: Somebody) -> Iterator[Ask]:
    """Every area's page with its saved answers, in turns."""
    return cycle([ask("GET", f"/assessments/{person.count}/{area}", Cookie=person.cookie) for area in AREAS])


def questions_packed(person: Somebody) -> Iterator[Ask]:
    """The same as a browser asks for them: compressed."""
    return cycle([ask("GET", f"/assessments/{person.count}/{area}", Cookie=person.cookie, Accept_Encoding="gzip") for area in AREAS])


def result(person: Somebody) -> Iterator[Ask]:
    """A finished assessment's, in turns where there are several."""
    last = person.count - person.is_open
    return cycle([ask("GET", f"/assessments/{number}", Cookie=person.cookie) for number in range(max(1, last - 7), last + 1)])


def result_anew(person: Somebody) -> Iterator[Ask]:
    """All of their finished assessments in turns: those of eight people are more than the server remembers, so that each is made anew."""
    return cycle([ask("GET", f"/assessments/{number}", Cookie=person.cookie) for number in range(1, person.count - person.is_open + 1)])


def listed(person: Somebody) -> Iterator[Ask]:
    return cycle([ask("GET", "/assessments", Cookie=person.cookie)])


def home(person: Somebody | None = None) -> Iterator[Ask]:
    return cycle([ask("GET", "/", Cookie=person.cookie if person else "")])


class Writer:
    """Keeps answers of one person's open assessment: each one is newer than any before.

    `cookie` and `token` are a session's and its forms'; whose session it is does not matter.
    """

    def __init__(self, person: Somebody, session: "Session") -> None:
        self.person, self.token = person, session.token
        self.cookie = f"{person.cookie}; {session.cookie}"

    def one(self) -> Iterator[Ask]:
        """An answer, as the page's script sends it."""
        for place in count():
            revision = next(REVISIONS)
            body = json.dumps({"level": revision % 5, "revision": revision}).encode()
            path = f"/assessments/{self.person.count}/ratings/{SKILLS[place % len(SKILLS)]}"
            yield ask("PUT", path, 200, body, Cookie=self.cookie, X_CSRFToken=self.token, Content_Type="application/json")

    def page(self) -> Iterator[Ask]:
        """An area's answers, as its form sends them: all of them changed."""
        areas = list(AREAS.items())
        for place in count():
            revision = next(REVISIONS)
            area, skills = areas[place % len(areas)]
            held = bases((skill, f"{(revision - 1) % 5}.{revision - 1}") for skill in skills)
            fields = {"csrf_token": self.token, "bases": held, "go": "next"} | dict.fromkeys(skills, str(revision % 5))
            yield form(f"/assessments/{self.person.count}/{area}", fields, self.cookie)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's session, and the token of its forms."""

    cookie: str
    token: str

    @classmethod
    def of(cls, running: Running, person: Somebody) -> "Session":
        """From a page of questions of somebody whose newest assessment is open."""
        connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
        connection.request("GET", f"/assessments/{person.count}/{next(iter(AREAS))}", headers={"Cookie": person.cookie})
        answer = connection.getresponse()
        found, cookie = TOKEN.search(answer.read().decode()), SESSION.search(answer.headers["Set-Cookie"] or "")
        connection.close()
        assert answer.status == 200
        assert found
        assert cookie
        return cls(cookie[0], found[1])


def mixed(people: Sequence[Somebody], session: Session, seed: int) -> Iterator[Ask]:
    """What many people do, in either language: mostly answering; each of them has an open assessment and a finished one."""
    chance = random.Random(seed)
    kinds = [_mixture(person, session, "ko" if place % 2 else "en") for place, person in enumerate(people)]
    while True:
        yield next(chance.choices(chance.choice(kinds), WEIGHTS)[0])


WEIGHTS = (40, 34, 10, 6, 5, 4, 1)


def _mixture(person: Somebody, session: Session, language: str) -> tuple[Iterator[Ask], ...]:
    def pages(*paths: str) -> Iterator[Ask]:
        return cycle([ask("GET", path, Cookie=person.cookie, Accept_Language=language) for path in paths])

    writer, finished = Writer(person, session), f"/assessments/{person.count - 1}"
    areas = [f"/assessments/{person.count}/{area}" for area in AREAS]
    reading = ("/", "/roles", "/method", "/ai-work", "/privacy", "/accessibility")
    return (pages(*areas), writer.one(), writer.page(), pages(finished), pages("/assessments"), pages(*reading), pages(f"{finished}/plan"))
