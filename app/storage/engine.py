"""The engine for SQLite or PostgreSQL, and the ways to read and to write with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.storage.databases.postgresql import (
    AUTOCOMMIT,
    WRITE_ISOLATION,
    is_behind_pooler,
    is_read_only,
    lock_migrations,
    open_postgresql,
)
from app.storage.databases.sqlite import open_sqlite, write_lock

__all__ = [
    "CommitOutcomeUnknown",
    "Connection",
    "Engine",
    "StorageUnavailable",
    "autocommit_write",
    "consistent_reading",
    "open_engine",
    "reading",
    "schema_change",
    "without_transaction",
    "writing",
]

CONNECTIONS: Final = 16
"""One per thread of a worker, as a test checks: each request uses one, so readers never wait."""
UNAVAILABLE = (OperationalError, InterfaceError, InternalError, PoolTimeoutError)
"""PostgreSQL reports a write to a standby or to a read-only database as an InternalError."""
FAILURES = (*UNAVAILABLE, DatabaseError)


class StorageUnavailable(Exception):
    """The database cannot be reached or written.

    Nothing was saved, except perhaps with its subclass CommitOutcomeUnknown.
    """


class CommitOutcomeUnknown(StorageUnavailable):
    """The connection broke during a commit: either everything was saved or nothing.

    Sending the same request again saves it once.
    """


def open_engine(where: str | Path) -> Engine:
    """Return an engine for a SQLite file or a URL (`sqlite:///`, `postgresql+psycopg://`).

    Its errors never contain parameters, so nothing that people typed. Raises StorageUnavailable
    for an invalid URL.
    """
    try:
        url = (
            URL.create("sqlite", database=str(where))
            if isinstance(where, Path)
            else make_url(where)
        )
        return (open_sqlite if url.get_backend_name() == "sqlite" else open_postgresql)(
            url, CONNECTIONS
        )
    except (ArgumentError, ValueError, TypeError) as error:
        raise StorageUnavailable(str(error)) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that reads, each statement by itself. Raises StorageUnavailable.

    A change needs `autocommit_write`, and several statements on one state `consistent_reading`.
    """
    with _translated_errors(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that is committed when the block ends.

    Raises StorageUnavailable when nothing was saved, CommitOutcomeUnknown when that is unknown.
    """
    with (
        _translated_errors(),
        engine.connect() as connection,
        write_lock(engine),
        _transaction(connection),
    ):
        yield connection


@contextmanager
def autocommit_write(db: Connection) -> Iterator[None]:
    """Commit the one changing statement of the block by itself.

    Within `writing` the statement belongs to that transaction instead. A statement whose WHERE
    names all that must still be so needs no transaction of its own: it holds locks only while the
    database executes it. Raises CommitOutcomeUnknown, and database errors that `reading`
    translates.
    """
    if db.get_execution_options().get("writes"):
        yield
        return
    with write_lock(db.engine):
        if is_behind_pooler(db):  # only a transaction can set time limits there
            db.rollback()  # ends the transaction that SQLAlchemy began for a reading statement
            with _transaction(db):
                yield
            db.execution_options(isolation_level=AUTOCOMMIT)
            return
        try:
            yield
        except DBAPIError as error:
            if _is_outcome_unknown(db, error):
                raise CommitOutcomeUnknown from error
            raise


@contextmanager
def consistent_reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that reads one state of the database, for as long as it takes.

    PostgreSQL's time limits are off. Raises StorageUnavailable.
    """
    if engine.dialect.name != "postgresql":
        with reading(engine.execution_options(consistent=True)) as db, db.begin():
            yield db
        return
    from app.storage.databases.postgresql_connection import no_response_timeout

    with reading(engine.execution_options(isolation_level="REPEATABLE READ")) as db, db.begin():
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            db.exec_driver_sql(f"SET LOCAL {limit} = 0")
        with no_response_timeout(db):
            yield db


@contextmanager
def schema_change(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that may rebuild tables, on a connection that is closed afterwards.

    SQLite's foreign keys are off, so that dropping a table deletes no rows that refer to it.
    Raises StorageUnavailable, also when a row would refer to a missing one.
    """
    options = _transaction_options(engine) | {"rebuilds": True}
    with _translated_errors(), engine.connect().execution_options(**options) as connection:
        connection.detach()
        with connection.begin():
            if engine.dialect.name == "postgresql":
                lock_migrations(connection)
            yield connection
            if engine.dialect.name == "sqlite" and (
                lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            ):
                raise StorageUnavailable(f"a row of {lost[0]} would refer to no row of {lost[2]}")


@contextmanager
def without_transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection of its own in no transaction, for SQLite's work on its own file.

    Raises StorageUnavailable.
    """
    options = {"without_transaction": True}
    with _translated_errors(), engine.connect().execution_options(**options) as connection:
        connection.detach()
        yield connection


@contextmanager
def _transaction(db: Connection) -> Iterator[None]:
    db.execution_options(**_transaction_options(db.engine))
    try:
        with db.begin() as transaction:
            yield
            try:
                transaction.commit()
            except Exception as error:
                # SQLAlchemy takes a failed commit for the end of the transaction; SQLite does not.
                transaction.rollback()
                if _is_outcome_unknown(db, error):
                    raise CommitOutcomeUnknown from error
                raise
    finally:
        db.execution_options(writes=False)


def _transaction_options(engine: Engine) -> dict[str, object]:
    """Return the execution options of a connection before it begins a transaction that writes."""
    if engine.dialect.name == "postgresql":
        return {"writes": True, "isolation_level": WRITE_ISOLATION}
    return {"writes": True}


@contextmanager
def _translated_errors() -> Iterator[None]:
    """Raise StorageUnavailable for the database's failures, not for faulty statements."""
    try:
        yield
    except FAILURES as error:
        if _is_faulty_statement(error):
            raise
        raise StorageUnavailable from error


def _is_outcome_unknown(db: Connection, error: Exception) -> bool:
    """Return whether the connection to a server broke while a change was under way.

    SQLite runs in this process and always reports the outcome.
    """
    is_broken = (
        isinstance(error, DBAPIError)
        and error.connection_invalidated
        and db.dialect.name == "postgresql"
    )
    return is_broken and not is_read_only(error)


def _is_faulty_statement(error: Exception) -> bool:
    """Return whether a statement is at fault, and not the database.

    A plain DatabaseError means a damaged file or none of SQLite's; one without a statement, a URL
    with options that the driver does not know.
    """
    if isinstance(error, UNAVAILABLE) or not isinstance(error, DatabaseError):
        return False
    return type(error) is not DatabaseError and bool(error.statement)
