"""What following a plan asks of the database: its owner's rows, and no more of them when more is done."""

import re

import pytest
from flask import Flask

from tests.conftest import context_of
from tests.visitor import CLEAR, Visitor
from tests.web.followed import every_button
from tests.web.test_queries import nameless, statements

KINDS = ("FROM TABLE WHERE", "INSERT INTO TABLE ", "INSERT INTO TABLE .*DO UPDATE SET", "DELETE FROM TABLE ")


@pytest.fixture(scope="module")
def followed(app: Flask) -> list[str]:
    """Every statement of somebody who follows a plan by every button."""
    with statements(context_of(app).engine) as seen:
        every_button(Visitor(app))
    return seen


@pytest.mark.parametrize("table", ["plan", "progress"])
def test_all_that_is_done_with_a_plan_names_its_owner(followed: list[str], table: str) -> None:
    """Read, kept anew, replaced, and taken away, and always somebody's."""
    there = {kind for kind in KINDS for each in followed if re.search(kind.replace("TABLE", table), each)}
    assert there == set(KINDS)
    assert nameless(followed) == set()


def test_a_plan_takes_as_many_statements_with_many_steps_done_as_with_none(visitor: Visitor) -> None:
    counts = list[int]()
    visitor.finish(CLEAR)
    for step in (None, "docker.3", "python.2", "sql.1", "calculus.0"):
        if step:
            visitor.post(f"/assessments/1/plan/steps/{step}", do="done", note="mine")
        with statements(context_of(visitor.app).engine) as seen:
            visitor.open("/assessments/1/plan")
        counts.append(len(seen))
    assert counts == [4] * 5


def test_home_asks_once_whether_the_latest_plan_is_followed(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    with statements(context_of(visitor.app).engine) as seen:
        visitor.open("/")
    assert len(seen) == 3, seen
