"""Databases of every earlier version are upgraded and downgraded with every answer."""

import json
from urllib.request import Request, urlopen

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from app.scoring.result_json import result_from_json, result_in_full
from app.storage.answers import decode
from app.storage.backup.create import back_up
from app.storage.backup.restore import restore
from app.storage.databases.migrate import MIGRATIONS, is_migrated, migrate, migrate_down
from app.storage.engine import reading
from tests.browser.server import serving
from tests.storage.backups import find_programs, rows
from tests.storage.old_versions import SCHEMAS, Left, carry, leave, left_at


@pytest.fixture(
    params=[
        SCHEMAS[0],
        *(pytest.param(each, marks=pytest.mark.verify) for each in SCHEMAS[1:]),
    ]
)
def schema(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(empty: Engine, schema: str, request: pytest.FixtureRequest) -> Engine:
    """Yield a database as the version of that migration left it."""
    sqlite: Engine = request.getfixturevalue("sqlite")
    leave(sqlite, schema)
    if empty is not sqlite:
        carry(sqlite, empty, schema)
        assert rows(empty) == rows(sqlite)
    return empty


def get(url: str, path: str, secret: str = "") -> str:
    headers = {"Cookie": f"orienteer={secret}", "Accept-Language": "en"}
    with urlopen(Request(url + path, headers=headers), timeout=20) as page:
        return page.read().decode()


def levels(kept: dict[str, dict[str, dict[str, int | None]]]) -> dict[str, int | None]:
    return {skill: answer["level"] for skill, answer in kept["answers"].items()}


def test_there_is_a_database_of_every_migration() -> None:
    revisions = (each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    assert tuple(sorted(revisions)) == SCHEMAS


def test_this_version_serves_the_data_of_an_earlier_one(
    old: Engine, schema: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    left, address = left_at(schema), old.url.render_as_string(hide_password=False)
    settings = {"DATABASE_URL": address, "ORIENTEER_RETENTION_DAYS": "never"}
    with serving(tmp_path_factory.mktemp("served"), **settings) as server:
        everything = json.loads(get(server.url, "/data/export.json", left.secret))
        first, second = everything["assessments"]
        assert levels(first) == left.finished
        assert levels(second) == left.begun
        assert 'data-closest="mlops_engineer"' in get(server.url, "/assessments/1", left.secret)
        assert "data-step=" in get(server.url, "/assessments/1/plan", left.secret)
        assert "첫 평가 &lt;&amp;&gt;" in get(server.url, "/assessments", left.secret)
        get(server.url, "/assessments/2/review", left.secret)
        (gone,) = json.loads(get(server.url, "/data/export.json", left.deleted))["assessments"]
        assert set(levels(gone).values()) == {4}
        assert gone["deleted_at"]
        _opens_its_link(server.url, left)
    assert is_migrated(old)


def _opens_its_link(url: str, left: Left) -> None:
    if left.token:
        assert 'data-closest="mlops_engineer"' in get(url, f"/shared/{left.token}")


def test_up_and_down_again_gives_every_row_back(old: Engine, schema: str) -> None:
    before = rows(old)
    migrate(old)
    assert is_migrated(old)
    migrate_down(old, schema)
    assert rows(old) == before


def test_a_downgrade_writes_the_earlier_format(empty: Engine, sqlite: Engine) -> None:
    """0004 groups answers by level and drops a result's keys. Older code reads neither."""
    leave(sqlite, "0004")
    if empty is not sqlite:
        carry(sqlite, empty, "0004")
    texts = text("SELECT answers, result FROM assessment ORDER BY owner, number")
    with reading(empty) as db:
        shorter = db.execute(texts).all()
    migrate_down(empty, "0003")
    with reading(empty) as db:
        longer = db.execute(texts).all()
    for (answers, result), before in zip(longer, shorter, strict=True):
        assert json.loads(answers) == {
            skill: [answer.level, answer.revision]
            for skill, answer in decode(before.answers).items()
        }
        full = before.result and json.dumps(
            result_in_full(result_from_json(before.result)), separators=(",", ":")
        )
        assert result == full != before.result or result is before.result is None
    migrate(empty)
    with reading(empty) as db:
        assert db.execute(texts).all() == longer, "what is there stays as it is until it changes"


def test_a_backup_of_an_earlier_version_is_restored_and_migrated(
    old: Engine,
    schema: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The backup made before an upgrade can be used to go back, and forward again."""
    find_programs(monkeypatch)
    before, path = rows(old), tmp_path_factory.mktemp("backups") / "before"
    made = back_up(old, path)
    assert made.schema == schema
    assert rows(old) == before, "a backup changes nothing"
    migrate(old)
    after = rows(old)
    assert restore(old, path, replaces=True) == made
    assert is_migrated(old)
    assert rows(old) == after
