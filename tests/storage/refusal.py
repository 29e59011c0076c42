"""Databases that refuse writes, because of another connection's lock or as read-only."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from app.storage.engine import open_engine, writing
from app.storage.tables import metadata
from tests.support.postgresql import tell

REFUSALS = {
    "locked": {"sqlite": "PRAGMA busy_timeout = 20", "postgresql": "SET lock_timeout = 20"},
    "read-only": {
        "sqlite": "PRAGMA query_only = 1",
        "postgresql": "SET default_transaction_read_only = on",
    },
}
"""How → what each of our connections is told: to wait only briefly, or to refuse every write."""


@contextmanager
def refusing(engine: Engine, how: str) -> Iterator[None]:
    """Refuse every write within the block. Reads still work."""

    def prepare(connection: Any, *_: object) -> None:
        if (
            engine.dialect.name == "postgresql"
        ):  # which begins a transaction for whatever it is told, unless it is to commit at once
            commits_at_once, connection.autocommit = connection.autocommit, True
            connection.execute(REFUSALS[how]["postgresql"])
            connection.autocommit = commits_at_once
        else:
            connection.execute(REFUSALS[how]["sqlite"])

    event.listen(engine, "checkout", prepare)
    try:
        with held(engine) if how == "locked" else nullcontext():
            yield
    finally:
        event.remove(engine, "checkout", prepare)
        engine.dispose()


@contextmanager
def held(engine: Engine) -> Iterator[None]:
    """Hold the write lock on another connection within the block."""
    other = open_engine(engine.url.render_as_string(hide_password=False))
    try:
        with writing(other) as db:
            if db.dialect.name == "postgresql":
                tables = ", ".join(f'"{name}"' for name in metadata.tables)
                db.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            yield
    finally:
        other.dispose()


def lose(engine: Engine) -> None:
    """Destroy the database: overwrite its file, or drop it from the server."""
    engine.dispose()
    if engine.dialect.name == "postgresql":
        tell(
            engine.url.set(database="postgres").render_as_string(hide_password=False),
            f"DROP DATABASE {engine.url.database} WITH (FORCE)",
        )
        return
    file = Path(str(engine.url.database))
    for path in file.parent.glob(f"{file.name}*"):
        path.write_bytes(b"a letter to my aunt " * 500) if path == file else path.unlink()
