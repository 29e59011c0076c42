"""`orienteer serve` and `orienteer purge` as processes: errors name the fix, in both languages."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from app.storage.assessments import find_assessment, start_assessment
from app.storage.cleanup import DAY_SECONDS
from app.storage.databases.migrate import migrate
from app.storage.deletion import delete_assessment
from app.storage.engine import Connection, open_engine, reading, writing
from app.storage.owners import create_owner
from app.storage.shares import create_share, find_shared, new_token
from app.storage.tables import owner
from config import read_settings
from tests.browser.server import serving
from tests.support.databases import Environ

COMMAND = Path(sys.executable).with_name("orienteer")
OURS = ("ORIENTEER_", "DATABASE_URL", "SECRET_KEY", "LC_", "LANG")
LOCALES = {"en": "C.UTF-8", "ko": "ko_KR.UTF-8"}
LANGUAGES = ["en", pytest.param("ko", marks=pytest.mark.verify)]
"""Each starts a process. `make test` runs Korean commands in test_language.py without one."""
LONG_AGO = 1_700_000_000


def run(
    folder: Path, *arguments: str, language: str = "en", **settings: str
) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment = {
        **inherited,
        "ORIENTEER_INSTANCE": str(folder),
        "LC_ALL": LOCALES[language],
        **settings,
    }
    return subprocess.run(
        [COMMAND, *arguments], env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def engine(environ: Environ) -> Iterator[Engine]:
    """Yield the migrated database of the instance."""
    found = open_engine(read_settings(environ).database)
    migrate(found)
    yield found
    found.dispose()


def come_lately(db: Connection) -> None:
    """Add an owner whose last visit confirms the clock."""
    create_owner(db, int(time.time()) - 10 * DAY_SECONDS)


WRONG = {
    "ORIENTEER_LANGUAGE": "fr",
    "ORIENTEER_PROXIES": "x",
    "ORIENTEER_RETENTION_DAYS": "5",
    "ORIENTEER_HOSTS": "a!b",
    "ORIENTEER_INSECURE_HTTP": "maybe",
    "ORIENTEER_INSTANCE": "/proc/nowhere",
    "SECRET_KEY": "short",
    "SECRET_KEY_FALLBACKS": "short",
    "DATABASE_URL": "mysql://host/db",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_stops_the_start_with_its_name_and_the_fix(
    tmp_path: Path, name: str, language: str
) -> None:
    told = run(tmp_path, "serve", "--port", "1", language=language, **{name: WRONG[name]})
    assert (told.returncode, told.stdout) == (2, "")
    assert name in told.stderr
    assert "Traceback" not in told.stderr
    assert any("가" <= letter <= "힣" for letter in told.stderr) == (language == "ko")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/o.db",
        "postgresql://127.0.0.1:port/o",
        "postgresql://127.0.0.1:1/o?nonsense=1",
    ],
)
def test_a_database_that_cannot_be_opened_stops_the_start(tmp_path: Path, url: str) -> None:
    told = run(tmp_path, "purge", DATABASE_URL=url)
    assert (told.returncode, told.stdout) == (2, "")
    assert "DATABASE_URL" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_key_file_that_is_damaged_stops_the_start(tmp_path: Path) -> None:
    for damage in (b"", b"\xff" * 64, b"\0" * 64):
        (tmp_path / "secret_key").write_bytes(damage)
        told = run(tmp_path, "purge")
        assert (told.returncode, "secret_key" in told.stderr, "Traceback" in told.stderr) == (
            2,
            True,
            False,
        )


def test_a_database_of_a_newer_version_stops_the_start(
    engine: Engine, environ: Environ, tmp_path: Path
) -> None:
    with writing(engine) as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    told = run(tmp_path, "purge", **environ)
    assert (told.returncode, "newer" in told.stderr, "Traceback" in told.stderr) == (2, True, False)


def test_a_port_in_use_is_reported_at_once(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = run(tmp_path, "serve", "--port", str(other.getsockname()[1]))
    assert (told.returncode, "PORT=" in told.stderr) == (2, True)


@pytest.mark.parametrize("host", ["::1", "", "no such host"])
def test_an_invalid_host_is_reported_at_once(tmp_path: Path, host: str) -> None:
    told = run(tmp_path, "serve", "--host", host, "--port", "1")
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)


def test_a_purge_removes_old_deletions_and_idle_owners(
    engine: Engine, environ: Environ, tmp_path: Path
) -> None:
    with writing(engine) as db:
        here, away = (create_owner(db, LONG_AGO)[0].id for _ in range(2))
        for person in (here, away):
            start_assessment(db, person, LONG_AGO)
        start_assessment(db, here, LONG_AGO, start_assessment(db, here, LONG_AGO))
        db.execute(update(owner).where(owner.c.id == here).values(seen_at=LONG_AGO * 2))
        delete_assessment(db, here, 1, LONG_AGO)
        come_lately(db)
    told = run(tmp_path, "purge", **environ)
    removed = "Removed: 1 deleted assessments, 1 idle owners with all of theirs.\n"
    made_anew = (
        "The database file was made anew: nothing of what was removed is left in it.\n"
        if engine.dialect.name == "sqlite"
        else ""
    )
    assert (told.returncode, told.stdout) == (0, removed + made_anew)
    with reading(engine) as db:
        assert find_assessment(db, here, 2) is not None
        assert find_assessment(db, away, 1) is None


SAID = {"en": "orienteer purge --anyway", "ko": "orienteer purge --anyway를 실행"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_purge_with_a_doubtful_clock_keeps_idle_owners_unless_forced(
    engine: Engine, environ: Environ, tmp_path: Path, language: str
) -> None:
    with writing(engine) as db:
        away = create_owner(db, LONG_AGO)[0].id
        start_assessment(db, away, LONG_AGO)
    told = run(tmp_path, "purge", language=language, **environ)
    assert (
        told.returncode,
        SAID[language] in told.stderr,
        time.strftime("%Y-%m-%d", time.gmtime()) in told.stderr,
    ) == (0, True, True)
    with reading(engine) as db:
        assert find_assessment(db, away, 1) is not None
    assert run(tmp_path, "purge", "--anyway", language=language, **environ).stderr == ""
    with reading(engine) as db:
        assert find_assessment(db, away, 1) is None


@pytest.mark.parametrize("log", ["text", "json"])
def test_a_server_with_a_doubtful_clock_warns_and_serves(
    engine: Engine, environ: Environ, tmp_path: Path, log: str
) -> None:
    with writing(engine) as db:
        away = create_owner(db, LONG_AGO)[0].id
        start_assessment(db, away, LONG_AGO)
    with serving(tmp_path / "instance", **(environ | {"ORIENTEER_LOG": log})) as server:
        line = server.errors.read_text().splitlines()[0]
    assert SAID["en"] in line
    assert log == "text" or json.loads(line)["level"] == "warning"
    with reading(engine) as db:
        assert find_assessment(db, away, 1) is not None


def test_a_purge_removes_expired_links(engine: Engine, environ: Environ, tmp_path: Path) -> None:
    with writing(engine) as db:
        here = create_owner(db, LONG_AGO * 2)[0].id
        found = find_assessment(db, here, start_assessment(db, here, LONG_AGO))
        assert found
        over, live = new_token(), new_token()
        for token, begun in {over: LONG_AGO, live: LONG_AGO * 2}.items():
            assert create_share(
                db, found, token, with_ratings=True, with_plan=True, days=1, now=begun
            )
    assert run(tmp_path, "purge", **environ).returncode == 0
    with reading(engine) as db:
        assert find_shared(db, over, LONG_AGO) is None, "not even the clock put back finds it"
        assert find_shared(db, live, LONG_AGO * 2)
