"""The requests that people send to Orienteer's pages."""

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from random import Random

from tests.bench.client import Client, Request, Response, Visit, random_answers, submit
from tests.bench.people import Person
from tests.support.visitor import AREAS, SKILLS

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
SESSION = re.compile(r"session=[^;]+")
REVISIONS = count(1_000, 10)
"""Revisions of saved answers. Each is above the stored one, which a form raises by one."""
FIRST_AREA = next(iter(AREAS))
READING = ("/", "/roles", "/method", "/ai-work", "/privacy", "/accessibility")


def start_session(client: Client, person: Person) -> None:
    """Open a question page, as somebody does who comes back. Their newest assessment is open."""
    response = client.send(question_page(person))
    token, session = (
        TOKEN.search(response.body),
        SESSION.search(response.headers["Set-Cookie"] or ""),
    )
    assert token
    assert session
    person.token, person.session = token[1].decode(), session[0]


def home(person: Person) -> Request:
    return _get(person, "/", f"/assessments/{person.assessments}")


def list_page(person: Person) -> Request:
    return _get(person, "/assessments", f"/assessments/{person.assessments}")


def question_page(person: Person, area: str = FIRST_AREA) -> Request:
    return _get(person, f"/assessments/{person.assessments}/{area}", "csrf_token")


def result(person: Person, number: int) -> Request:
    return _get(person, f"/assessments/{number}", "data-status")


def plan(person: Person, number: int) -> Request:
    return _get(person, f"/assessments/{number}/plan", "data-step")


def save_answer(person: Person, skill: str = SKILLS[0]) -> Request:
    """Save one answer as the page's script does."""
    revision = next(REVISIONS)
    body = json.dumps({"level": revision // 10 % 5, "revision": revision}).encode()
    headers = {
        "Cookie": person.cookie,
        "X-CSRFToken": person.token,
        "Content-Type": "application/json",
    }
    return Request(f"/assessments/{person.assessments}/ratings/{skill}", "PUT", body, headers)


def save_page(person: Person, response: Response, chance: Random) -> Request:
    """Send a question page's form with other answers."""
    page = response.page()
    form = page.form(page.path)
    return submit(page, form, random_answers(form, chance) | {"go": "next"}, person.cookie)


def mixed(people: Sequence[Person], seed: int) -> Visit:
    """Do what many people do, in either language: mostly answer.

    Everybody has an open assessment and a finished one.
    """
    chance = Random(seed)
    while True:
        visit = chance.choices(list(MIXTURE), list(MIXTURE.values()))[0](
            chance.choice(people), chance
        )
        yield from _in_language(visit, chance.choice(["ko", "en"]))


def _in_language(visit: Visit, language: str) -> Visit:
    request = next(visit)
    with suppress(StopIteration):
        while True:
            response = yield replace(
                request, headers={**request.headers, "Accept-Language": language}
            )
            request = visit.send(response)


def _get(person: Person, path: str, contains: str = "") -> Request:
    return Request(
        path, headers={"Cookie": person.cookie, "Accept-Language": "en"}, contains=contains.encode()
    )


def _answers(person: Person, chance: Random) -> Visit:
    yield save_answer(person, chance.choice(SKILLS))


def _area(person: Person, chance: Random) -> Visit:
    yield question_page(person, chance.choice(list(AREAS)))


def _form(person: Person, chance: Random) -> Visit:
    response = yield question_page(person, chance.choice(list(AREAS)))
    yield save_page(person, response, chance)


def _result(person: Person, chance: Random) -> Visit:
    yield result(person, person.finished)


def _list(person: Person, chance: Random) -> Visit:
    yield list_page(person)


def _reading(person: Person, chance: Random) -> Visit:
    yield _get(person, chance.choice(READING))


def _plan(person: Person, chance: Random) -> Visit:
    yield plan(person, person.finished)


MIXTURE: dict[Callable[[Person, Random], Visit], int] = {
    _area: 38,
    _answers: 38,
    _form: 6,
    _result: 7,
    _list: 5,
    _reading: 5,
    _plan: 1,
}
"""Visit → its share."""
