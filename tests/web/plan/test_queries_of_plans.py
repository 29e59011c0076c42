"""The number of statements for a followed plan does not grow with the steps done."""

import re

import pytest
from flask import Flask

from tests.conftest import context_of
from tests.support.visitor import CLEAR, Visitor
from tests.web.plan.plan_pages import PLAN, every_button
from tests.web.statements import nameless, statements

KINDS = (
    "FROM TABLE WHERE",
    "INSERT INTO TABLE ",
    "INSERT INTO TABLE .*DO UPDATE SET",
    "DELETE FROM TABLE ",
)


@pytest.fixture(scope="module")
def followed(app: Flask) -> list[str]:
    """Return every statement for somebody who uses every button of a plan."""
    with statements(context_of(app).engine) as seen:
        every_button(Visitor(app))
    return seen


@pytest.mark.parametrize("table", ["plan", "progress"])
def test_all_that_is_done_with_a_plan_names_its_owner(followed: list[str], table: str) -> None:
    """Holds for selects, inserts, updates and deletes."""
    there = {
        kind for kind in KINDS for each in followed if re.search(kind.replace("TABLE", table), each)
    }
    assert there == set(KINDS)
    assert nameless(followed) == set()


def test_a_plan_takes_as_many_statements_with_many_steps_done_as_with_none(
    visitor: Visitor,
) -> None:
    counts = list[int]()
    visitor.finish(CLEAR)
    for step in (None, "docker.3", "python.2", "sql.1", "calculus.0"):
        if step:
            visitor.post(f"{PLAN}/steps/{step}", do="done", note="mine")
        with statements(context_of(visitor.app).engine) as seen:
            visitor.open(PLAN)
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_home_takes_as_many_statements_with_many_steps_done_as_with_none(visitor: Visitor) -> None:
    counts = list[int]()
    visitor.finish(CLEAR)
    for step in (None, "docker.3", "python.2"):
        if step:
            visitor.post(f"{PLAN}/steps/{step}", do="done")
        with statements(context_of(visitor.app).engine) as seen:
            visitor.open("/")
        counts.append(len(seen))
    assert len(set(counts)) == 1


READ = 4
"""What a plan takes that is only shown: its owner, its assessment, its terms, its progress."""
SENT = [
    (f"{PLAN}/steps/sql.1", {"do": "begun", "note": "mine"}, 2 * READ - 1 + 5),
    (f"{PLAN}/steps/sql.1", {"do": "leave_out"}, 2 * READ - 1 + 5),
    (PLAN, {"hours": "7"}, 2 * READ - 1 + 5),
    (PLAN, {"hours": "7", "role": "dl_engineer", "stage": "lead"}, 2 * READ - 1 + 6),
    (f"{PLAN}/steps/sql.1", {"note": "n" * 1001}, READ),
    (f"{PLAN}/steps/sql.1", {"note": "mine", "lang": "ko"}, READ),
    (PLAN, {"hours": "many"}, READ),
    (PLAN, {"hours": "7", "lang": "ko"}, READ),
]


@pytest.mark.parametrize(("path", "form", "most"), SENT)
def test_a_form_loads_the_plan_before_and_after_saving_and_once_if_it_saves_nothing(
    visitor: Visitor, path: str, form: dict[str, str], most: int
) -> None:
    visitor.finish(CLEAR)
    visitor.post(PLAN, hours="6")
    sent = {"csrf_token": visitor.token, **form}
    with statements(context_of(visitor.app).engine) as seen:
        visitor.open(path, "POST", follow=False, data=sent)
    assert len(seen) <= most, seen
