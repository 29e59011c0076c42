"""Imported assessments get new numbers, once, and deleted ones can be restored for a day."""

from copy import deepcopy
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from app.storage.assessments import rename_assessment, start_assessment
from app.storage.deletion import delete_assessment, restore_assessment
from app.storage.engine import reading, writing
from app.storage.owners import OwnerGone, erase_owner
from app.storage.personal_data.data_import import content_here, import_assessments
from app.storage.personal_data.export import StoredAssessment
from tests.storage.conftest import NOW, new_owner
from tests.storage.full_owner import stored_assessments, unowned, with_everything
from tests.support.visitor import CATALOGUE

LATER = NOW + 100_000


def taken(
    engine: Engine, owner: int, given: list[StoredAssessment], now: int = LATER
) -> dict[int, int]:
    with writing(engine) as db:
        return import_assessments(db, owner, given, [CATALOGUE], now).numbers


def test_all_of_it_is_there_again_under_the_next_numbers(engine: Engine, owner: int) -> None:
    given = stored_assessments(engine, with_everything(engine).id)
    with writing(engine) as db:
        start_assessment(db, owner, NOW)
        rename_assessment(db, owner, 1, "mine before")
    assert taken(engine, owner, given) == {0: 2, 1: 3, 2: 4}
    found = stored_assessments(engine, owner)[1:]
    for before, after, number in zip(given, found, (2, 3, 4), strict=True):
        deleted_at = None if before.assessment.deleted_at is None else LATER
        origin = {None: None, 1: 2}[before.assessment.started_from]
        expected = replace(
            unowned(before.assessment), number=number, deleted_at=deleted_at, started_from=origin
        )
        assert unowned(after.assessment) == expected
        assert (after.terms, after.steps) == (before.terms, before.steps)
        assert after.shares == (), "links do not come along: what opens them is not known"
    with writing(engine) as db:
        assert restore_assessment(db, owner, 4)
        start_assessment(db, owner, LATER)
    assert [each.assessment.number for each in stored_assessments(engine, owner)] == [1, 2, 3, 4, 5]


def test_an_import_for_an_owner_erased_meanwhile_has_no_effect(engine: Engine, owner: int) -> None:
    given = stored_assessments(engine, with_everything(engine).id)
    with writing(engine) as db:
        erase_owner(db, owner)
    with pytest.raises(OwnerGone):
        taken(engine, owner, given)


def test_importing_a_file_twice_adds_it_once(engine: Engine, owner: int) -> None:
    given = stored_assessments(engine, with_everything(engine).id)
    taken(engine, owner, given)
    before = stored_assessments(engine, owner)
    assert taken(engine, owner, given) == {}
    assert stored_assessments(engine, owner) == before
    assert taken(engine, owner, [replace(given[0], steps={})]) == {0: 4}, (
        "what differs is not the same"
    )


def test_what_was_begun_since_the_owners_assessments_were_read_is_not_imported_again(
    engine: Engine, owner: int
) -> None:
    given = stored_assessments(engine, with_everything(engine).id)
    taken(engine, owner, given[:1])
    with reading(engine) as db:
        here = content_here(db, owner, LATER)
    taken(engine, owner, given[1:2])
    with reading(engine) as db:
        before = deepcopy(here)
        assert content_here(db, owner, LATER, here) == content_here(db, owner, LATER)
        assert here == before
    with writing(engine) as db:
        done = import_assessments(db, owner, given, [CATALOGUE], LATER, here)
    assert list(done.numbers) == list(range(2, len(given)))


def test_importing_ones_own_export_adds_nothing(engine: Engine) -> None:
    mine = with_everything(engine)
    assert taken(engine, mine.id, stored_assessments(engine, mine.id)) == {}


def test_two_that_are_the_same_stay_two(engine: Engine, owner: int) -> None:
    one = stored_assessments(engine, with_everything(engine).id)[0]
    two = [one, replace(one, assessment=replace(one.assessment, number=8))]
    assert taken(engine, owner, two) == {0: 1, 1: 2}
    assert taken(engine, owner, two) == {}
    assert len(stored_assessments(engine, owner)) == 2


def test_an_assessment_deleted_since_the_export_is_restored(engine: Engine) -> None:
    mine = with_everything(engine)
    given = stored_assessments(engine, mine.id)
    with writing(engine) as db:
        delete_assessment(db, mine.id, 1, LATER)
    assert taken(engine, mine.id, given) == {0: 4}
    assert taken(engine, mine.id, given) == {}


def test_nothing_of_anybody_else_changes(engine: Engine) -> None:
    other, person = with_everything(engine), new_owner(engine)
    before = stored_assessments(engine, other.id)
    taken(engine, person, before)
    assert stored_assessments(engine, other.id) == before
