"""A restore gives the same rows, all of them or none."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.storage.backup import move as moving
from app.storage.backup.checksums import TableChecksum
from app.storage.backup.create import back_up
from app.storage.backup.errors import OtherDatabase, OwnersThere, TablesThere
from app.storage.backup.file import read_contents
from app.storage.backup.restore import restore
from app.storage.databases.migrate import NewerDatabase, is_migrated, migrate
from app.storage.engine import StorageUnavailable, open_engine, writing
from app.storage.owners import create_owner
from tests.storage.backups import find_programs, holdings, rows
from tests.storage.conftest import NOW
from tests.storage.full_owner import with_everything
from tests.support.postgresql import new_engine


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    find_programs(monkeypatch)


@pytest.fixture
def other(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Yield a second, empty database of the same kind."""
    if engine.dialect.name == "postgresql":
        with new_engine(request.getfixturevalue("postgresql_url")) as found:
            yield found
    else:
        found = open_engine(tmp_path / "other.db")
        yield found
        found.dispose()


def test_a_restore_gives_the_same_rows(engine: Engine, other: Engine, tmp_path: Path) -> None:
    for mark in ("first", "둘째"):
        with_everything(engine, mark)
    made = back_up(engine, tmp_path / "b")
    assert made == read_contents(tmp_path / "b")
    assert made.tables == holdings(engine)
    assert restore(other, tmp_path / "b", replaces=False) == made
    assert rows(other) == rows(engine)
    assert is_migrated(other)


def test_owners_are_replaced_only_on_request(engine: Engine, tmp_path: Path) -> None:
    with_everything(engine, "kept")
    made = back_up(engine, tmp_path / "b")
    with_everything(engine, "later")
    later = rows(engine)
    with pytest.raises(OwnersThere):
        restore(engine, tmp_path / "b", replaces=False)
    assert rows(engine) == later
    restore(engine, tmp_path / "b", replaces=True)
    assert holdings(engine) == made.tables


def test_tables_that_are_not_ours_are_never_dropped(engine: Engine, tmp_path: Path) -> None:
    back_up(engine, tmp_path / "b")
    with writing(engine) as db:
        db.execute(text("CREATE TABLE theirs (x INTEGER)"))
    with pytest.raises(TablesThere, match="theirs"):
        restore(engine, tmp_path / "b", replaces=True)
    assert "theirs" in rows(engine)


def test_a_failed_restore_leaves_the_database_unchanged(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup's line claims one row too many, which is found at the end."""
    with_everything(engine)
    made = back_up(engine, tmp_path / "b")
    before = rows(engine)
    count = made.tables["share"].count
    content = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(
        content.replace(f'"share":[{count},'.encode(), f'"share":[{count + 1},'.encode())
    )
    with pytest.raises(Exception, match="share"):
        restore(engine, tmp_path / "b", replaces=True)
    assert rows(engine) == before


def test_a_backup_of_a_newer_version_is_refused(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    back_up(engine, tmp_path / "b")
    with pytest.raises(NewerDatabase):
        restore(engine, tmp_path / "b", replaces=True)


def test_a_newer_database_can_be_replaced_by_an_older_backup(
    engine: Engine, tmp_path: Path
) -> None:
    """The start suggests it when an older version finds a newer database."""
    with_everything(engine)
    made = back_up(engine, tmp_path / "b")
    with writing(engine) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    restore(engine, tmp_path / "b", replaces=True)
    assert is_migrated(engine)
    assert holdings(engine) == made.tables


def test_a_sqlite_files_backup_goes_into_a_postgresql_and_not_the_other_way(
    sqlite: Engine, postgresql: Engine, tmp_path: Path
) -> None:
    migrate(sqlite)
    with_everything(sqlite)
    back_up(sqlite, tmp_path / "b")
    restore(postgresql, tmp_path / "b", replaces=False)
    assert rows(postgresql) == rows(sqlite)
    back_up(postgresql, tmp_path / "p")
    with pytest.raises(OtherDatabase):
        restore(sqlite, tmp_path / "p", replaces=True)


def begin(engine: Engine) -> None:
    """Write with a short lock time-out."""
    with writing(engine) as db:
        if engine.dialect.name == "postgresql":
            db.execute(text("SET LOCAL lock_timeout = '100ms'"))
        create_owner(db, NOW)


def test_during_a_restore_others_read_the_old_rows_and_cannot_write(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restore is one transaction. A running server reads only old rows, then only new ones."""
    with_everything(engine, "kept")
    made = back_up(engine, tmp_path / "b")
    with_everything(engine, "later")
    before = rows(engine)
    server = open_engine(engine.url.render_as_string(hide_password=False))
    compare, looked = moving._compare, []

    def look(*held: Mapping[str, TableChecksum]) -> None:
        looked.append(rows(server) == before)
        with pytest.raises(StorageUnavailable):
            begin(server)
        compare(*held)

    monkeypatch.setattr(moving, "_compare", look)
    restore(engine, tmp_path / "b", replaces=True)
    assert looked == [True]
    assert holdings(server) == made.tables
    with writing(server) as db:
        create_owner(db, NOW)
    assert holdings(engine)["owner"].count == 2
    server.dispose()
