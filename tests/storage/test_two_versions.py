"""Two versions on one database: one migrates, others wait, and compatible ones go on."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import Engine, text

from app.storage.databases import migrate as migrating
from app.storage.databases.migrate import NewerDatabase, current_schema, is_migrated, migrate
from app.storage.databases.postgresql import lock_migrations
from app.storage.engine import reading, writing
from tests.browser.server import serving
from tests.storage.old_versions import carry, leave
from tests.storage.writers import until, writing_at

pytestmark = pytest.mark.verify

COMMAND = Path(sys.executable).with_name("orienteer")
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event = 'advisory'"
)


def start(instance: Path, database: Engine) -> subprocess.Popen[str]:
    """Start a process that starts as a node does, migrates and ends."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ORIENTEER_", "DATABASE_URL", "SECRET_KEY"))
    }
    ours = {
        "ORIENTEER_INSTANCE": str(instance),
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
    }
    return subprocess.Popen(
        [COMMAND, "purge"],
        env={**inherited, **ours},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_of_two_nodes_starting_at_once_one_migrates_and_the_other_waits(
    sqlite: Engine, postgresql: Engine, tmp_path: Path
) -> None:
    leave(sqlite, "0001")
    carry(sqlite, postgresql, "0001")
    with writing(postgresql) as held:
        lock_migrations(held)
        nodes = [start(tmp_path / name, postgresql) for name in ("one", "other")]
        end = time.monotonic() + 60
        while True:
            with reading(postgresql) as db:
                if db.scalar(WAITING) == 2:  # both have seen that there is something to migrate
                    break
            assert time.monotonic() < end
            time.sleep(0.05)
    told = [node.communicate(timeout=60)[1] for node in nodes]
    assert [node.returncode for node in nodes] == [0, 0], told
    assert is_migrated(postgresql)
    with reading(postgresql) as db:
        assert db.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        assert db.scalar(text("SELECT count(*) FROM device")) == 2


def expand(engine: Engine, name: str) -> None:
    """Apply a later version's compatible migration, which older code can ignore."""
    with writing(engine) as db:
        db.execute(text("ALTER TABLE assessment ADD COLUMN later TEXT"))
        db.execute(text("UPDATE alembic_version SET version_num = :name"), {"name": name})


def test_nodes_run_and_start_beside_a_compatible_later_version(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = {"DATABASE_URL": engine.url.render_as_string(hide_password=False)}
    with (
        serving(tmp_path_factory.mktemp("running"), **settings) as running,
        writing_at(running.url) as writers,
    ):
        until(writers, 5)
        expand(engine, "9001_0004")
        until(writers, 5)
        with serving(tmp_path_factory.mktemp("started"), **settings) as started:
            cookie = {"Cookie": f"orienteer={writers[0].secret}"}
            with urlopen(
                Request(f"{started.url}/data/export.json", headers=cookie), timeout=20
            ) as page:
                assert json.loads(page.read())["assessments"][0]["answers"]
            with urlopen(f"{started.url}/readyz", timeout=20) as ready:
                assert ready.status == 200
    assert [each.failed for each in writers] == [0, 0, 0]
    with reading(engine) as db:
        assert current_schema(db) == "9001_0004", "nobody took the later version's mark away"


def test_compatible_versions_are_known_from_the_stored_number(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version at `0005_0004` can serve `0006_0005`, and not `0007_0006`."""
    monkeypatch.setattr(migrating, "_revisions", lambda: {"0004", "0005_0004"})
    expand(engine, "0006_0005")
    assert is_migrated(engine)
    with writing(engine) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0007_0006'"))
    assert not is_migrated(engine)


@pytest.mark.parametrize("name", ["9001", "9002_9001", "0004_", "_0004_0004", "x"])
def test_a_later_version_not_declared_compatible_is_refused(engine: Engine, name: str) -> None:
    expand(engine, name)
    assert not is_migrated(engine)
    with pytest.raises(NewerDatabase):
        migrate(engine)
    with reading(engine) as db:
        assert current_schema(db) == name
