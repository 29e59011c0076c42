"""Statements that take long, told with their text and without their values; and what the database failed at."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext


def note_slow(engine: Engine, seconds: float, told: Callable[[str, float], None]) -> None:
    """Call `told(text, seconds)` after each statement that took longer than so many seconds, waiting for others included.

    The engine's own way to the driver is taken and not its events, which would cost a statement more than half of what it takes.
    """
    execute, execute_plain = engine.dialect.do_execute, engine.dialect.do_execute_no_params

    def timed(cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        began = perf_counter()
        try:
            execute(cursor, statement, parameters, context)
        finally:
            if (took := perf_counter() - began) > seconds:
                told(statement, took)

    def timed_plain(cursor: Any, statement: str, context: Any = None) -> None:
        began = perf_counter()
        try:
            execute_plain(cursor, statement, context)
        finally:
            if (took := perf_counter() - began) > seconds:
                told(statement, took)

    engine.dialect.do_execute = timed  # type: ignore[method-assign]
    engine.dialect.do_execute_no_params = timed_plain  # type: ignore[method-assign]


def note_errors(engine: Engine, told: Callable[[str], None]) -> None:
    """Call `told(kind)` for each statement or connection that failed, with the kind of the driver's error, such as OperationalError."""

    @event.listens_for(engine, "handle_error")
    def failed(error: ExceptionContext) -> None:
        told(type(error.original_exception).__name__)


def pool_use(engine: Engine) -> tuple[int, int]:
    """How many connections are in use, and how many may be."""
    pool: Any = engine.pool
    return pool.checkedout(), pool.size() + max(0, pool._max_overflow)
