"""What people ask of Orienteer's pages over and over, each an endless run of requests of one person."""

import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import count, cycle

from tests.bench.client import Ask, ask, form
from tests.bench.people import Somebody
from tests.bench.servers import Running
from tests.visitor import AREAS, SKILLS

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SESSION = re.compile(r"session=[^;]+")


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


def listed(person: Somebody) -> Iterator[Ask]:
    return cycle([ask("GET", "/assessments", Cookie=person.cookie)])


def home(person: Somebody | None = None) -> Iterator[Ask]:
    return cycle([ask("GET", "/", Cookie=person.cookie if person else "")])


class Writer:
    """Keeps answers of one person's open assessment: each one differs from the one before and is newer."""

    def __init__(self, running: Running, person: Somebody) -> None:
        self.person, self.revision = person, 1
        self.token, self.cookie = token(running, person)

    def one(self) -> Iterator[Ask]:
        """An answer, as the page's script sends it."""
        for place in count():
            self.revision += 1
            body = json.dumps({"level": self.revision % 5, "revision": self.revision}).encode()
            path = f"/assessments/{self.person.count}/ratings/{SKILLS[place % len(SKILLS)]}"
            yield ask("PUT", path, 200, body, Cookie=self.cookie, X_CSRFToken=self.token, Content_Type="application/json")

    def page(self) -> Iterator[Ask]:
        """An area's answers, as its form sends them: all of them changed."""
        areas = list(AREAS.items())
        for place in count():
            self.revision += 1
            area, skills = areas[place % len(areas)]
            fields = {"csrf_token": self.token, "go": "next"}
            for skill in skills:
                fields |= {skill: str(self.revision % 5), f"base-{skill}": f"{(self.revision - 1) % 5}:{self.revision - 1}"}
            yield form(f"/assessments/{self.person.count}/{area}", fields, self.cookie)


def token(running: Running, person: Somebody) -> tuple[str, str]:
    """A form's token, and the cookies that it belongs to."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    connection.request("GET", f"/assessments/{person.count}/{next(iter(AREAS))}", headers={"Cookie": person.cookie})
    answer = connection.getresponse()
    found, session = TOKEN.search(answer.read().decode()), SESSION.search(answer.headers["Set-Cookie"] or "")
    connection.close()
    assert answer.status == 200
    assert found
    assert session
    return found[1], f"{person.cookie}; {session[0]}"
