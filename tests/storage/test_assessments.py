"""Assessments: numbered once, frozen once, restorable, and visible to their owner only."""

from dataclasses import asdict

import pytest
from sqlalchemy import Connection, Engine

from app.catalogue.load import load_catalogue
from app.catalogue.snapshot import digest, freeze
from app.storage.answers import Answer
from app.storage.assessment_list import PAGE, list_assessments
from app.storage.assessments import (
    Assessment,
    find_assessment,
    finish_assessment,
    rename_assessment,
    save_answers,
    set_hours_a_week,
    set_target,
    start_assessment,
    start_first_assessment,
)
from app.storage.deletion import delete_assessment, purge_deleted, restore_assessment
from app.storage.engine import reading, writing
from app.storage.owners import find_owner
from app.storage.snapshots import load_snapshot
from tests.storage.conftest import NOW, new_owner
from tests.support.strategies import make_catalogue

ANSWERS = {"python": Answer(3, 4), "sql": Answer(None, 2)}


def found(db: Connection, owner: int, number: int) -> Assessment:
    one = find_assessment(db, owner, number, lock=True)
    assert one
    return one


def begun(db: Connection, owner: int, answered: bool = True, start_from: int | None = None) -> int:
    number = start_assessment(db, owner, NOW, start_from)
    if answered:
        save_answers(db, found(db, owner, number), ANSWERS)
    return number


def test_a_second_start_returns_the_empty_one(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        assert [begun(db, owner, answered=False) for _ in range(3)] == [1, 1, 1]
        begun(db, owner)
        assert begun(db, owner, answered=False) == 2, "one with an answer is not empty"
        delete_assessment(db, owner, 2, NOW)
        assert begun(db, owner, answered=False) == 3, "a deleted one is not used again"


def test_a_skip_is_an_answer(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        save_answers(
            db, found(db, owner, start_assessment(db, owner, NOW)), {"python": Answer(None, 1)}
        )
        assert start_assessment(db, owner, NOW) == 2


def test_a_finished_empty_one_is_not_returned_again(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        finish_assessment(db, owner, start_assessment(db, owner, NOW), NOW, load_catalogue(), "{}")
        assert start_assessment(db, owner, NOW) == 2


def test_a_new_one_starts_from_an_earlier_ones_answers_at_their_first_revision(
    engine: Engine, owner: int
) -> None:
    with writing(engine) as db:
        first = begun(db, owner)
        second = start_assessment(db, owner, NOW, first)
        copied = found(db, owner, second)
        assert (second, copied.started_from) == (2, first)
        assert copied.answers == {
            skill: Answer(answer.level, 1) for skill, answer in ANSWERS.items()
        }
        save_answers(db, copied, {"python": Answer(0, 2)})
        assert found(db, owner, first).answers == ANSWERS, "the earlier one stays as it was"


def test_nobody_starts_from_anothers_answers(engine: Engine, owner: int) -> None:
    stranger = new_owner(engine)
    with writing(engine) as db:
        theirs = begun(db, stranger)
        mine = start_assessment(db, owner, NOW, theirs)
        assert found(db, owner, mine).answers == {}


@pytest.mark.parametrize("purged", [False, True])
def test_a_number_is_never_used_again(engine: Engine, owner: int, purged: bool) -> None:
    with writing(engine) as db:
        assert [begun(db, owner) for _ in range(3)] == [1, 2, 3]
        for number in (3, 2, 1):
            delete_assessment(db, owner, number, NOW)
        if purged:
            assert purge_deleted(db, NOW + 1) == 3
        assert begun(db, owner) == 4


def test_each_owner_counts_from_one(engine: Engine, owner: int) -> None:
    stranger = new_owner(engine)
    with writing(engine) as db:
        assert [begun(db, each) for each in (owner, stranger, owner, stranger)] == [1, 1, 2, 2]


def test_a_second_finish_changes_nothing(engine: Engine, owner: int) -> None:
    ours, other = (
        load_catalogue(),
        make_catalogue(["a", "b"], {"x": [1_000_000, 0], "y": [0, 1_000_000]}),
    )
    with writing(engine) as db:
        number = begun(db, owner)
        finish_assessment(db, owner, number, NOW, ours, "first")
        finish_assessment(db, owner, number, NOW + 9, other, "second")
        one = found(db, owner, number)
    assert (one.finished_at, one.result, one.catalogue) == (NOW, "first", digest(ours))


def test_the_catalogue_is_stored_once_and_read_unchanged(engine: Engine, owner: int) -> None:
    ours = load_catalogue()
    with writing(engine) as db:
        for number in (begun(db, owner), begun(db, owner)):
            finish_assessment(db, owner, number, NOW, ours, "{}")
        assert freeze(load_snapshot(db, digest(ours))) == freeze(ours)


CHANGES = {
    "name": lambda db, owner: rename_assessment(db, owner, 1, "mine"),
    "aim": lambda db, owner: set_target(db, owner, 1, "ml_engineer", "lead"),
    "pace": lambda db, owner: set_hours_a_week(db, owner, 1, 9),
    "delete": lambda db, owner: delete_assessment(db, owner, 1, NOW),
    "finish": lambda db, owner: finish_assessment(db, owner, 1, NOW, load_catalogue(), "{}"),
    "restore": lambda db, owner: restore_assessment(db, owner, 1),
    "begin": lambda db, owner: start_assessment(db, owner, NOW),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_reaches_nobody_elses_assessment_of_the_same_number(
    engine: Engine, owner: int, name: str
) -> None:
    stranger = new_owner(engine)
    with writing(engine) as db:
        begun(db, owner)
        begun(db, stranger)
        before, whole = asdict(found(db, stranger, 1)), asdict(found(db, owner, 1))
        CHANGES[name](db, owner)
        assert asdict(found(db, stranger, 1)) == before
        mine = find_assessment(db, owner, 1)
        changed = mine is None or asdict(mine) != whole
    assert changed == (name not in {"restore", "begin"})


def test_an_empty_name_removes_the_name(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        begun(db, owner)
        rename_assessment(db, owner, 1, "mine")
        rename_assessment(db, owner, 1, "")
        assert found(db, owner, 1).name is None


def test_the_list_has_the_newest_first_and_as_many_as_asked_for(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        for _ in range(PAGE + 2):
            begun(db, owner)
    with reading(engine) as db:
        listed = list_assessments(db, owner, PAGE + 1)
        assert [each.number for each in listed] == list(range(PAGE + 2, 1, -1))
        assert list_assessments(db, new_owner(engine)) == []


def test_a_new_owner_starts_with_the_first_assessment(engine: Engine) -> None:
    with writing(engine) as db:
        secret, number = start_first_assessment(db, NOW)
        one = find_owner(db, secret)
        assert one
        first = found(db, one.id, number)
        assert (number, first.answers, first.begun_at, first.started_from, first.finished_at) == (
            1,
            {},
            NOW,
            None,
            None,
        )
        assert start_assessment(db, one.id, NOW) == 1, "it has not been answered yet"
        save_answers(db, first, ANSWERS)
        assert start_assessment(db, one.id, NOW) == 2, "its number is taken"
