"""A backup is one complete file, or none."""

import os
import sqlite3
import stat
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.storage.backup.create import back_up
from app.storage.backup.errors import (
    BackupBusy,
    Damaged,
    InTheWay,
    NoBackup,
    NothingThere,
    NotOurs,
    Parted,
    ProgramMissing,
)
from app.storage.backup.file import draft_of, read_contents, remove_drafts
from app.storage.backup.move import move
from app.storage.backup.postgresql_programs import newest_program
from app.storage.backup.restore import restore
from app.storage.databases.migrate import migrate
from app.storage.engine import StorageUnavailable, schema_change
from tests.storage.backups import find_programs, rows
from tests.storage.full_owner import with_everything
from tests.web.sharing.partitions import part


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    find_programs(monkeypatch)


def test_a_backup_is_readable_by_this_user_only_and_replaces_the_one_before(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "b"
    back_up(engine, path)
    path.chmod(0o644)  # as somebody's copying about may leave it
    back_up(engine, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read_contents(path)
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []


def test_it_overwrites_an_earlier_backup_and_no_other_file(engine: Engine, tmp_path: Path) -> None:
    migrate(engine)
    text, device = tmp_path / "notes", tmp_path / "device"
    text.write_text("somebody's own")
    device.symlink_to("/dev/null")
    own = [Path(str(engine.url.database))] if engine.dialect.name == "sqlite" else []
    for path in (text, device, *own):
        with pytest.raises(NotOurs):
            back_up(engine, path)
    assert text.read_text() == "somebody's own"
    assert device.is_symlink()
    rows(engine)
    text.write_text("")
    back_up(engine, text)
    read_contents(text)


def test_the_databases_own_programs_read_a_backup(engine: Engine, tmp_path: Path) -> None:
    """The line that Orienteer appends does not disturb them.

    A backup can be read without Orienteer.
    """
    with_everything(engine)
    back_up(engine, tmp_path / "b")
    if engine.dialect.name == "sqlite":
        with sqlite3.connect(tmp_path / "b") as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert plain.execute("SELECT count(*) FROM owner").fetchall() == [(1,)]
        plain.close()
    else:
        command = [
            newest_program("pg_restore"),
            "--data-only",
            "--table=owner",
            "--file=-",
            tmp_path / "b",
        ]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        assert result.stderr == ""
        assert "COPY public.owner" in result.stdout


@pytest.mark.parametrize("damage", ["cut", "changed", "longer", "empty", "other"])
def test_a_changed_file_is_refused_before_any_write(
    engine: Engine, tmp_path: Path, damage: str
) -> None:
    with_everything(engine)
    path = tmp_path / "b"
    back_up(engine, path)
    content, middle = path.read_bytes(), path.stat().st_size // 3
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    path.write_bytes(
        {
            "cut": content[:-9],
            "changed": flipped,
            "longer": content + b"x",
            "empty": b"",
            "other": b"SQLite format 3\0",
        }[damage]
    )
    before = rows(engine)
    with pytest.raises(NoBackup):
        restore(engine, path, replaces=True)
    assert rows(engine) == before


def test_a_backup_creates_no_database(empty: Engine, tmp_path: Path) -> None:
    with pytest.raises(NothingThere):
        back_up(empty, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    if empty.dialect.name == "sqlite":
        assert not Path(str(empty.url.database)).exists()


def test_partitioned_tables_are_moved_and_not_backed_up(
    copied_postgresql: Engine, sqlite: Engine, tmp_path: Path
) -> None:
    with_everything(copied_postgresql)
    before = rows(copied_postgresql)
    with schema_change(copied_postgresql) as db:
        part(db)
    with pytest.raises(Parted):
        back_up(copied_postgresql, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    move(copied_postgresql, sqlite)
    assert rows(sqlite) == before


def test_a_damaged_database_gives_no_backup_and_keeps_the_earlier_one(
    sqlite: Engine, tmp_path: Path
) -> None:
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


def test_a_temporary_file_of_a_killed_backup_does_no_harm(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / ".b.part").write_bytes(b"half of something" * 10_000)
    back_up(engine, tmp_path / "b")
    read_contents(tmp_path / "b")


@pytest.mark.parametrize("kind", ["link", "link to nothing", "file", "pipe"])
def test_another_users_file_at_the_temporary_name_is_not_touched(
    engine: Engine, tmp_path: Path, kind: str
) -> None:
    """Otherwise root overwrites a link's target, or gives the backup to the file's owner."""
    if os.geteuid():
        pytest.skip("nobody but root can make a file that is somebody else's")
    migrate(engine)
    folder, target = tmp_path / "backups", tmp_path / "target"
    folder.mkdir()
    name = "orienteer-20200101T000000Z.backup"
    planted = folder / f".{name}.part"
    if kind.startswith("link"):
        planted.symlink_to(target)
    elif kind == "pipe":
        os.mkfifo(planted)
    else:
        planted.write_text("somebody's own")
    if kind == "link":
        target.write_text("root's own")
    os.chown(planted, 65534, 65534, follow_symlinks=False)
    before = planted.lstat()
    with pytest.raises(InTheWay, match=planted.name):
        back_up(engine, folder / name)
    remove_drafts(folder)
    assert planted.lstat() == before
    assert [each.name for each in folder.iterdir()] == [planted.name]
    assert (target.read_text() if target.exists() else None) == (
        "root's own" if kind == "link" else None
    )
    assert kind != "file" or planted.read_text() == "somebody's own"


def test_without_postgresqls_programs_it_is_said_which_to_install(
    postgresql: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's pg_dump is version 15 here. It refuses a server of version 18."""
    migrate(postgresql)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramMissing, match="pg_dump of PostgreSQL 18"):
        back_up(postgresql, tmp_path / "b")
    assert list(tmp_path.iterdir()) == []
