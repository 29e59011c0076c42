"""A connection to PostgreSQL that gives up a server which says nothing more.

One that has died is noticed by the system, and one that is busy ends a statement itself. One that stands still, as on a disk that hangs,
breaks no connection and keeps no time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast

import psycopg
from psycopg.abc import PQGen
from psycopg.generators import execute
from psycopg.pq.abc import PGresult
from sqlalchemy import Connection

PATIENCE: Final = 12.0
"""Seconds; more than the server gives a statement."""
LOOK_SECONDS: Final = 0.1
T = TypeVar("T")


class Patient(psycopg.Connection[Any]):
    """Is closed when nothing has come for so many seconds of what was asked; with None it waits for ever."""

    patience: float | None = PATIENCE

    def wait(
        self, gen: PQGen[T], interval: float = LOOK_SECONDS, timeout: float | None = None
    ) -> T:
        """What is asked for, as the driver waits for it. Raises OperationalError."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if error.sqlstate is None:  # the time-out; the server's own errors have a state
                self.pgconn.finish()
            raise

    def ask(self, command: str) -> PGresult:
        """What comes of the last of these statements, which have no values."""
        self.pgconn.send_query(command.encode())
        results: list[PGresult] = self.wait(execute(self.pgconn))
        return results[-1]


@contextmanager
def as_long_as_it_takes(db: Connection) -> Iterator[None]:
    """Within the block the server may take its time over a statement."""
    driver = cast(Patient, db.connection.dbapi_connection)
    before, driver.patience = driver.patience, None
    try:
        yield
    finally:
        driver.patience = before
