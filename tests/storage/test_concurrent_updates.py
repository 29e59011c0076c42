"""An answer is saved by one statement, which has no effect after a concurrent update."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, select

from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer
from app.storage.assessments import (
    Assessment,
    ConcurrentUpdate,
    find_assessment,
    finish_assessment,
    save_answers,
)
from app.storage.deletion import delete_assessment
from app.storage.engine import reading, writing
from app.storage.owners import erase_owner
from app.storage.tables import assessment
from tests.storage.conftest import NOW
from tests.storage.test_answers import begun, stored
from tests.support.visitor import CATALOGUE


def answered(db: Connection, found: Assessment) -> None:
    save_answers(db, found, {"sql": Answer(1, 1)})


def finished(db: Connection, found: Assessment) -> None:
    finish_assessment(
        db, found.owner, found.number, NOW, CATALOGUE, result_to_json(score(CATALOGUE, {}))
    )


def deleted(db: Connection, found: Assessment) -> None:
    delete_assessment(db, found.owner, found.number, NOW)


def erased(db: Connection, found: Assessment) -> None:
    erase_owner(db, found.owner)


@pytest.mark.parametrize("meanwhile", [answered, finished, deleted, erased])
def test_a_concurrent_update_is_not_overwritten(
    engine: Engine, owner: int, meanwhile: Callable[[Connection, Assessment], None]
) -> None:
    number, everything = begun(engine, owner), select(assessment).where(assessment.c.owner == owner)
    with reading(engine) as db:
        found = find_assessment(db, owner, number)
        assert found
    with writing(engine) as db:
        meanwhile(db, found)
    with reading(engine) as db:
        after = db.execute(everything).all()
        with pytest.raises(ConcurrentUpdate):
            save_answers(db, found, {"python": Answer(3, 1)})
        assert db.execute(everything).all() == after
        assert save_answers(db, found, {}) == found.answers, "nothing newer is nothing to be kept"


def test_a_saved_answer_is_visible_at_once(engine: Engine, owner: int) -> None:
    """The statement commits by itself, before its connection is returned to the pool."""
    number = begun(engine, owner)
    with reading(engine) as db:
        found = find_assessment(db, owner, number)
        assert found
        assert save_answers(db, found, {"python": Answer(3, 1)}) == {"python": Answer(3, 1)}
        assert stored(engine, owner, number) == {"python": Answer(3, 1)}
