"""What the pages ask of the database: always somebody's own, by an index, and seldom."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.storage.assessments import purge_deleted
from app.storage.devices import purge_devices, unseen_devices
from app.storage.engine import reading, writing
from app.storage.owners import purge_owners
from app.storage.shares import purge_shares
from app.storage.tables import metadata
from config import Settings
from tests.conftest import context_of
from tests.visitor import CLEAR, Visitor
from tests.web.followed import every_button
from tests.web.statements import PURGES, nameless, statements
from tests.web.test_visits import away
from tests.web.walk import walk

MakeApp = Callable[[Settings], Flask]


@pytest.fixture(scope="module")
def walked(app: Flask) -> list[str]:
    """Every statement of a whole walk, and of a visitor who comes back after a day."""
    returning = Visitor(app)
    returning.begin()
    away(app, 25 * 3600)
    with statements(context_of(app).engine) as seen:
        returning.open("/")
        assert any("SET seen_at" in each for each in seen)
        for _ in walk(Visitor(app)):
            pass
        every_button(Visitor(app))
    return seen


def test_every_statement_on_a_persons_tables_names_its_owner(walked: list[str]) -> None:
    assert len(set(walked)) > 15
    assert nameless(walked) == set()


def test_the_pages_touch_no_table_that_this_test_does_not_know(walked: list[str]) -> None:
    tables = {table for each in walked for table in re.findall(r"\b(?:FROM|INTO|(?<!DO )UPDATE|JOIN) (\w+)", each)}
    assert tables == set(metadata.tables) == {"owner", "device", "assessment", "catalogue", "plan", "progress", "share"}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT assessment.name FROM assessment WHERE assessment.number = ?",
        "SELECT assessment.owner FROM assessment",
        "UPDATE assessment SET name=? WHERE assessment.number = ?",
        "DELETE FROM assessment WHERE assessment.deleted_at > ?",
        "UPDATE owner SET seen_at=? WHERE owner.seen_at < ?",
        "UPDATE device SET seen_at=? WHERE device.id = ?",
        "INSERT INTO assessment (number) VALUES (?)",
        "SELECT 1 FROM catalogue JOIN assessment ON assessment.owner = owner.id",
        "SELECT plan.terms FROM plan WHERE plan.number = ?",
        "DELETE FROM plan WHERE plan.number = ? AND plan.terms = ?",
        "INSERT INTO plan (number, terms) VALUES (?, ?) ON CONFLICT (owner, number) DO UPDATE SET terms = ?",
        "SELECT progress.step FROM progress WHERE progress.step = ?",
        "INSERT INTO progress (number, step) SELECT progress.number, progress.step FROM progress",
        "UPDATE progress SET state=? WHERE progress.number = ?",
        "SELECT share.number FROM share WHERE share.ends_at > ?",
        "UPDATE share SET opened_at=? WHERE share.id = ?",
        "SELECT 1 FROM share JOIN assessment ON assessment.owner = share.owner WHERE share.token_hash = ?",
        "SELECT 1 FROM assessment JOIN progress ON progress.owner = assessment.owner WHERE assessment.owner = ?",
    ],
)
def test_a_statement_without_its_owner_is_found(statement: str) -> None:
    assert nameless([statement]) == {statement}


def test_the_purges_are_the_statements_that_are_let_through(app: Flask) -> None:
    engine = context_of(app).engine
    with statements(engine) as seen, writing(engine) as db:
        purge_deleted(db, 0)
        purge_owners(db, 0)
        purge_shares(db, 0)
        unseen_devices(db, 0)
        purge_devices(db, [(0, 0)], 0)
    assert tuple(seen) == PURGES


def test_every_statement_finds_its_rows_by_an_index(app: Flask, walked: list[str]) -> None:
    with reading(context_of(app).engine) as db:
        for statement in set(walked) | set(PURGES):
            if statement.startswith("INSERT") and "SELECT" not in statement:
                continue
            asked = f"EXPLAIN QUERY PLAN {statement}"
            plan = db.exec_driver_sql(asked, (0,) * statement.count("?")).all()
            assert not [step.detail for step in plan if step.detail.startswith("SCAN") and step.detail != "SCAN CONSTANT ROW"], statement


MOST = {
    "/": 2,
    "/assessments": 3,
    "/assessments/1": 5,
    "/assessments/1/plan": 4,
    "/assessments/1/plan/week": 4,
    "/assessments/1/plan/steps/docker.3": 4,
    "/assessments/1/plan.csv": 4,
    "/assessments/1/compare/2": 3,
    "/assessments/1/name": 2,
    "/assessments/1/share": 3,
    "/assessments/3/math": 2,
    "/assessments/3/review": 2,
    "/roles": 1,
    "/example": 1,
    "/example/plan": 1,
    "/privacy": 1,
    "/leave": 2,
    "/return": 1,
    "/return/code": 3,
    "/data": 3,
    "/data/erase": 2,
    "/data/export.json": 7,
    "/data/export.csv": 7,
    "/healthz": 0,
    "/static/style.css": 0,
}
"""Statements that a page may take, the look-up of its owner among them; of a result also whether there is a return code;
of a plan also its terms and its progress, each by its key."""


@pytest.fixture(scope="module")
def learner(app: Flask) -> Visitor:
    """Somebody with two finished assessments and a begun one, whose catalogue has been read before."""
    found = Visitor(app)
    found.finish(CLEAR)
    found.finish(CLEAR)
    found.begin()
    found.put("sql", {"level": 1, "revision": 1}, number=3)
    found.open("/assessments/1")
    return found


@pytest.mark.parametrize("path", MOST)
def test_a_page_takes_few_statements(learner: Visitor, path: str) -> None:
    with statements(context_of(learner.app).engine) as seen:
        assert learner.open(path, follow=False).status == 200
    assert len(seen) <= MOST[path], seen


def test_a_list_takes_as_many_statements_for_many_as_for_one(app: Flask) -> None:
    visitor, counts = Visitor(app), list[int]()
    for number in range(1, 30):
        visitor.post("/assessments")
        visitor.put("sql", {"level": 1, "revision": 1}, number=number)
        if number in {1, 29}:
            with statements(context_of(app).engine) as seen:
                visitor.open("/assessments")
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_answer_takes_three_statements(learner: Visitor) -> None:
    """Its owner, its assessment, the answer."""
    token = learner.token
    with statements(context_of(learner.app).engine) as seen:
        assert learner.put("sql", {"level": 2, "revision": 2}, number=3, token=token).status == 200
    assert len(seen) == 3
