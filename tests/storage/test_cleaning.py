"""The clean-up removes expired data, exact to the second, in batches, and nothing else."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, insert, select, update

from app.storage import cleanup, deletion, devices, owners
from app.storage.assessments import start_assessment
from app.storage.cleanup import (
    DAY_SECONDS,
    DEVICE_SECONDS,
    TRUSTED_SECONDS,
    UNDO_SECONDS,
    Removed,
    clean_up,
    rewrite,
)
from app.storage.deletion import delete_assessment
from app.storage.engine import Connection, reading, writing
from app.storage.owners import create_device
from app.storage.tables import assessment, device, owner, share
from app.web.http.cookies import COOKIE_SECONDS
from tests.storage.conftest import NOW, new_owner


def visit(engine: Engine, seen_at: int) -> int:
    """Create an owner with their last visit at that time."""
    person = new_owner(engine)
    with writing(engine) as db:
        db.execute(update(owner).where(owner.c.id == person).values(seen_at=seen_at))
        db.execute(update(device).where(device.c.owner == person).values(seen_at=seen_at))
    return person


def owners_there(engine: Engine) -> set[int]:
    with reading(engine) as db:
        return set(db.scalars(select(owner.c.id)))


@pytest.mark.parametrize("days", [30, 730, 3650])
def test_an_owner_idle_for_one_day_more_than_configured_is_removed(
    engine: Engine, days: int
) -> None:
    """One day more, because a visit is noted once a day."""
    end = NOW - (days + 1) * DAY_SECONDS
    gone, last, lately, here = (
        visit(engine, seen_at) for seen_at in (end - 1, end, NOW - 10 * DAY_SECONDS, NOW)
    )
    with writing(engine) as db:
        for person in (gone, last, lately, here):
            start_assessment(db, person, NOW)
    assert clean_up(engine, NOW, days) == Removed(0, 1)
    assert owners_there(engine) == {last, lately, here}
    assert clean_up(engine, NOW + 1, days) == Removed(0, 1)
    assert owners_there(engine) == {lately, here}


@pytest.mark.parametrize("days", [30, 730, None])
def test_a_clock_that_jumped_ahead_is_trusted_after_a_week_of_visits(
    engine: Engine, days: int | None
) -> None:
    """A visit noted at the wrong time does not count. Deleted assessments are still purged."""
    people, ahead = (
        {visit(engine, NOW - ago * DAY_SECONDS) for ago in range(40)},
        NOW + 800 * DAY_SECONDS,
    )
    with writing(engine) as db:
        delete_assessment(db, min(people), start_assessment(db, min(people), NOW), NOW)
    assert clean_up(engine, ahead, days) == Removed(1, 0, is_doubtful=True)
    people.add(visit(engine, ahead))
    assert clean_up(engine, ahead + TRUSTED_SECONDS[1], days) == Removed(0, 0, is_doubtful=True)
    assert owners_there(engine) == people
    with reading(engine) as db:
        assert db.scalar(select(func.count()).select_from(device)) == len(people), (
            "nor is their browser gone"
        )
    idle = 0 if days is None else 40
    assert clean_up(engine, ahead + TRUSTED_SECONDS[1] + 1, days) == Removed(0, idle)
    with reading(engine) as db:
        assert db.scalar(select(func.count()).select_from(device)) == 1


def test_after_a_long_break_idle_owners_stay_for_one_more_week(engine: Engine) -> None:
    """Without idle owners the clock is not in doubt."""
    back = visit(engine, NOW)
    for day in (0, 60):
        assert clean_up(engine, NOW + day * DAY_SECONDS, 30) == Removed(0, 0, is_doubtful=day > 30)
    visit(engine, NOW + 60 * DAY_SECONDS)
    assert clean_up(engine, NOW + 66 * DAY_SECONDS, 30) == Removed(0, 0, is_doubtful=True)
    assert clean_up(engine, NOW + 68 * DAY_SECONDS, 30) == Removed(0, 1)
    assert back not in owners_there(engine)


def test_the_operator_can_confirm_the_clock(engine: Engine, owner: int) -> None:
    ahead = NOW + 800 * DAY_SECONDS
    assert clean_up(engine, ahead, 730) == Removed(0, 0, is_doubtful=True)
    assert clean_up(engine, ahead, 730, is_sure=True) == Removed(0, 1)


def test_a_clock_that_is_behind_removes_nobody(engine: Engine, owner: int) -> None:
    assert clean_up(engine, NOW - 800 * DAY_SECONDS, 30) == Removed(0, 0)
    assert owners_there(engine) == {owner}


def test_never_removes_nobody(engine: Engine, owner: int) -> None:
    assert clean_up(engine, NOW + 100 * 365 * DAY_SECONDS, None, is_sure=True) == Removed(0, 0)
    assert owners_there(engine) == {owner}


def test_a_deleted_assessment_stays_for_a_day_to_the_second(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        delete_assessment(db, owner, start_assessment(db, owner, NOW), NOW)
    assert clean_up(engine, NOW + UNDO_SECONDS, None) == Removed(0, 0)
    assert clean_up(engine, NOW + UNDO_SECONDS + 1, None) == Removed(1, 0)


def test_many_are_removed_in_batches_each_a_transaction(engine: Engine) -> None:
    person, many = new_owner(engine), 2 * deletion.BATCH + 3
    crowd = 2 * owners.BATCH
    with writing(engine) as db:
        row = {"owner": person, "begun_at": NOW, "deleted_at": NOW}
        db.execute(insert(assessment), [{**row, "number": number + 1} for number in range(many)])
        db.execute(
            insert(owner),
            [{"id": number, "begun_at": 0, "seen_at": 0} for number in range(1, crowd + 1)],
        )
    commits: list[Connection] = []
    event.listen(engine, "commit", commits.append)
    assert clean_up(engine, NOW + 2 * UNDO_SECONDS, 3650, is_sure=True) == Removed(many, crowd)
    assert len(commits) == 1 + 3 + 3, "links; then full ones, and one that is not"
    assert owners_there(engine) == {person}


def test_a_browser_with_an_expired_cookie_is_removed_and_its_owner_stays(
    engine: Engine, owner: int
) -> None:
    """The cookie lives for 400 days, and visits are noted once a day. A code still works later."""
    lately = visit(engine, NOW - 10 * DAY_SECONDS)
    assert DEVICE_SECONDS == COOKIE_SECONDS + DAY_SECONDS
    with writing(engine) as db:
        for seen_at in (NOW - DEVICE_SECONDS - 1, NOW - DEVICE_SECONDS, NOW):
            made = create_device(db, owner, NOW)[0]
            db.execute(update(device).where(device.c.id == made.device).values(seen_at=seen_at))
    clean_up(engine, NOW, None)
    with reading(engine) as db:
        theirs = select(device.c.seen_at).where(device.c.owner == owner)
        assert sorted(db.scalars(theirs)) == [NOW - DEVICE_SECONDS, NOW, NOW]
    assert owners_there(engine) == {owner, lately}


def test_expired_browsers_and_links_are_removed_in_batches(engine: Engine, owner: int) -> None:
    many = 2 * devices.BATCH + 3
    with writing(engine) as db:
        number = start_assessment(db, owner, NOW)
        over = {"owner": owner, "begun_at": 0, "seen_at": 0}
        ids = [
            place * 2**53 for place in range(1, many + 1)
        ]  # as large as they come, where numbers of 32 bits would not do
        db.execute(
            insert(device), [{**over, "id": id, "secret_hash": id.to_bytes(32)} for id in ids]
        )
        link = {
            "owner": owner,
            "number": number,
            "begun_at": 0,
            "ends_at": 1,
            "with_ratings": True,
            "with_plan": True,
        }
        db.execute(insert(share), [{**link, "id": id, "token_hash": id.to_bytes(32)} for id in ids])
    clean_up(engine, NOW, None, is_sure=True)
    with reading(engine) as db:
        assert db.scalar(select(func.count()).select_from(device)) == 1
        assert db.scalar(select(func.count()).select_from(share)) == 0


def test_a_file_that_holds_too_much_for_memory_is_not_rebuilt(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_sqlite = engine.dialect.name == "sqlite"
    assert rewrite(engine) == ("done" if is_sqlite else "not_needed")
    monkeypatch.setattr(cleanup, "MAX_REWRITE_BYTES", 1000)
    assert rewrite(engine) == ("too_large" if is_sqlite else "not_needed")


def test_a_file_that_was_filled_and_emptied_is_rebuilt(
    migrated_sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(str(migrated_sqlite.url.database))
    with writing(migrated_sqlite) as db:
        db.exec_driver_sql("CREATE TABLE filling (text TEXT)")
        db.exec_driver_sql("INSERT INTO filling VALUES (?)", (("x" * 4_000_000),))
    with writing(migrated_sqlite) as db:
        db.exec_driver_sql("DROP TABLE filling")
    cleanup.truncate_wal(migrated_sqlite)
    assert file.stat().st_size > 4_000_000
    monkeypatch.setattr(cleanup, "MAX_REWRITE_BYTES", 1_000_000)
    assert rewrite(migrated_sqlite) == "done"
    assert file.stat().st_size < 1_000_000
