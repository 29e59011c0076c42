"""The clean-up takes what is past its time, to the second, in batches, and leaves the rest."""

import pytest
from sqlalchemy import Engine, event, func, insert, select, update

from app.storage import assessments, cleaning, devices, owners
from app.storage.assessments import begin_assessment, delete_assessment
from app.storage.cleaning import DAY_SECONDS, DEVICE_SECONDS, UNDO_SECONDS, clean_up, rewrite
from app.storage.engine import Connection, reading, writing
from app.storage.owners import begin_device
from app.storage.tables import assessment, device, owner, share
from app.web.security import COOKIE_SECONDS
from tests.storage.conftest import NOW, new_owner


def owners_there(engine: Engine) -> set[int]:
    with reading(engine) as db:
        return set(db.scalars(select(owner.c.id)))


@pytest.mark.parametrize("days", [30, 730, 3650])
def test_who_has_not_been_here_for_the_days_and_one_is_removed(engine: Engine, days: int) -> None:
    """One day more, for a visit is noted once a day."""
    end = NOW - (days + 1) * DAY_SECONDS
    gone, last, here = (new_owner(engine) for _ in range(3))
    with writing(engine) as db:
        for person, seen_at in {gone: end - 1, last: end, here: NOW}.items():
            db.execute(update(owner).where(owner.c.id == person).values(seen_at=seen_at))
            begin_assessment(db, person, seen_at)
    assert clean_up(engine, NOW, days) == (0, 1)
    assert owners_there(engine) == {last, here}
    assert clean_up(engine, NOW + 1, days) == (0, 1)
    assert owners_there(engine) == {here}


def test_never_removes_nobody(engine: Engine, owner: int) -> None:
    assert clean_up(engine, NOW + 100 * 365 * DAY_SECONDS, None) == (0, 0)
    assert owners_there(engine) == {owner}


def test_a_deleted_assessment_stays_for_a_day_to_the_second(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        delete_assessment(db, owner, begin_assessment(db, owner, NOW), NOW)
    assert clean_up(engine, NOW + UNDO_SECONDS, None) == (0, 0)
    assert clean_up(engine, NOW + UNDO_SECONDS + 1, None) == (1, 0)


def test_many_are_removed_in_batches_each_a_transaction(engine: Engine) -> None:
    person, many = new_owner(engine), 2 * assessments.BATCH + 3
    crowd = 2 * owners.BATCH
    with writing(engine) as db:
        row = {"owner": person, "begun_at": NOW, "deleted_at": NOW}
        db.execute(insert(assessment), [{**row, "number": number + 1} for number in range(many)])
        db.execute(insert(owner), [{"id": number, "begun_at": 0, "seen_at": 0} for number in range(1, crowd + 1)])
    commits: list[Connection] = []
    event.listen(engine, "commit", commits.append)
    assert clean_up(engine, NOW + 2 * UNDO_SECONDS, 3650) == (many, crowd)
    assert len(commits) == 1 + 3 + 3, "links; then full ones, and one that is not"
    assert owners_there(engine) == {person}


def test_a_browser_whose_cookie_is_over_is_removed_and_its_owner_stays(engine: Engine, owner: int) -> None:
    """The cookie lives for 400 days; a visit is noted once a day. The owner may have a return code, and comes back by that."""
    assert DEVICE_SECONDS == COOKIE_SECONDS + DAY_SECONDS
    with writing(engine) as db:
        for seen_at in (NOW - DEVICE_SECONDS - 1, NOW - DEVICE_SECONDS, NOW):
            made = begin_device(db, owner, NOW)[0]
            db.execute(update(device).where(device.c.id == made.device).values(seen_at=seen_at))
    clean_up(engine, NOW, None)
    with reading(engine) as db:
        assert sorted(db.scalars(select(device.c.seen_at))) == [NOW - DEVICE_SECONDS, NOW, NOW]
    assert owners_there(engine) == {owner}


def test_many_browsers_and_links_that_are_over_go_in_batches_and_no_others(engine: Engine, owner: int) -> None:
    many = 2 * devices.BATCH + 3
    with writing(engine) as db:
        number = begin_assessment(db, owner, NOW)
        over = {"owner": owner, "begun_at": 0, "seen_at": 0}
        ids = [place * 2**53 for place in range(1, many + 1)]  # as large as they come, where numbers of 32 bits would not do
        db.execute(insert(device), [{**over, "id": id, "secret_hash": id.to_bytes(32)} for id in ids])
        link = {"owner": owner, "number": number, "begun_at": 0, "ends_at": 1, "with_ratings": True, "with_plan": True}
        db.execute(insert(share), [{**link, "id": id, "token_hash": id.to_bytes(32)} for id in ids])
    clean_up(engine, NOW, None)
    with reading(engine) as db:
        assert db.scalar(select(func.count()).select_from(device)) == 1
        assert db.scalar(select(func.count()).select_from(share)) == 0


def test_a_file_too_large_for_memory_is_not_made_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rewrite(engine) == (engine.dialect.name == "sqlite")
    monkeypatch.setattr(cleaning, "LARGEST_REWRITE", 1000)
    assert not rewrite(engine)
