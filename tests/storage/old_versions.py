"""Databases of earlier versions of Orienteer: an SQLite dump for each migration.

A JSON file beside each dump has the data of its owners: the secret, answers of a finished and
an open assessment, the secret of the owner of a deleted one, and from 0003 on a link's token.
Times that a clean-up compares are in 2096.
"""

import json
import lzma
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from app.storage.backup.checksums import existing_tables
from app.storage.backup.move import rows_of
from app.storage.databases.migrate import migrate
from app.storage.engine import reading, writing

FOLDER = Path(__file__).parent / "schemas"
SCHEMAS = tuple(sorted(path.name.split(".")[0] for path in FOLDER.glob("*.sql.xz")))
Levels = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Left:
    """The data that an earlier version had stored."""

    secret: str
    finished: Levels
    begun: Levels
    deleted: str
    token: str | None = None


def left_at(schema: str) -> Left:
    """Return the data in the database of that migration."""
    found: dict[str, Any] = json.loads((FOLDER / f"{schema}.json").read_text())
    return Left(**found)


def leave(sqlite: Engine, schema: str) -> None:
    """Fill an empty SQLite file with the dump of that migration."""
    plain = sqlite3.connect(str(sqlite.url.database))
    plain.executescript(lzma.decompress((FOLDER / f"{schema}.sql.xz").read_bytes()).decode())
    plain.close()


def carry(sqlite: Engine, postgresql: Engine, schema: str) -> None:
    """Copy the same rows into a PostgreSQL database of that migration."""
    migrate(postgresql, schema)
    with reading(sqlite) as source, writing(postgresql) as db:
        for table in existing_tables(db):
            rows_of(source)(db, table)
