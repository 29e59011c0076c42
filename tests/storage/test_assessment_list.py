"""Lists of an owner's assessments: newest first, a page at a time, and what can be restored."""

import random
from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import Connection, Engine, insert

from app.storage.assessment_list import PAGE, list_assessments, list_deleted
from app.storage.assessments import Assessment
from app.storage.deletion import delete_assessment
from app.storage.engine import reading, writing
from app.storage.tables import assessment
from tests.storage.conftest import NOW, new_owner
from tests.storage.test_assessments import begun, found

MOST = 2 * PAGE
Deletions = Mapping[int, int | None]
"""Number → when it was deleted."""


def put(db: Connection, owner: int, deletions: Deletions) -> None:
    rows = [
        {"owner": owner, "number": number, "begun_at": NOW, "deleted_at": at}
        for number, at in deletions.items()
    ]
    db.execute(insert(assessment), rows)


def numbers(part: Sequence[Assessment]) -> list[int]:
    return [each.number for each in part]


@pytest.mark.parametrize("share", [0, 0.2, 0.9, 1])
@pytest.mark.parametrize("count", [1, PAGE, MOST, 4 * PAGE])
def test_live_ones_are_listed_newest_first_and_deleted_ones_by_their_deletion(
    engine: Engine, owner: int, count: int, share: float
) -> None:
    chance = random.Random(f"{count} {share}")
    deletions = {
        number: NOW - chance.randrange(10) if chance.random() < share else None
        for number in range(1, count + 1)
    }
    live = [number for number in reversed(deletions) if deletions[number] is None]
    deleted = sorted(((at, number) for number, at in deletions.items() if at), reverse=True)
    stranger = new_owner(engine)
    with writing(engine) as db:
        put(db, owner, deletions)
        put(db, stranger, {1: None, 2: NOW, count + 5: None})
    with reading(engine) as db:
        assert numbers(list_assessments(db, owner, MOST)) == live[:MOST]
        for before in (count + 1, count // 2, 1):
            assert (
                numbers(list_assessments(db, owner, MOST, before))
                == [number for number in live if number < before][:MOST]
            )
        for since in (NOW - 5, NOW + 1):
            assert (
                numbers(list_deleted(db, owner, since))
                == [number for at, number in deleted if at >= since][:PAGE]
            )


def test_each_is_listed_as_it_is_stored(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        for _ in range(2):
            begun(db, owner)
        delete_assessment(db, owner, 1, NOW)
        assert list_assessments(db, owner) == [found(db, owner, 2)]
        (deleted,) = list_deleted(db, owner, NOW)
    assert (deleted.number, deleted.deleted_at) == (1, NOW)


@pytest.mark.parametrize("name", ["a|b,c;d", "둘\n줄", "\x1f", "a\x1fb", " ", "''"])
def test_a_name_is_listed_as_it_is_stored(engine: Engine, owner: int, name: str) -> None:
    with writing(engine) as db:
        rows = [
            {"owner": owner, "number": number, "begun_at": NOW, "name": own}
            for number, own in ((1, None), (2, name), (3, "c"))
        ]
        db.execute(insert(assessment), rows)
        listed = list_assessments(db, owner)
    assert [(each.number, each.name) for each in listed] == [(3, "c"), (2, name), (1, None)]
