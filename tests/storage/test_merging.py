"""Merging two owners: nothing is lost or doubled, however many requests do it at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection, Engine, func, select

from app.storage.answers import Answer
from app.storage.assessment_list import list_assessments
from app.storage.assessments import find_assessment, save_answers, start_assessment
from app.storage.deletion import delete_assessment, restore_assessment
from app.storage.engine import reading, writing
from app.storage.owners import OwnerGone, create_device, create_owner, find_owner
from app.storage.personal_data.merge import OwnedAssessments, count_owned, merge_owners
from app.storage.tables import assessment, device, owner
from tests.storage.conftest import NOW, new_owner
from tests.storage.drawn_owners import OWNED, Drawn, owned_rows, put

Owned = dict[int, Drawn]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ours=OWNED, theirs=OWNED)
def test_the_union_of_both_is_there_and_nothing_else(
    engine: Engine, ours: Owned, theirs: Owned
) -> None:
    gone, into = new_owner(engine), new_owner(engine)
    with writing(engine) as db:
        put(db, gone, ours)
        put(db, into, theirs)
        before, stays = owned_rows(db, gone), owned_rows(db, into)
    with writing(engine) as db:
        numbers = merge_owners(db, gone, into)
    with reading(engine) as db:
        after, left = owned_rows(db, into), owned_rows(db, gone)
    assert left == {}
    assert list(numbers) == sorted(ours, key=lambda each: (ours[each].row["begun_at"], each)), (
        "in the order in which they were begun"
    )
    assert list(numbers.values()) == list(range(7, 7 + len(ours))), (
        "after theirs, those that theirs once had among them"
    )
    for was, number in numbers.items():
        before[was][0]["started_from"] = numbers.get(before[was][0]["started_from"])
        assert after.pop(number) == before[was]
    assert after == stays


def test_the_emptied_owner_is_gone_with_its_devices(engine: Engine) -> None:
    with writing(engine) as db:
        (gone, secret), (into, kept) = create_owner(db, NOW), create_owner(db, NOW)
        _, other = create_device(db, gone.id, NOW)
        start_assessment(db, gone.id, NOW)
        merge_owners(db, gone.id, into.id)
        assert [find_owner(db, each) for each in (secret, other, kept)] == [None, None, into]
        assert (
            db.scalar(select(func.count()).select_from(owner))
            == db.scalar(select(func.count()).select_from(device))
            == 1
        )


def test_the_next_number_comes_after_all_others(engine: Engine) -> None:
    gone, into = new_owner(engine), new_owner(engine)
    with writing(engine) as db:
        for each in (gone, gone, into):
            answered(db, each)
        merge_owners(db, gone, into)
        assert start_assessment(db, into, NOW) == 4


def test_deleted_ones_can_still_be_restored(engine: Engine) -> None:
    gone, into = new_owner(engine), new_owner(engine)
    with writing(engine) as db:
        delete_assessment(db, gone, start_assessment(db, gone, NOW), NOW)
        assert count_owned(db, gone) == OwnedAssessments(1, NOW), "it counts as something to bring"
        merge_owners(db, gone, into)
        assert list_assessments(db, into) == []
        assert restore_assessment(db, into, 1)


def test_merging_an_owner_with_itself_changes_nothing(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        answered(db, owner)
        before = owned_rows(db, owner)
        assert merge_owners(db, owner, owner) == {}
        assert owned_rows(db, owner) == before


def test_merging_with_an_erased_owner_changes_nothing(engine: Engine) -> None:
    gone, into, nobody = new_owner(engine), new_owner(engine), 1
    with writing(engine) as db:
        answered(db, gone)
        before = owned_rows(db, gone)
        with pytest.raises(OwnerGone):
            merge_owners(db, gone, nobody)
        assert owned_rows(db, gone) == before
        assert merge_owners(db, nobody, into) == {}


def test_an_erased_owner_cannot_start_an_assessment(engine: Engine) -> None:
    with writing(engine) as db, pytest.raises(OwnerGone):
        start_assessment(db, 1, NOW)


@pytest.mark.parametrize("ways", ["the same way", "each to the other"])
def test_two_concurrent_merges_lose_and_duplicate_nothing(engine: Engine, ways: str) -> None:
    for _ in range(10):
        one, other = new_owner(engine), new_owner(engine)
        with writing(engine) as db:
            for each in (one, one, other):
                answered(db, each)
        both = [(one, other), (one, other) if ways == "the same way" else (other, one)]
        came = at_once(engine, both)
        with reading(engine) as db:
            left = [len(list_assessments(db, each)) for each in (one, other)]
        assert sorted(left) == [0, 3]
        assert sorted(came, key=str) in ([0, 2], [1, None], [2, None])


def test_an_answer_saved_during_a_merge_is_not_lost(engine: Engine) -> None:
    """Either it is saved, or its sender learns that the assessment is gone."""
    for _ in range(10):
        gone, into = new_owner(engine), new_owner(engine)
        with writing(engine) as db:
            number = answered(db, gone)
        gate = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            kept = pool.submit(save, engine, gate, gone, number)
            moved = pool.submit(bring, engine, gate, gone, into)
            assert moved.result() == 1
        with reading(engine) as db:
            (found,) = list_assessments(db, into)
            assert found.answers == {"python": Answer(4, 2) if kept.result() else Answer(3, 1)}
            assert (
                db.scalar(
                    select(func.count()).select_from(assessment).where(assessment.c.owner == gone)
                )
                == 0
            )


def answered(db: Connection, owner_id: int) -> int:
    """Create one more assessment with an answer."""
    number = start_assessment(db, owner_id, NOW)
    found = find_assessment(db, owner_id, number, lock=True)
    assert found
    save_answers(db, found, {"python": Answer(3, 1)})
    return number


def at_once(engine: Engine, both: list[tuple[int, int]]) -> list[int | None]:
    """Return how many assessments each of two concurrent merges moved.

    It is None if the merge's owner was gone.
    """
    gate = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        return [
            each.result() for each in [pool.submit(bring, engine, gate, *pair) for pair in both]
        ]


def bring(engine: Engine, gate: Barrier, gone: int, into: int) -> int | None:
    gate.wait(30)
    try:
        with writing(engine) as db:
            return len(merge_owners(db, gone, into))
    except OwnerGone:
        return None


def save(engine: Engine, gate: Barrier, owner_id: int, number: int) -> bool:
    gate.wait(30)
    with writing(engine) as db:
        found = find_assessment(db, owner_id, number, lock=True)
        if found:
            save_answers(db, found, {"python": Answer(4, 2)})
        return found is not None
