"""A database that takes nothing, by its own means: somebody else holds it, or it cannot be written, as a standby cannot."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Engine, event

from app.storage.engine import open_engine, writing
from app.storage.tables import metadata

REFUSALS = {
    "locked": {"sqlite": "PRAGMA busy_timeout = 20", "postgresql": "SET LOCAL lock_timeout = 20"},
    "read-only": {"sqlite": "PRAGMA query_only = 1", "postgresql": "SET TRANSACTION READ ONLY"},
}
"""How → what each of our connections is told: to wait only briefly, or to refuse every write."""


@contextmanager
def refusing(engine: Engine, how: str) -> Iterator[None]:
    """Within the block every write is refused and every read answered; afterwards all is well again."""

    def prepare(connection: Any, *_: object) -> None:
        connection.execute(REFUSALS[how][engine.dialect.name])

    event.listen(engine, "checkout", prepare)
    try:
        with held(engine) if how == "locked" else nullcontext():
            yield
    finally:
        event.remove(engine, "checkout", prepare)
        engine.dispose()


@contextmanager
def held(engine: Engine) -> Iterator[None]:
    """Within the block somebody else is in the middle of writing: who wants to write too has to wait."""
    other = open_engine(engine.url.render_as_string(hide_password=False))
    try:
        with writing(other) as db:
            if db.dialect.name == "postgresql":
                tables = ", ".join(f'"{name}"' for name in metadata.tables)
                db.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            yield
    finally:
        other.dispose()
