"""A psycopg connection with a time-out for the server's responses.

A frozen server, as on a disk that hangs, keeps its connections open and acknowledges packets, so
neither the system's time-outs nor the server's own statement time-out fire. psycopg has no such
time-out of its own; `Connection.wait` is where its documentation lets one give it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import Connection

RESPONSE_TIMEOUT: Final = 12.0
"""Seconds; more than the server's own statement time-out."""
POLL_SECONDS: Final = 0.1
T = TypeVar("T")


class TimeoutConnection(psycopg.Connection[Any]):
    """Closes itself when a response takes longer than so many seconds; None waits for ever."""

    response_timeout: float | None = RESPONSE_TIMEOUT

    def wait(
        self, gen: PQGen[T], interval: float = POLL_SECONDS, timeout: float | None = None
    ) -> T:
        """Return the response. Raises OperationalError."""
        try:
            return super().wait(
                gen, interval, self.response_timeout if timeout is None else timeout
            )
        except psycopg.OperationalError as error:
            if error.sqlstate is None:  # the time-out; the server's own errors have a state
                self.pgconn.finish()
            raise


@contextmanager
def no_response_timeout(db: Connection) -> Iterator[None]:
    """Let the server take its time over the statements of the block."""
    driver = cast(TimeoutConnection, db.connection.dbapi_connection)
    before, driver.response_timeout = driver.response_timeout, None
    try:
        yield
    finally:
        driver.response_timeout = before
