"""Terms and progress are deleted with their assessment and have constraints."""

from collections.abc import Mapping

import pytest
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from app.storage.databases.migrate import migrate, migrate_down
from app.storage.deletion import delete_assessment, purge_deleted, restore_assessment
from app.storage.engine import writing
from app.storage.owners import purge_owners
from app.storage.tables import owner as owners
from app.storage.tables import plan, progress
from tests.storage.conftest import NOW, new_owner
from tests.storage.test_assessments import ANSWERS, begun, found
from tests.storage.test_plans import everything, save_some


@pytest.fixture
def one(engine: Engine, owner: int) -> int:
    """Return an owner with one assessment, number 1, with terms and progress."""
    with writing(engine) as db:
        begun(db, owner)
        save_some(db, owner)
    return owner


def rows(db: Connection) -> dict[int, tuple[int, int]]:
    """Return the number of rows of terms and of progress by owner."""
    terms, steps = ([*db.scalars(select(table.c.owner))] for table in (plan, progress))
    return {owner: (terms.count(owner), steps.count(owner)) for owner in {*terms, *steps}}


def test_a_plan_is_restored_and_purged_with_its_assessment(engine: Engine, one: int) -> None:
    with writing(engine) as db:
        save_some(db, one, begun(db, one))
        whole = everything(db, one)
        delete_assessment(db, one, 1, NOW)
        assert purge_deleted(db, NOW) == 0
        restore_assessment(db, one, 1)
        assert everything(db, one) == whole
        delete_assessment(db, one, 1, NOW)
    with writing(engine) as db:
        assert purge_deleted(db, NOW + 1) == 1
        assert everything(db, one) == (None, {})
        assert everything(db, one, 2) == whole, "the other assessment's plan stays"


def test_purging_an_owner_deletes_terms_and_progress(engine: Engine, one: int) -> None:
    here = new_owner(engine)
    with writing(engine) as db:
        begun(db, here)
        save_some(db, here)
        assert rows(db) == {here: (1, 1), one: (1, 1)}
        db.execute(update(owners).where(owners.c.id == one).values(seen_at=0))
    with writing(engine) as db:
        assert purge_owners(db, NOW) == 1
        assert rows(db) == {here: (1, 1)}


STEP: dict[str, object] = {
    "number": 1,
    "step": "python.1",
    "state": "done",
    "earlier": "open",
    "note": None,
    "changed_at": NOW,
}
REFUSED: dict[str, tuple[str, Mapping[str, object]]] = {
    "a state that is none": ("progress", {"state": "half"}),
    "no state": ("progress", {"state": None}),
    "no earlier state": ("progress", {"earlier": None}),
    "an earlier state that is none": ("progress", {"earlier": "half"}),
    "done before it was done": ("progress", {"earlier": "done"}),
    "an open step with an earlier state": ("progress", {"state": "open", "earlier": "begun"}),
    "a step in progress with an earlier state": (
        "progress",
        {"state": "begun", "earlier": "begun"},
    ),
    "an empty note": ("progress", {"note": ""}),
    "a note too long": ("progress", {"note": "가" * 1001}),
    "a step without name": ("progress", {"step": ""}),
    "a step too long": ("progress", {"step": "s" * 61}),
    "progress in an assessment that is not there": ("progress", {"number": 2}),
    "nobody's progress": ("progress", {"owner": 0}),
    "terms without end": ("plan", {"terms": "t" * 20_001}),
    "empty terms": ("plan", {"terms": ""}),
    "terms of an assessment that is not there": ("plan", {"number": 2}),
    "nobody's terms": ("plan", {"owner": 0}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_invalid_rows_are_refused_by_the_database(engine: Engine, one: int, name: str) -> None:
    where, wrong = REFUSED[name]
    table, row = (progress, STEP) if where == "progress" else (plan, {"number": 1, "terms": "{}"})
    with writing(engine) as db:
        db.execute(table.delete())
        db.execute(insert(table).values({**row, "owner": one}))
        db.execute(table.delete())
    with pytest.raises((IntegrityError, DataError)), writing(engine) as db:
        db.execute(insert(table).values({**row, "owner": one, **wrong}))


def test_downgrading_to_before_plans_keeps_every_answer(engine: Engine, one: int) -> None:
    with writing(engine) as db:
        before = found(db, one, 1)
    migrate_down(engine, "0001")
    migrate(engine)
    with writing(engine) as db:
        assert found(db, one, 1) == before
        assert before.answers == ANSWERS
        assert everything(db, one) == (None, {})
