"""An owner is identified by the hash of a secret, and erasing one removes all their data."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from app.storage.assessments import start_assessment
from app.storage.databases.migrate import migrate
from app.storage.engine import writing
from app.storage.owners import create_device, create_owner, find_owner, note_visit, purge_owners
from app.storage.tables import assessment
from tests.storage.conftest import NOW


def test_a_secret_finds_its_owner_and_no_other_text_does(engine: Engine) -> None:
    with writing(engine) as db:
        one, secret = create_owner(db, NOW)
        other, second = create_owner(db, NOW)
        assert (find_owner(db, secret), find_owner(db, second)) == (one, other)
        for forged in (
            "",
            secret[:-1],
            secret + "=",
            secret.swapcase(),
            secret + "\x00",
            "%",
            "' OR 1=1 --",
            str(one.id),
        ):
            assert find_owner(db, forged) is None


def test_a_second_device_has_a_secret_of_its_own_and_the_same_owner(engine: Engine) -> None:
    with writing(engine) as db:
        first, secret = create_owner(db, NOW)
        second, another = create_device(db, first.id, NOW + 1)
        assert secret != another
        assert (first.id, first.device) != (second.id, second.device)
        assert first.id == second.id
        assert (find_owner(db, secret), find_owner(db, another)) == (first, second)
        note_visit(db, second, NOW + 5)
        assert find_owner(db, secret) == first, (
            "who was seen with one device was not seen with the other"
        )


def test_secrets_are_long_and_never_the_same(engine: Engine) -> None:
    with writing(engine) as db:
        made = [create_owner(db, NOW) for _ in range(200)]
    assert len({secret for _, secret in made}) == len({owner.id for owner, _ in made}) == 200
    assert min(len(secret) for _, secret in made) >= 43, "32 random bytes"


def test_the_secret_itself_is_stored_nowhere(sqlite: Engine) -> None:
    migrate(sqlite)
    with writing(sqlite) as db:
        _, secret = create_owner(db, NOW)
    sqlite.dispose()
    assert sqlite.url.database
    kept = Path(sqlite.url.database).read_bytes()
    assert secret.encode() not in kept
    assert hashlib.sha256(secret.encode()).digest() in kept


@pytest.mark.parametrize(("seen", "gone"), [(NOW - 1, 1), (NOW, 0), (NOW + 1, 0)])
def test_an_idle_owner_is_purged_with_all_their_data(engine: Engine, seen: int, gone: int) -> None:
    with writing(engine) as db:
        here, idle = create_owner(db, NOW)[0], create_owner(db, 0)[0]
        for owner in (here, idle):
            start_assessment(db, owner.id, NOW)
        note_visit(db, idle, seen)
    with writing(engine) as db:
        assert purge_owners(db, NOW) == gone
        assert db.scalar(select(func.count()).select_from(assessment)) == 2 - gone
        assert (
            db.scalar(
                select(func.count()).select_from(assessment).where(assessment.c.owner == here.id)
            )
            == 1
        )
