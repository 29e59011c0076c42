"""An export reads all stored data of one owner, page by page, and nothing of others."""

from sqlalchemy import Engine

from app.storage.assessment_list import PAGE
from app.storage.assessments import rename_assessment, start_assessment
from app.storage.engine import reading, writing
from app.storage.personal_data.export import (
    StoredCounts,
    StoredShare,
    count_stored,
    find_stored_owner,
    list_numbers,
    stored_page,
)
from app.storage.plans import StepProgress
from tests.storage.conftest import NOW, new_owner
from tests.storage.full_owner import TERMS, stored_assessments, with_everything


def test_everything_of_an_owner_is_read_and_nothing_of_anothers(engine: Engine) -> None:
    mine, other = with_everything(engine, "mine"), with_everything(engine, "theirs")
    found = stored_assessments(engine, mine.id)
    assert [each.assessment.number for each in found] == [1, 2, 3]
    assert [each.assessment.deleted_at for each in found] == [None, None, NOW + 6]
    assert found[0].terms == TERMS
    assert {id: step.progress for id, step in found[0].steps.items()} == {
        "docker.3": StepProgress("done", "mine note 0"),
        "sql.1": StepProgress("begun", "mine note 1"),
    }
    assert found[0].shares == (StoredShare(True, False, NOW, NOW + 1000, NOW + 7),), (
        "only links that still live"
    )
    assert found[1].terms, "a plan goes along with an assessment that is begun from another"
    assert "theirs" not in str(found)
    assert {each.assessment.owner for each in found} == {mine.id} != {other.id}


def test_an_owners_devices_and_code_are_exported_with_their_times(engine: Engine) -> None:
    mine = with_everything(engine)
    with reading(engine) as db:
        found = find_stored_owner(db, mine.id, mine.device)
        assert find_stored_owner(db, mine.id + 1, mine.device) is None
    assert found
    assert (found.begun_at, found.last_number, found.code_made_at) == (NOW, 3, NOW + 2)
    assert [(each.begun_at, each.is_this) for each in found.devices] == [
        (NOW, True),
        (NOW + 1, False),
    ]


def test_the_stored_data_is_counted(engine: Engine, owner: int) -> None:
    mine = with_everything(engine)
    with reading(engine) as db:
        assert count_stored(db, mine.id, NOW + 20) == StoredCounts(
            True, assessments=3, deleted=1, steps=3, notes=3, devices=2, shares=1
        )
        assert count_stored(db, owner, NOW + 20) == StoredCounts(
            False, assessments=0, deleted=0, steps=0, notes=0, devices=1, shares=0
        )


def test_pages_follow_each_other_and_end_at_the_given_number(engine: Engine) -> None:
    person = new_owner(engine)
    with writing(engine) as db:
        for number in range(1, 2 * PAGE + 2):
            start_assessment(db, person, NOW)
            rename_assessment(db, person, number, f"n{number}")
        assert list_numbers(db, person) == list(range(1, 2 * PAGE + 2))
        assert [each.assessment.number for each in stored_page(db, person, NOW, 20, 22)] == [21, 22]
        assert stored_page(db, person, NOW, 2 * PAGE + 1) == ()
    assert [each.assessment.name for each in stored_assessments(engine, person)] == [
        f"n{number}" for number in range(1, 2 * PAGE + 2)
    ]
