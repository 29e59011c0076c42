"""Nobody can open or change another owner's data. To others it does not exist."""

import hashlib
import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.storage.engine import reading
from app.storage.tables import assessment, device, plan, progress, share
from tests.conftest import context_of
from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor
from tests.web.private_routes import ASKED, PRIVATE, PUBLIC, Sent

NAMED = re.compile(r"/assessments/\d+|csrf_token\" value=\"[^\"]+")
"""What a page repeats of its own request, and what is new on every page."""


def test_every_route_is_in_one_of_the_tables(app: Flask) -> None:
    """A new private route must be tested with strangers too. Add it to the table."""
    named = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {each for each in named if not each.startswith("reading.")} == PRIVATE.keys() | PUBLIC


def test_every_route_of_the_table_is_where_it_says(app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    for endpoint, requests in PRIVATE.items():
        assert {
            routes.match(path.partition("?")[0], method)[0] for method, path, _ in requests
        } == {endpoint}


@pytest.fixture(scope="module")
def victim(app: Flask) -> Visitor:
    """Return somebody with a finished assessment, one in progress and a deleted one."""
    found = Visitor(app)
    found.finish(CLEAR)
    for number in (2, 3):
        found.post("/assessments")
        found.put("calculus", {"level": 1, "revision": 1}, number=number)
    found.post("/assessments/3/delete")
    found.post("/assessments/1/plan/steps/docker.3", do="done", note="a secret")
    found.post("/assessments/1/plan/steps/python.3", do="leave_out")
    found.post("/assessments/1/share", days="90", ratings="yes", plan="yes")
    return found


def theirs(victim: Visitor) -> list[tuple[object, ...]]:
    """Return all stored data of somebody."""
    cookie = victim.client.get_cookie("orienteer")
    assert cookie
    secret = hashlib.sha256(cookie.value.encode()).digest()
    whose = select(device.c.owner).where(device.c.secret_hash == secret).scalar_subquery()
    queries = [
        select(table).where(table.c.owner == whose).order_by(*table.primary_key)
        for table in (assessment, plan, progress, share)
    ]
    with reading(context_of(victim.app).engine) as db:
        found = [[tuple(row) for row in db.execute(query)] for query in queries]
    assert all(found), "there is something of each kind to lose"
    return [row for rows in found for row in rows]


def ask(visitor: Visitor, method: str, path: str, form: Sent) -> int:
    return asked(visitor, method, path, form).status


def asked(visitor: Visitor, method: str, path: str, form: Sent) -> Page:
    if method == "PUT":
        return visitor.open(
            path, "PUT", headers={"X-CSRFToken": visitor.token}, json={"level": 4, "revision": 9}
        )
    return visitor.post(path, **form) if method == "POST" else visitor.open(path)


def forged(victim: Visitor) -> dict[str, str]:
    """Return cookies that an attacker might try."""
    cookie = victim.client.get_cookie("orienteer")
    assert cookie
    secret, hashed = cookie.value, hashlib.sha256(cookie.value.encode())
    return {
        "guessed": "0" * 43,
        "empty": "",
        "shorter": secret[:-1],
        "longer": secret + "A",
        "very long": secret + "A" * 3000,
        "other case": secret.swapcase(),
        "its hash": hashed.hexdigest(),
        "a number": "1",
        "a wildcard": "%",
        "SQL": "' OR '1'='1",
        "not UTF-8": "\xff\xfe",
        "quoted": '"\\377\\000"',
    }


FORGERIES = (
    "guessed",
    "empty",
    "shorter",
    "longer",
    "very long",
    "other case",
    "its hash",
    "a number",
    "a wildcard",
    "SQL",
    "not UTF-8",
    "quoted",
)


@pytest.mark.parametrize(("method", "path", "form"), ASKED)
def test_a_visitor_without_an_assessment_gets_404(
    app: Flask, victim: Visitor, method: str, path: str, form: Sent
) -> None:
    before = theirs(victim)
    assert ask(Visitor(app), method, path, form) == 404
    assert theirs(victim) == before


@pytest.fixture(scope="module")
def stranger(app: Flask) -> Visitor:
    """Return another owner, who has none of the victim's assessment numbers.

    Of five assessments only the last one is not deleted.
    """
    found = Visitor(app)
    for number in range(1, 6):
        found.post("/assessments")
        found.put("calculus", {"level": 2, "revision": 1}, number=number)
    for number in range(1, 5):
        found.post(f"/assessments/{number}/delete")
    return found


@pytest.mark.parametrize(
    ("method", "path", "form"), [each for each in ASKED if "restore" not in each[1]]
)
def test_another_owner_gets_404(
    victim: Visitor, stranger: Visitor, method: str, path: str, form: Sent
) -> None:
    before = theirs(victim)
    assert ask(stranger, method, path, form) == 404
    assert theirs(victim) == before


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_cookie_opens_nothing(app: Flask, victim: Visitor, forgery: str) -> None:
    cookies = forged(victim)
    assert cookies.keys() == set(FORGERIES)
    before, visitor = theirs(victim), Visitor(app)
    visitor.client.set_cookie("orienteer", cookies[forgery])
    assert {
        (method, path): ask(visitor, method, path, form) for method, path, form in ASKED
    } == dict.fromkeys([each[:2] for each in ASKED], 404)
    assert "/assessments/1" not in visitor.open("/assessments").links
    assert theirs(victim) == before


def test_the_owners_cookie_opens_every_route(app: Flask, victim: Visitor) -> None:
    """The same requests with the owner's cookie succeed in another browser."""
    cookie = victim.client.get_cookie("orienteer")
    assert cookie
    again = Visitor(app)
    again.client.set_cookie("orienteer", cookie.value)
    opened = {
        path: again.client.get(path, follow_redirects=True)
        for method, path, _ in ASKED
        if method == "GET"
    }
    assert {path for path, answer in opened.items() if answer.status_code != 200} == set()
    assert "a secret" in opened["/assessments/1/plan/steps/docker.3"].text


@pytest.mark.parametrize(
    ("method", "path", "form"), [each for each in ASKED if "restore" not in each[1]]
)
def test_what_is_not_there_looks_the_same_as_what_is_anothers(
    victim: Visitor, stranger: Visitor, method: str, path: str, form: Sent
) -> None:
    """The response does not reveal whether a number is taken."""
    free = asked(
        stranger,
        method,
        re.sub(r"(?<=/assessments/)\d+", "999", path),
        form | ({"from": "999"} if "from" in form else {}),
    )
    taken = asked(stranger, method, path, form)
    assert (taken.status, NAMED.sub("", taken.html)) == (free.status, NAMED.sub("", free.html)), (
        taken.text
    )
    assert set(taken.headers.keys()) == set(free.headers.keys())
    assert "a secret" not in taken.html
