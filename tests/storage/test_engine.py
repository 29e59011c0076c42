"""The engine: safe settings, one writer at a time, and clear errors."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.storage.assessments import start_assessment
from app.storage.databases.migrate import migrate
from app.storage.databases.sqlite import safe_journal, sqlite_module
from app.storage.engine import StorageUnavailable, open_engine, reading, writing
from app.storage.owners import create_owner
from app.storage.tables import MAX_NAME_LENGTH
from tests.storage.conftest import NOW
from tests.storage.full_owner import finish
from tests.storage.refusal import REFUSALS, refusing

HANGUL = 3
"""Bytes of a letter."""
JOURNALS = {
    # 3.7.0 to 3.51.2 can corrupt a WAL database with several writers; three lines got the fix.
    (3, 7, 0): "TRUNCATE",
    (3, 34, 1): "TRUNCATE",
    (3, 40, 1): "TRUNCATE",  # Debian 12
    (3, 44, 5): "TRUNCATE",
    (3, 44, 6): "WAL",
    (3, 44, 99): "WAL",
    (3, 45, 0): "TRUNCATE",
    (3, 45, 9): "TRUNCATE",
    (3, 46, 1): "TRUNCATE",  # Debian 13
    (3, 49, 99): "TRUNCATE",
    (3, 50, 6): "TRUNCATE",
    (3, 50, 7): "WAL",
    (3, 51, 0): "TRUNCATE",
    (3, 51, 2): "TRUNCATE",
    (3, 51, 3): "WAL",
    (3, 52, 0): "WAL",
    (3, 53, 4): "WAL",
    (4, 0, 0): "WAL",
}


@pytest.mark.parametrize("version", JOURNALS)
def test_wal_only_where_the_version_is_safe_with_several_writers(
    version: tuple[int, int, int],
) -> None:
    assert safe_journal(version) == JOURNALS[version]


def test_every_connection_syncs_fully_keeps_foreign_keys_and_a_safe_journal(sqlite: Engine) -> None:
    journal = safe_journal(sqlite_module().sqlite_version_info).lower()
    with reading(sqlite) as one, reading(sqlite) as other:
        for db in (one, other):
            found = [
                db.scalar(text(f"PRAGMA {name}"))
                for name in ("synchronous", "foreign_keys", "journal_mode")
            ]
            assert found == [2, 1, journal]


def test_a_new_file_is_accessible_to_this_user_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    engine = open_engine(tmp_path / "new.db")
    migrate(engine)
    with reading(engine):
        assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}
    engine.dispose()


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o640), (0o606, 0o600), (0o640, 0o640)])
def test_a_file_that_everybody_could_read_is_taken_away_from_strangers(
    tmp_path: Path, before: int, after: int
) -> None:
    files = [tmp_path / f"old.db{part}" for part in ("", "-wal", "-shm")]
    for file in files:
        file.touch()
        file.chmod(before)
    engine = open_engine(files[0])
    migrate(engine)
    with reading(engine):
        assert {stat.S_IMODE(file.stat().st_mode) for file in files if file.exists()} == {after}
    engine.dispose()


def test_a_block_that_fails_is_rolled_back(engine: Engine, owner: int) -> None:
    def fail() -> None:
        with writing(engine) as db:
            db.execute(text("UPDATE owner SET seen_at = 1"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with reading(engine) as db:
        assert db.scalar(text("SELECT seen_at FROM owner")) != 1


def test_a_block_is_committed_at_its_end(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        db.execute(text("UPDATE owner SET seen_at = 7"))
        with reading(engine) as other:
            assert other.scalar(text("SELECT seen_at FROM owner")) != 7
    with reading(engine) as other:
        assert other.scalar(text("SELECT seen_at FROM owner")) == 7


@pytest.mark.parametrize("how", REFUSALS)
def test_a_database_that_refuses_writes_can_still_be_read(
    engine: Engine, owner: int, how: str
) -> None:
    with refusing(engine, how):
        with pytest.raises(StorageUnavailable), writing(engine) as db:
            db.execute(text("UPDATE owner SET seen_at = 7"))
        with reading(engine) as db:
            assert db.scalar(text("SELECT id FROM owner")) == owner
    with writing(engine) as db:
        db.execute(text("UPDATE owner SET seen_at = 8"))


def test_a_missing_database_raises_an_error(tmp_path: Path) -> None:
    nowhere = open_engine(f"sqlite:///{tmp_path / 'no folder' / 'o.db'}")
    with pytest.raises(StorageUnavailable), reading(nowhere):
        pass


def test_a_file_that_is_no_database_raises_an_error(tmp_path: Path) -> None:
    (tmp_path / "o.db").write_bytes(b"This is a letter to my aunt. " * 200)
    letter = open_engine(f"sqlite:///{tmp_path / 'o.db'}")
    with pytest.raises(StorageUnavailable), reading(letter) as db:
        db.execute(text("SELECT 1 FROM owner"))


def test_a_new_file_has_pages_that_hold_a_finished_assessment(sqlite: Engine) -> None:
    """SQLite stores at most a quarter of a page of a row there. Half the page size is too small."""
    migrate(sqlite)
    with writing(sqlite) as db:
        owner = create_owner(db, NOW)[0].id
        finish(db, owner, start_assessment(db, owner, NOW), "name")
        texts = (
            db.scalar(
                text("SELECT length(answers) + length(result) + length(catalogue) FROM assessment")
            )
            or 0
        )
        page = db.scalar(text("PRAGMA page_size")) or 0
    assert (
        local_payload(page // 2)
        < texts + MAX_NAME_LENGTH
        < texts + MAX_NAME_LENGTH * HANGUL
        < local_payload(page)
    )


def local_payload(page: int) -> int:
    """Return the bytes of a row that stay on an index page (SQLite's file format, 1.6)."""
    return (page - 12) * 64 // 255 - 23
