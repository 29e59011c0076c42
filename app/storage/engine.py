"""The database connection: SQLite or PostgreSQL by another URL, and the ways to read and to write."""

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

from app.storage.postgresql import (
    BeginFailed,
    has_no_limits,
    hold_migrations,
    is_read_only,
    open_postgresql,
)
from app.storage.sqlite import open_sqlite, turn

__all__ = [
    "Connection",
    "Engine",
    "StorageUnavailable",
    "Undecided",
    "by_itself",
    "open_engine",
    "outside",
    "reading",
    "rebuilding",
    "writing",
]

CONNECTIONS: Final = 16
"""As many as a worker has threads (a test says so): a request holds one, and who waits for a turn to write keeps none from reading."""
UNAVAILABLE = (OperationalError, InterfaceError, InternalError, PoolTimeoutError, BeginFailed)
"""An internal error is how a PostgreSQL that stands by, or is set to read only, refuses a write."""
FAILURES = (*UNAVAILABLE, DatabaseError)


class StorageUnavailable(Exception):
    """The database cannot be reached or written; nothing of the request was kept, unless it is an Undecided."""


class Undecided(StorageUnavailable):
    """The connection broke between "keep this" and the answer: all of it was kept, or nothing. Asking for the same again keeps it once."""


def open_engine(where: str | Path) -> Engine:
    """An engine for a SQLite file, or for a URL of `sqlite:///` or `postgresql+psycopg://`. What people typed is in none of its errors.

    Raises StorageUnavailable for a URL that is none.
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
    """For reading: each statement is one by itself, but within `one_moment`; a change needs `by_itself`. StorageUnavailable: no answer."""
    with _Told(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: when the block ends all that it changed is on the disk, or StorageUnavailable is raised and nothing is kept.

    Undecided: nobody can say which of the two.
    """
    with _Told(), engine.connect() as connection, turn(engine), _transaction(connection):
        yield connection


@contextmanager
def by_itself(db: Connection) -> Iterator[None]:
    """For one statement that changes something: it is on the disk when its block ends, unless `db` writes more than that (`writing`).

    A change that says itself what must still be so needs no transaction around it, and holds nobody up while it is made ready. Undecided,
    and errors of the database that `reading` tells.
    """
    if db.get_execution_options().get("writes"):
        yield
        return
    with turn(db.engine):
        if has_no_limits(db):
            db.rollback()  # ends what SQLAlchemy holds to have begun with a reading
            with _transaction(db):
                yield
            return
        try:
            yield
        except DBAPIError as error:
            if _is_undecided(db, error):
                raise Undecided from error
            raise


@contextmanager
def _transaction(db: Connection) -> Iterator[None]:
    db.execution_options(writes=True)
    try:
        with db.begin() as transaction:
            yield
            try:
                transaction.commit()
            except Exception as error:
                transaction.rollback()  # or SQLAlchemy holds it to be over, and the next one gets a connection that is still in it
                if _is_undecided(db, error):
                    raise Undecided from error
                raise
    finally:
        db.execution_options(writes=False)


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction that may make tables anew: SQLite drops the old one then, and must not take with it the rows that refer to its rows.

    The connection is closed after it. StorageUnavailable when the database does not answer or a row would refer to none.
    """
    with _Told(), engine.connect().execution_options(writes=True, rebuilds=True) as connection:
        connection.detach()
        with connection.begin():
            if engine.dialect.name == "postgresql":
                hold_migrations(connection)
            yield connection
            if engine.dialect.name == "sqlite" and (
                lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            ):
                raise StorageUnavailable(f"a row of {lost[0]} would refer to no row of {lost[2]}")


@contextmanager
def outside(engine: Engine) -> Iterator[Connection]:
    """No transaction, on a connection of its own: for what SQLite does with its own file. StorageUnavailable as of the others."""
    with _Told(), engine.connect().execution_options(outside=True) as connection:
        connection.detach()
        yield connection


class _Told:
    """Around what is asked of a database: its failures are told as StorageUnavailable."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, FAILURES) and not _is_ours(error):
            raise StorageUnavailable from error


def _is_undecided(db: Connection, error: Exception) -> bool:
    """Whether the line to a server broke when a change was on its way; SQLite has none, and says itself what became of it."""
    is_broken = (
        isinstance(error, DBAPIError)
        and error.connection_invalidated
        and db.dialect.name == "postgresql"
    )
    return is_broken and not is_read_only(error)


def _is_ours(error: Exception) -> bool:
    """Whether a statement of ours is at fault, and not the database."""
    if isinstance(error, UNAVAILABLE) or not isinstance(error, DatabaseError):
        return False
    return type(error) is not DatabaseError and bool(
        error.statement
    )  # itself speaks of a file that is damaged or no database; one without
    # a statement, of a URL whose options the driver does not know
