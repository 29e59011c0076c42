"""The restore drill: back up a real server under load, restore, and compare the rows."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.storage.answers import Answers
from app.storage.assessments import find_assessment
from app.storage.engine import open_engine, reading
from app.storage.owners import find_owner
from tests.browser.server import serving
from tests.storage.backups import PROGRAMS, holdings
from tests.storage.writers import Acknowledged, Writer, until, writing_at
from tests.support.postgresql import new_engine

pytestmark = pytest.mark.verify

COMMAND = Path(sys.executable).with_name("orienteer")


def orienteer(
    instance: Path, database: Engine, *arguments: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run a command on this database."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ORIENTEER_", "DATABASE_URL", "SECRET_KEY"))
    }
    ours = {
        "ORIENTEER_INSTANCE": str(instance),
        "DATABASE_URL": address(database),
        "LC_ALL": "C.UTF-8",
    }
    path = {"PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    return subprocess.run(
        [COMMAND, *arguments],
        env={**inherited, **ours, **path},
        capture_output=True,
        text=True,
        timeout=120,
    )


def address(database: Engine) -> str:
    return database.url.render_as_string(hide_password=False)


def answers(database: Engine, writer: Writer) -> Answers:
    with reading(database) as db:
        found = find_owner(db, writer.secret)
        kept = find_assessment(db, found.id, 1) if found else None
    return kept.answers if kept else {}


def lost(database: Engine, writer: Writer, before: float) -> list[Acknowledged]:
    """Return acknowledged answers that are missing without a later one in their place."""
    there = answers(database, writer)
    latest = {each.skill: each for each in writer.acknowledged if each.at < before}
    return [
        each
        for each in latest.values()
        if each.skill not in there or there[each.skill].revision < each.revision
    ]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_under_load_holds_every_answer_acknowledged_before_it(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database: Engine = (
        open_engine(f"sqlite:///{tmp_path / 'o.db'}")
        if kind == "sqlite"
        else request.getfixturevalue("postgresql")
    )
    backup = tmp_path / "drill.backup"
    with (
        serving(tmp_path / "served", DATABASE_URL=address(database)) as server,
        writing_at(server.url) as writers,
    ):
        until(writers, 20)
        began = time.monotonic()
        made = orienteer(tmp_path / "served", database, "backup", backup)
        ended = time.monotonic()
        until(writers, 5)
    assert (made.returncode, "Traceback" in made.stderr) == (0, False), made.stderr
    assert [each.failed for each in writers] == [0, 0, 0], "a backup holds up nobody"
    assert all(
        any(began < each.at < ended for each in writer.acknowledged) for writer in writers
    ), "it was made while they wrote"
    with _other(kind, tmp_path, database) as restored:
        put_back = orienteer(tmp_path / "restored", restored, "restore", backup)
        assert (put_back.returncode, put_back.stdout) == (0, made.stdout), put_back.stderr
        assert [lost(restored, each, began) for each in writers] == [[], [], []]
        assert [lost(database, each, time.monotonic()) for each in writers] == [[], [], []]
        assert _printed(holdings(restored)) == made.stdout
        with serving(tmp_path / "again", DATABASE_URL=address(restored)) as server:
            opener = writers[0].opener
            page = opener.open(f"{server.url}/assessments/1/review", timeout=20).read().decode()
            assert "data-skill" in page or "<h1" in page
    database.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_running_server_uses_a_restored_database_and_loses_no_later_answer(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database: Engine = (
        open_engine(f"sqlite:///{tmp_path / 'o.db'}")
        if kind == "sqlite"
        else request.getfixturevalue("postgresql")
    )
    backup = tmp_path / "b"
    with (
        serving(tmp_path / "served", DATABASE_URL=address(database)) as server,
        writing_at(server.url) as writers,
    ):
        until(writers, 5)
        assert orienteer(tmp_path / "served", database, "backup", backup).returncode == 0
        until(writers, 5)
        assert (
            orienteer(tmp_path / "served", database, "restore", backup, "--replace").returncode == 0
        )
        restored = time.monotonic()
        until(writers, 10)
    for each in writers:
        later = [known for known in each.acknowledged if known.at > restored]
        there = answers(database, each)
        assert later
        assert all(there[known.skill].revision >= known.revision for known in later)
    database.dispose()


@contextmanager
def _other(kind: str, tmp_path: Path, database: Engine) -> Iterator[Engine]:
    """Return an empty database of the same kind."""
    if kind == "postgresql":
        with new_engine(address(database)) as found:
            yield found
    else:
        found = open_engine(f"sqlite:///{tmp_path / 'restored.db'}")
        yield found
        found.dispose()


def _printed(tables: dict[str, object]) -> str:
    return "".join(f"{name} {held.count} {held.digest}\n" for name, held in sorted(tables.items()))  # type: ignore[attr-defined]
