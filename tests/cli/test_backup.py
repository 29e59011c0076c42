"""`orienteer backup`, `restore` and `move`: what they print and what they refuse."""

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine, writing
from app.storage.owners import create_owner
from tests.cli.test_instance import LANGUAGES, LONG_AGO, run
from tests.storage.backups import PROGRAMS

COMMAND = Path(sys.executable).with_name("orienteer")
LINE = re.compile(r"[a-z]+ \d+ [0-9a-f]{64}")
TABLES = ["assessment", "catalogue", "device", "owner", "plan", "progress", "share"]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """Return an instance with one owner."""
    folder = tmp_path / "instance"
    folder.mkdir()
    add_owner(folder)
    return folder


def add_owner(folder: Path) -> None:
    engine = open_engine(folder / "orienteer.db")
    migrate(engine)
    with writing(engine) as db:
        create_owner(db, LONG_AGO)
    engine.dispose()


def test_each_table_is_a_line_and_restored_they_are_the_same(
    instance: Path, tmp_path: Path
) -> None:
    made = run(instance, "backup", str(tmp_path / "b"))
    lines = made.stdout.splitlines()
    assert (made.returncode, [line.split()[0] for line in lines]) == (0, TABLES)
    assert all(LINE.fullmatch(line) for line in lines)
    assert str(tmp_path / "b") in made.stderr
    put_back = run(tmp_path / "fresh", "restore", str(tmp_path / "b"))
    assert (put_back.returncode, put_back.stdout) == (0, made.stdout)


def test_a_restore_over_owners_says_how_many_and_how_to_go_on(
    instance: Path, tmp_path: Path
) -> None:
    run(instance, "backup", str(tmp_path / "b"))
    add_owner(instance)
    told = run(instance, "restore", str(tmp_path / "b"))
    assert (
        told.returncode,
        told.stdout,
        "Owners in the database: 2." in told.stderr,
        "--replace" in told.stderr,
    ) == (2, "", True, True)
    assert run(instance, "restore", str(tmp_path / "b"), "--replace").returncode == 0
    assert "owner 1 " in run(instance, "backup", str(tmp_path / "again")).stdout


def test_into_a_folder_backups_are_named_by_the_time_and_the_newest_are_kept(
    instance: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in (
        "orienteer-20200101T000000Z.backup",
        "orienteer-20200102T000000Z.backup",
        "mine.backup",
    ):
        (folder / name).write_text("earlier")
    (folder / ".orienteer-20200103T000000Z.backup.part").write_text("left by one that was killed")
    (folder / ".video.part").write_text("what somebody else loads")
    assert run(instance, "backup", str(folder)).returncode == 0
    assert len(list(folder.iterdir())) == 5, "without --keep nothing goes"
    (folder / ".video.part").unlink()
    (folder / "orienteer-20990101T000000Z.backup").write_text("a clock that was ahead")
    told = run(instance, "backup", str(folder), "--keep", "2")
    names = sorted(each.name for each in folder.iterdir())
    assert told.returncode == 0
    assert names[0] == "mine.backup", "what has another name is not ours to remove"
    assert len(names) == 3
    assert names[2] == "orienteer-20990101T000000Z.backup"
    assert run(instance, "backup", str(folder), "--keep", "1").returncode == 0
    assert len([each for each in folder.iterdir() if each.stat().st_size > 1000]) == 1, (
        "the one just made stays"
    )


def test_a_backup_that_fails_removes_none_of_those_before(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "orienteer-20200101T000000Z.backup").write_text("earlier")
    assert run(tmp_path / "nothing", "backup", str(folder), "--keep", "1").returncode == 2
    assert [each.name for each in folder.iterdir()] == ["orienteer-20200101T000000Z.backup"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_one_sentence(instance: Path, tmp_path: Path, language: str) -> None:
    (tmp_path / "text").write_text("no backup")
    cases = {
        ("backup", str(tmp_path / "no folder" / "b")): "no folder",
        ("backup", str(tmp_path / "text"), "--keep", "3"): "--keep",
        ("backup", str(tmp_path / "text")): "Orienteer",
        ("backup", str(instance / "orienteer.db")): "Orienteer",
        ("restore", str(tmp_path / "not there")): "not there",
        ("restore", str(tmp_path / "text")): "Orienteer",
        ("restore", str(tmp_path)): str(tmp_path),
        ("move", "--to", "mysql://host/db"): "--to",
        ("move", "--to", f"sqlite:///{instance / 'orienteer.db'}"): "owner",
        ("move", "--to", "postgresql://127.0.0.1:1/o"): "DATABASE_URL",
        ("move", "--to", "postgresql://127.0.0.1:1/o?no_such=1"): "no_such",
    }
    for arguments, message in cases.items():
        told = run(instance, *arguments, language=language)
        assert (told.returncode, told.stdout, "Traceback" in told.stderr) == (2, "", False), (
            arguments,
            told.stderr,
        )
        assert message in told.stderr, told.stderr
        assert any("가" <= letter <= "힣" for letter in told.stderr) == (language == "ko"), (
            told.stderr
        )


def test_a_move_prints_the_new_setting_and_leaves_the_source_unchanged(
    instance: Path, tmp_path: Path
) -> None:
    before = run(instance, "backup", str(tmp_path / "b")).stdout
    target = f"sqlite:///{tmp_path / 'moved.db'}"
    told = run(instance, "move", "--to", target)
    assert (told.returncode, told.stdout, "DATABASE_URL" in told.stderr) == (0, before, True)
    assert run(instance, "backup", str(tmp_path / "b")).stdout == before
    assert run(tmp_path, "backup", str(tmp_path / "c"), DATABASE_URL=target).stdout == before


def test_a_full_disk_keeps_the_earlier_backup_and_leaves_no_partial_one(
    instance: Path, tmp_path: Path
) -> None:
    """A limit on file sizes stands for a full disk."""
    folder = tmp_path / "backups"
    folder.mkdir()
    assert run(instance, "backup", str(folder / "b")).returncode == 0
    earlier = (folder / "b").read_bytes()
    environment = {
        **os.environ,
        "ORIENTEER_INSTANCE": str(instance),
        "LC_ALL": "C.UTF-8",
        "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
    }
    for name in (
        "DATABASE_URL",
        *(name for name in environment if name.startswith("COVERAGE_")),
    ):  # whose file would be too large, too
        environment.pop(name, None)
    told = subprocess.run(
        [COMMAND, "backup", folder / "b"],
        env=environment,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )
    assert (told.returncode, told.stdout, "Traceback" in told.stderr) == (2, "", False), told.stderr
    assert [each.name for each in folder.iterdir()] == ["b"]
    assert (folder / "b").read_bytes() == earlier
