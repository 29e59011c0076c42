"""Every cell of the table of routes and actors is requested. Every route of the app is there."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.abuse.scene import ENDED, LIVE, NAME, NOTE, UNNAMED, Scene, send
from tests.abuse.table import ACTORS, CHANGE, OUTCOMES, ROWS, Row, as_markdown
from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.test_bad_input import assert_clear

STATUS = {
    "same": {200},
    "own": {200},
    "shared": {200},
    "file": {200},
    "on": {303, 307},
    "begins": {303},
    "done": {200, 303},
}
STATUS |= {"none": {404}, "wrong": {400}}
CHANGING = {"begins", "done"}
"""Outcomes that may change stored data, and only the owner may change the owner's."""
NO_SESSION = {"static", "theme.choose"}
"""Changes that need no CSRF token: see theme.choose."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")
CELLS = [(row, actor, outcome) for row in ROWS for actor, outcome in row.cells()]
NEW_ON_EVERY_PAGE = re.compile(r'(name="csrf_token" value=|data-token=)"[^"]+"')


def named(cell: object) -> str | None:
    return f"{cell.method} {cell.address}" if isinstance(cell, Row) else None


def routes(app: Flask) -> set[tuple[str, str]]:
    """Return every route with each of its methods."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def ask(
    visitor: Visitor, row: Row, actor: str, token: bool = True, method: str | None = None
) -> Page:
    """Return the row's request by this actor, with a valid token or with a wrong one."""
    return send(visitor, row, actor, visitor.token if token else "none", method or row.method)


def theirs(stage: Scene) -> Iterator[str]:
    """Return the owner's data that nobody else's response may contain."""
    secret = stage.secrets["owner"]
    assert secret
    yield from (NAME, NOTE, secret)
    with_tag = stage.come("owner").open("/assessments/1/name")
    yield next(form.values["assessment"] for form in with_tag.forms if "assessment" in form.values)


def test_every_route_is_in_the_table_and_nothing_else(stage: Scene) -> None:
    """A missing route was not considered: add a line to tests/abuse/table.py."""
    assert {(row.endpoint, row.method) for row in ROWS} == routes(stage.app)


def test_every_row_is_the_route_that_it_says(stage: Scene) -> None:
    there = stage.app.url_map.bind("localhost")
    assert {row: there.match(row.path, row.method)[0] for row in ROWS} == {
        row: row.endpoint for row in ROWS
    }


@pytest.mark.parametrize(("row", "actor", "outcome"), CELLS, ids=named)
def test_each_actor_gets_what_the_table_says(
    stage: Scene, row: Row, actor: str, outcome: str
) -> None:
    stage.restore()
    before, private = stage.owners, tuple(theirs(stage))
    page = ask(stage.come(actor), row, actor)
    assert page.status in STATUS[outcome], page.text
    place = urlsplit(page.headers.get("Location", ""))
    assert not place.netloc
    assert bool(place.path) == (page.status in {303, 307})
    if actor != "owner":
        told = page.html + str(page.headers)
        assert [each for each in private if each in told] == []
    if actor != "owner" or outcome not in CHANGING:
        assert {name: rows for name, rows in stage.owners.items() if name != "share"} == {
            n: r for n, r in before.items() if n != "share"
        }
    if outcome in {"none", "wrong"}:
        assert_clear(page, *STATUS[outcome])


@pytest.mark.parametrize("row", [row for row in ROWS if row.outcomes == CHANGE], ids=named)
def test_the_owner_does_change_what_others_cannot(stage: Scene, row: Row) -> None:
    """Otherwise the rest of the table would prove nothing."""
    stage.restore()
    before = stage.owners
    ask(stage.come("owner"), row, "owner")
    assert stage.owners != before


@pytest.mark.parametrize("actor", ACTORS)
def test_without_a_token_nobody_changes_anything(stage: Scene, actor: str) -> None:
    stage.restore()
    before = stage.owners
    for row in ROWS:
        if row.method != "GET" and row.endpoint not in NO_SESSION:
            assert (row, ask(stage.come(actor), row, actor, token=False).status) == (row, 400)
    assert stage.owners == before


@pytest.mark.parametrize("actor", ACTORS)
def test_a_method_that_a_route_was_not_made_for_is_refused_and_changes_nothing(
    stage: Scene, actor: str
) -> None:
    stage.restore()
    before, made = stage.owners, stage.app.url_map.bind("localhost")
    for row in ROWS:
        page = ask(stage.come(actor), row, actor, method="OPTIONS")
        assert page.status == 200
        for method in METHODS:
            if method not in page.headers["Allow"] or not made.test(row.path, method):
                assert ask(stage.come(actor), row, actor, method=method).status in {400, 405}, (
                    row,
                    method,
                )
    assert stage.owners == before


@pytest.mark.parametrize("actor", ACTORS)
def test_asking_for_the_head_alone_gives_the_same_status_and_no_body(
    stage: Scene, actor: str
) -> None:
    stage.restore()
    before = stage.owners
    for row in ROWS:
        if row.method == "GET" and "pdf" not in row.address:
            whole, head = (
                ask(stage.come(actor), row, actor),
                ask(stage.come(actor), row, actor, method="HEAD"),
            )
            assert (row.address, head.status, head.html) == (row.address, whole.status, "")
    assert {name: rows for name, rows in stage.owners.items() if name != "share"} == {
        n: r for n, r in before.items() if n != "share"
    }


@pytest.mark.parametrize("row", [row for row in ROWS if "<token>" in row.address], ids=named)
def test_a_shared_link_that_never_was_looks_like_one_that_has_ended(stage: Scene, row: Row) -> None:
    stage.restore()
    answers = []
    for token in (ENDED, UNNAMED, "%00", LIVE[:-1], LIVE + "A", LIVE.swapcase(), "x" * 5000):
        page = stage.come("anonymous").open(
            row.address.replace("<token>", token), row.method, follow=False
        )
        shown = page.html.replace(token, "") if token else page.html
        answers.append(
            (page.status, NEW_ON_EVERY_PAGE.sub("", shown), sorted(set(page.headers.keys())))
        )
    assert answers[0][0] == 404
    assert [each for each in answers if each[0] != 404] == []
    assert answers[0] == answers[1]


def test_a_purged_owner_s_cookie_opens_nothing(stage: Scene) -> None:
    stage.restore()
    for row in ROWS:
        expected = dict(row.cells())["expired"]
        if "<token>" not in row.address:
            assert (row, ask(stage.come("purged"), row, "expired").status in STATUS[expected]) == (
                row,
                True,
            )
    assert stage.owners["assessment"]


def test_the_table_for_readers_names_every_route_and_explains_every_word() -> None:
    printed = as_markdown()
    assert printed.count("\n| `") == len(ROWS)
    assert {outcome for _, _, outcome in CELLS} <= OUTCOMES.keys() == STATUS.keys()
    assert all(f"**{word}**" in printed for word in OUTCOMES)
