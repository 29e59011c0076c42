"""Reading for long, and all of one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from app.storage.engine import reading


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads what was there when it began, for as long as it takes. Raises StorageUnavailable.

    Both do so only when they are asked to; PostgreSQL then also without the limits that keep pages short.
    """
    if engine.dialect.name != "postgresql":
        with reading(engine.execution_options(one_moment=True)) as db, db.begin():
            yield db
        return
    from app.storage.patience import as_long_as_it_takes

    with reading(engine.execution_options(isolation_level="REPEATABLE READ")) as db, db.begin():
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            db.exec_driver_sql(f"SET LOCAL {limit} = 0")
        with as_long_as_it_takes(db):
            yield db
