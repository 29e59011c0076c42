"""A database that takes nothing, by SQLite's own means: another process holds it, or it cannot be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from app.storage.engine import sqlite_module

REFUSALS = {"locked": "busy_timeout = 20", "read-only": "query_only = 1"}
"""How → what each of our connections is told: to wait only briefly, or to refuse every write."""


@contextmanager
def refusing(engine: Engine, how: str) -> Iterator[None]:
    """Within the block every write is refused and every read answered; afterwards all is well again."""

    def prepare(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA {REFUSALS[how]}")

    other = sqlite_module().connect(engine.url.database, isolation_level=None)
    other.execute("PRAGMA journal_mode")
    if how == "locked":
        other.execute("BEGIN IMMEDIATE")
    event.listen(engine, "checkout", prepare)
    try:
        yield
    finally:
        event.remove(engine, "checkout", prepare)
        other.close()
        engine.dispose()
