"""The limits of assessments and of steps hold for starting, importing and merging."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update

from app.storage import owners
from app.storage.assessments import start_assessment
from app.storage.engine import reading, writing
from app.storage.owners import MAX_ASSESSMENTS, AssessmentsFull, StepsFull
from app.storage.personal_data.data_import import import_assessments
from app.storage.personal_data.merge import merge_owners
from app.storage.plans import StepProgress, save_progress
from app.storage.tables import assessment, owner
from tests.storage.conftest import NOW, new_owner
from tests.storage.full_owner import stored_assessments, with_everything
from tests.support.visitor import CATALOGUE


def owner_of(engine: Engine, count: int) -> int:
    """Create an owner with so many assessments, each with an answer."""
    found = new_owner(engine)
    row = {"owner": found, "begun_at": NOW, "answers": '{"sql":[1,1]}'}
    with writing(engine) as db:
        db.execute(insert(assessment), [{**row, "number": number + 1} for number in range(count)])
        db.execute(update(owner).where(owner.c.id == found).values(last_number=count))
    return found


def count(engine: Engine, who: int) -> int:
    with reading(engine) as db:
        return (
            db.scalar(select(func.count()).select_from(assessment).where(assessment.c.owner == who))
            or 0
        )


def test_no_assessment_beyond_the_limit_can_be_started(engine: Engine) -> None:
    who = owner_of(engine, MAX_ASSESSMENTS - 1)
    with writing(engine) as db:
        assert start_assessment(db, who, NOW) == MAX_ASSESSMENTS
        assert start_assessment(db, who, NOW) == MAX_ASSESSMENTS, (
            "one that has not been answered is used again"
        )
    with pytest.raises(AssessmentsFull), writing(engine) as db:
        start_assessment(db, who, NOW, 1)
    assert count(engine, who) == MAX_ASSESSMENTS
    with writing(engine) as db:
        db.execute(delete(assessment).where(assessment.c.owner == who, assessment.c.number == 5))
        assert start_assessment(db, who, NOW, 1) == MAX_ASSESSMENTS + 1, "what is gone makes room"


def test_a_file_is_imported_completely_or_not_at_all(engine: Engine) -> None:
    given = stored_assessments(engine, with_everything(engine).id)
    for there, fits in (
        (MAX_ASSESSMENTS - len(given), True),
        (MAX_ASSESSMENTS - len(given) + 1, False),
    ):
        who = owner_of(engine, there)
        if fits:
            with writing(engine) as db:
                assert len(import_assessments(db, who, given, [CATALOGUE], NOW).numbers) == len(
                    given
                )
                assert import_assessments(db, who, given, [CATALOGUE], NOW).numbers == {}, (
                    "what is there already takes no room"
                )
        else:
            with pytest.raises(AssessmentsFull), writing(engine) as db:
                import_assessments(db, who, [replace(each) for each in given], [CATALOGUE], NOW)
            assert count(engine, who) == there


def test_owners_with_too_many_together_are_not_merged(engine: Engine) -> None:
    gone, into = owner_of(engine, 3), owner_of(engine, MAX_ASSESSMENTS - 2)
    with pytest.raises(AssessmentsFull), writing(engine) as db:
        merge_owners(db, gone, into)
    assert (count(engine, gone), count(engine, into)) == (3, MAX_ASSESSMENTS - 2)
    with writing(engine) as db:
        db.execute(delete(assessment).where(assessment.c.owner == gone, assessment.c.number == 1))
        merge_owners(db, gone, into)
    assert (count(engine, gone), count(engine, into)) == (0, MAX_ASSESSMENTS)


def test_two_owners_with_too_many_steps_together_stay_two(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, into = owner_of(engine, 1), owner_of(engine, 1)
    with writing(engine) as db:
        for who, step in ((gone, "sql.0"), (gone, "sql.1"), (into, "sql.0")):
            save_progress(db, who, 1, step, StepProgress("begun"), NOW)
    monkeypatch.setattr(owners, "MAX_STEPS", 2)
    with pytest.raises(StepsFull), writing(engine) as db:
        merge_owners(db, gone, into)
    assert (count(engine, gone), count(engine, into)) == (1, 1)
    monkeypatch.setattr(owners, "MAX_STEPS", 3)
    with writing(engine) as db:
        merge_owners(db, gone, into)
    assert (count(engine, gone), count(engine, into)) == (0, 2)
