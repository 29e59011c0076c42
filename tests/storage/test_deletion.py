"""A deleted assessment is hidden, can be restored, and is purged after its time."""

from sqlalchemy import Engine, select

from app.storage.assessment_list import list_assessments, list_deleted
from app.storage.assessments import find_assessment
from app.storage.deletion import delete_assessment, purge_deleted, restore_assessment
from app.storage.engine import writing
from app.storage.tables import assessment
from tests.storage.conftest import NOW, new_owner
from tests.storage.test_assessments import begun, found


def test_a_deleted_one_is_hidden_until_it_is_restored(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        begun(db, owner)
        whole = found(db, owner, 1)
        delete_assessment(db, owner, 1, NOW)
        assert find_assessment(db, owner, 1) is None
        assert list_assessments(db, owner) == []
        delete_assessment(db, owner, 1, NOW + 500)
        assert db.scalar(select(assessment.c.deleted_at)) == NOW, (
            "deleted again, it is not kept for longer"
        )
        assert restore_assessment(db, owner, 1)
        assert not restore_assessment(db, owner, 1), "there is nothing more to bring back"
        assert find_assessment(db, owner, 1) == whole


def test_deleted_ones_are_listed_for_their_owner_only(engine: Engine, owner: int) -> None:
    stranger = new_owner(engine)
    with writing(engine) as db:
        for at in (NOW - 2, NOW - 1, NOW, None):
            number = begun(db, owner)
            if at is not None:
                delete_assessment(db, owner, number, at)
        delete_assessment(db, stranger, begun(db, stranger), NOW)
        for whose, since, shown in ((owner, NOW - 1, [[4], [3, 2]]), (stranger, 0, [[], [1]])):
            parts = list_assessments(db, whose), list_deleted(db, whose, since)
            assert [[each.number for each in part] for part in parts] == shown


def test_a_purge_removes_what_was_deleted_before_then_and_nothing_else(
    engine: Engine, owner: int
) -> None:
    with writing(engine) as db:
        for number, at in {
            begun(db, owner): NOW - 1,
            begun(db, owner): NOW,
            begun(db, owner): None,
        }.items():
            if at is not None:
                delete_assessment(db, owner, number, at)
        assert purge_deleted(db, NOW) == 1
        assert not restore_assessment(db, owner, 1)
        assert restore_assessment(db, owner, 2)
        assert [each.number for each in list_assessments(db, owner)] == [3, 2]
