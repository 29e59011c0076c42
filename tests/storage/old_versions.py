"""Databases that earlier versions of Orienteer made: a dump of SQLite for each migration.

Beside each dump stands what somebody had done then: their secret, their finished and their open
answers, the secret of somebody with a deleted assessment, and from 0003 on the token of a link.
Times that a clean-up compares lie in 2096.
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
    """What somebody had done with an earlier version."""

    secret: str
    finished: Levels
    begun: Levels
    deleted: str
    token: str | None = None


def left_at(schema: str) -> Left:
    """What is in the database of that migration."""
    found: dict[str, Any] = json.loads((FOLDER / f"{schema}.json").read_text())
    return Left(**found)


def leave(sqlite: Engine, schema: str) -> None:
    """Fill an empty SQLite file as the version of that migration left it."""
    plain = sqlite3.connect(str(sqlite.url.database))
    plain.executescript(lzma.decompress((FOLDER / f"{schema}.sql.xz").read_bytes()).decode())
    plain.close()


def carry(sqlite: Engine, postgresql: Engine, schema: str) -> None:
    """The same rows in a PostgreSQL of that migration."""
    migrate(postgresql, schema)
    with reading(sqlite) as source, writing(postgresql) as db:
        for table in existing_tables(db):
            rows_of(source)(db, table)
