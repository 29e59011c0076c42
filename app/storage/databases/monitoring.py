"""Observers of an engine: slow statements, failed statements, and the use of its pool."""

from collections.abc import Callable
from time import perf_counter
from typing import Final, cast

from sqlalchemy import Connection, Engine, QueuePool, event
from sqlalchemy.engine import ExceptionContext

STARTED: Final = "statement_started"


def note_slow(engine: Engine, seconds: float, callback: Callable[[str, float], None]) -> None:
    """Call `callback(text, seconds)` after each statement that took longer than that.

    The time includes waiting for locks. A statement that failed is reported as well.
    """

    @event.listens_for(engine, "before_cursor_execute")
    def start(connection: Connection, *_: object) -> None:
        connection.info[STARTED] = perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def finish(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        report(connection, statement)

    @event.listens_for(engine, "handle_error")
    def fail(error: ExceptionContext) -> None:
        if error.connection and error.statement:
            report(error.connection, error.statement)

    def report(connection: Connection, statement: str) -> None:
        started = connection.info.pop(STARTED, None)
        if started is not None and (took := perf_counter() - started) > seconds:
            callback(statement, took)


def note_errors(engine: Engine, callback: Callable[[str], None]) -> None:
    """Call `callback(kind)` for each failed statement or connection.

    The kind is the class name of the driver's error, such as OperationalError.
    """

    @event.listens_for(engine, "handle_error")
    def failed(error: ExceptionContext) -> None:
        callback(type(error.original_exception).__name__)


def pool_use(engine: Engine) -> tuple[int, int]:
    """Return how many connections are in use, and the pool's size, which has no overflow."""
    pool = cast(QueuePool, engine.pool)
    return pool.checkedout(), pool.size()
