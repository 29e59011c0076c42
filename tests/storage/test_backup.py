"""A backup is one file, whole or not there; restored it is the same rows, all of them or none."""

import sqlite3
import stat
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.storage import moving
from app.storage.backup import back_up
from app.storage.backup_file import draft_of, read_contents
from app.storage.digests import Held
from app.storage.engine import StorageUnavailable, open_engine, writing
from app.storage.migrate import NewerDatabase, is_migrated, migrate
from app.storage.owners import begin_owner
from app.storage.postgresql_programs import newest_program
from app.storage.refusals import BackupBusy, Damaged, NoBackup, NothingThere, OtherDatabase, OwnersThere, ProgramMissing, TablesThere
from app.storage.restoring import restore
from tests.storage.backups import find_programs, holdings, rows
from tests.storage.conftest import NOW
from tests.storage.kept import with_everything
from tests.storage.postgresql import new_database


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    find_programs(monkeypatch)


@pytest.fixture
def other(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A second, empty database of the same kind."""
    if engine.dialect.name == "postgresql":
        with new_database(request.getfixturevalue("postgresql_url")) as found:
            yield found
    else:
        found = open_engine(tmp_path / "other.db")
        yield found
        found.dispose()


def test_what_is_restored_is_what_was_there(engine: Engine, other: Engine, tmp_path: Path) -> None:
    for mark in ("first", "둘째"):
        with_everything(engine, mark)
    made = back_up(engine, tmp_path / "b")
    assert made == read_contents(tmp_path / "b")
    assert made.tables == holdings(engine)
    assert restore(other, tmp_path / "b", replaces=False) == made
    assert rows(other) == rows(engine)
    assert is_migrated(other)


def test_a_backup_is_this_users_alone_and_replaces_the_one_before(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_text("an earlier one that everybody may read")
    back_up(engine, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read_contents(path)
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []


def test_the_databases_own_programs_read_a_backup(engine: Engine, tmp_path: Path) -> None:
    """The line after it is in nobody's way: what was made today can be read without Orienteer."""
    with_everything(engine)
    back_up(engine, tmp_path / "b")
    if engine.dialect.name == "sqlite":
        with sqlite3.connect(tmp_path / "b") as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert plain.execute("SELECT count(*) FROM owner").fetchall() == [(1,)]
        plain.close()
    else:
        command = [newest_program("pg_restore"), "--data-only", "--table=owner", "--file=-", tmp_path / "b"]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        assert said.stderr == ""
        assert "COPY public.owner" in said.stdout


def test_owners_are_replaced_only_when_that_is_said(engine: Engine, tmp_path: Path) -> None:
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


def test_a_restore_that_fails_at_its_end_leaves_what_was_there(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup's line says one row more than there is: all is in place already when that is found."""
    with_everything(engine)
    made = back_up(engine, tmp_path / "b")
    before = rows(engine)
    count = made.tables["share"].count
    content = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(content.replace(f'"share":[{count},'.encode(), f'"share":[{count + 1},'.encode()))
    with pytest.raises(Exception, match="share"):
        restore(engine, tmp_path / "b", replaces=True)
    assert rows(engine) == before


@pytest.mark.parametrize("damage", ["cut", "changed", "longer", "empty", "other"])
def test_a_file_that_is_not_as_it_was_written_is_refused_before_anything_is_touched(engine: Engine, tmp_path: Path, damage: str) -> None:
    with_everything(engine)
    path = tmp_path / "b"
    back_up(engine, path)
    content, middle = path.read_bytes(), path.stat().st_size // 3
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    path.write_bytes(
        {"cut": content[:-9], "changed": flipped, "longer": content + b"x", "empty": b"", "other": b"SQLite format 3\0"}[damage]
    )
    before = rows(engine)
    with pytest.raises(NoBackup):
        restore(engine, path, replaces=True)
    assert rows(engine) == before


def test_a_backup_of_a_newer_version_is_refused(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    back_up(engine, tmp_path / "b")
    with pytest.raises(NewerDatabase):
        restore(engine, tmp_path / "b", replaces=True)


def test_a_newer_database_is_put_back_to_a_backup_from_before(engine: Engine, tmp_path: Path) -> None:
    """What the start says to do when an older version finds a newer database."""
    with_everything(engine)
    made = back_up(engine, tmp_path / "b")
    with writing(engine) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    restore(engine, tmp_path / "b", replaces=True)
    assert is_migrated(engine)
    assert holdings(engine) == made.tables


def test_a_sqlite_files_backup_goes_into_a_postgresql_and_not_the_other_way(sqlite: Engine, postgresql: Engine, tmp_path: Path) -> None:
    migrate(sqlite)
    with_everything(sqlite)
    back_up(sqlite, tmp_path / "b")
    restore(postgresql, tmp_path / "b", replaces=False)
    assert rows(postgresql) == rows(sqlite)
    back_up(postgresql, tmp_path / "p")
    with pytest.raises(OtherDatabase):
        restore(sqlite, tmp_path / "p", replaces=True)


def test_where_there_is_no_database_none_is_made(empty: Engine, tmp_path: Path) -> None:
    with pytest.raises(NothingThere):
        back_up(empty, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    if empty.dialect.name == "sqlite":
        assert not Path(str(empty.url.database)).exists()


def test_a_damaged_database_gives_no_backup_and_the_earlier_one_stays(sqlite: Engine, tmp_path: Path) -> None:
    migrate(sqlite)
    for number in range(200):
        with_everything(sqlite, str(number))
    back_up(sqlite, tmp_path / "b")
    earlier = (tmp_path / "b").read_bytes()
    sqlite.dispose()
    file = Path(str(sqlite.url.database))
    with file.open("r+b") as there:
        there.seek(file.stat().st_size // 2 // 4096 * 4096)
        there.write(b"\xff" * 4096)
    with pytest.raises((Damaged, StorageUnavailable)):
        back_up(sqlite, tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == earlier


def test_two_backups_to_one_name_do_not_mix(engine: Engine, tmp_path: Path) -> None:
    with draft_of(tmp_path / "b"), pytest.raises(BackupBusy):
        back_up(engine, tmp_path / "b")
    back_up(engine, tmp_path / "b")


def test_a_draft_that_a_killed_backup_left_is_in_nobodys_way(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / ".b.part").write_bytes(b"half of something" * 10_000)
    back_up(engine, tmp_path / "b")
    read_contents(tmp_path / "b")


def test_without_postgresqls_programs_it_is_said_which_to_install(
    postgresql: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's own here are of version 15, and the server is of 18: an older pg_dump would refuse it."""
    migrate(postgresql)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramMissing, match="pg_dump of PostgreSQL 18"):
        back_up(postgresql, tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def begin(engine: Engine) -> None:
    """Write, and do not wait for long."""
    with writing(engine) as db:
        if engine.dialect.name == "postgresql":
            db.execute(text("SET LOCAL lock_timeout = '100ms'"))
        begin_owner(db, NOW)


def test_while_a_restore_runs_others_read_what_was_there_and_write_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction in the same database, so that a server's open connections follow: first all that was, then all that is restored."""
    with_everything(engine, "kept")
    made = back_up(engine, tmp_path / "b")
    with_everything(engine, "later")
    before = rows(engine)
    server = open_engine(engine.url.render_as_string(hide_password=False))
    compare, looked = moving._compare, []

    def look(*held: Mapping[str, Held]) -> None:
        looked.append(rows(server) == before)
        with pytest.raises(StorageUnavailable):
            begin(server)
        compare(*held)

    monkeypatch.setattr(moving, "_compare", look)
    restore(engine, tmp_path / "b", replaces=True)
    assert looked == [True]
    assert holdings(server) == made.tables
    with writing(server) as db:
        begin_owner(db, NOW)
    assert holdings(engine)["owner"].count == 2
    server.dispose()
