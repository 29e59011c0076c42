"""Statements that take long, told with their text and without their values; and what the database failed at."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext


def note_slow(engine: Engine, seconds: float, told: Callable[[str, float], None]) -> None:
    """Call `told(text, seconds)` after each statement that took longer than so many seconds, waiting for others included."""

    @event.listens_for(engine, "before_cursor_execute")
    def begin(connection: Connection, *_rest: Any) -> None:
        connection.info["began"] = perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def end(connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:
        took = perf_counter() - connection.info["began"]
        if took > seconds:
            told(statement, took)


def note_errors(engine: Engine, told: Callable[[str], None]) -> None:
    """Call `told(kind)` for each statement or connection that failed, with the kind of the driver's error, such as OperationalError."""

    @event.listens_for(engine, "handle_error")
    def failed(error: ExceptionContext) -> None:
        told(type(error.original_exception).__name__)


def pool_use(engine: Engine) -> tuple[int, int]:
    """How many connections are in use, and how many may be."""
    pool: Any = engine.pool
    return pool.checkedout(), pool.size() + max(0, pool._max_overflow)
