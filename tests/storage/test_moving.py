"""Moving copies an instance into an empty database, whole or not at all. The source stays."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from app.storage.backup.errors import NothingThere, TablesThere
from app.storage.backup.move import move
from app.storage.databases.migrate import NewerDatabase, is_migrated, migrate
from app.storage.engine import StorageUnavailable, open_engine, writing
from tests.storage.backups import holdings, rows
from tests.storage.full_owner import with_everything
from tests.storage.old_versions import SCHEMAS, leave


def tables(engine: Engine) -> list[str]:
    return inspect(engine).get_table_names()


def test_every_row_goes_from_sqlite_to_postgresql_and_back(
    sqlite: Engine, postgresql: Engine, tmp_path: Path
) -> None:
    migrate(sqlite)
    for mark in ("first", "둘째 \\ \t \n 줄"):
        with_everything(sqlite, mark)
    before = rows(sqlite)
    assert move(sqlite, postgresql) == holdings(postgresql) == holdings(sqlite)
    assert rows(postgresql) == before
    back = open_engine(tmp_path / "back.db")
    move(postgresql, back)
    assert rows(back) == rows(sqlite) == before
    assert is_migrated(postgresql)
    assert is_migrated(back)
    back.dispose()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_database_of_an_earlier_version_arrives_migrated_and_stays_unchanged(
    sqlite: Engine, postgresql: Engine, schema: str
) -> None:
    leave(sqlite, schema)
    before = rows(sqlite)
    move(sqlite, postgresql)
    assert rows(sqlite) == before
    migrate(sqlite)
    assert rows(postgresql) == rows(sqlite)


def test_a_target_with_data_is_left_unchanged(sqlite: Engine, postgresql: Engine) -> None:
    migrate(sqlite)
    with writing(postgresql) as db:
        db.execute(text("CREATE TABLE theirs (x INTEGER)"))
    with pytest.raises(TablesThere, match="theirs"):
        move(sqlite, postgresql)
    assert tables(postgresql) == ["theirs"]


def test_one_row_that_the_target_refuses_leaves_the_target_empty(
    sqlite: Engine, postgresql: Engine
) -> None:
    """PostgreSQL refuses a text with a NUL. Rows copied before it are rolled back."""
    migrate(sqlite)
    kept = with_everything(sqlite)
    with writing(sqlite) as db:
        db.execute(
            text("UPDATE progress SET note = :note WHERE owner = :owner AND step = 'sql.1'"),
            {"note": "a\0b", "owner": kept.id},
        )
    with pytest.raises(StorageUnavailable):
        move(sqlite, postgresql)
    assert tables(postgresql) == []


def test_rows_that_break_a_constraint_are_not_moved(sqlite: Engine, tmp_path: Path) -> None:
    migrate(sqlite)
    kept = with_everything(sqlite)
    with writing(sqlite) as db:
        db.execute(text("PRAGMA ignore_check_constraints=ON"))
        db.execute(
            text("UPDATE assessment SET hours_a_week = 99 WHERE owner = :owner"), {"owner": kept.id}
        )
    target = open_engine(tmp_path / "target.db")
    with pytest.raises(StorageUnavailable):
        move(sqlite, target)
    assert tables(target) == []
    target.dispose()


def test_a_missing_or_newer_source_is_refused(sqlite: Engine, postgresql: Engine) -> None:
    with pytest.raises(NothingThere):
        move(sqlite, postgresql)
    migrate(sqlite)
    with writing(sqlite) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        move(sqlite, postgresql)
    assert tables(postgresql) == []
