"""The database connection: SQLite with its safe modes, or PostgreSQL by another URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.storage.postgresql import BeginFailed, hold_migrations, open_postgresql

__all__ = [
    "Connection",
    "Engine",
    "StorageUnavailable",
    "Undecided",
    "open_engine",
    "outside",
    "reading",
    "rebuilding",
    "safe_journal",
    "sqlite_module",
    "writing",
]

BUSY_SECONDS = 2
UNAVAILABLE = (OperationalError, InterfaceError, InternalError, PoolTimeoutError, BeginFailed)
"""An internal error is how a PostgreSQL that stands by, or is set to read only, refuses a write."""
WAL_FIXED_IN = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
"""SQLite before 3.51.3 can corrupt a WAL database that several connections write; these older lines got the mend too."""


class StorageUnavailable(Exception):
    """The database cannot be reached or written; nothing of the request was kept, unless it is an Undecided."""


class Undecided(StorageUnavailable):
    """The connection broke between "keep this" and the answer: all of it was kept, or nothing. Asking for the same again keeps it once."""


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: the packaged one where it is installed, else Python's."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    return pysqlite3  # type: ignore[no-any-return]  # the package has no types


def safe_journal(version: tuple[int, int, int]) -> str:
    """WAL where this version of SQLite is safe with several writers, else TRUNCATE."""
    line, patch = version[:2], version[2]
    return "WAL" if line > max(WAL_FIXED_IN) or patch >= WAL_FIXED_IN.get(line, patch + 1) else "TRUNCATE"


def open_engine(where: str | Path) -> Engine:
    """An engine for a SQLite file, or for a URL of `sqlite:///` or `postgresql+psycopg://`. What people typed is in none of its errors.

    Raises StorageUnavailable for a URL that is none.
    """
    try:
        url = URL.create("sqlite", database=str(where)) if isinstance(where, Path) else make_url(where)
        if url.get_backend_name() != "sqlite":
            return open_postgresql(url)
    except (ArgumentError, ValueError, TypeError) as error:
        raise StorageUnavailable(str(error)) from error
    module = sqlite_module()
    engine = create_engine(url, module=module, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    journal = safe_journal(module.sqlite_version_info)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # begin() below says when a transaction starts
        for pragma in (f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("outside"):
            return
        if options.get("rebuilds"):
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        mode = "IMMEDIATE" if options.get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")

    @event.listens_for(engine, "handle_error")
    def close_all(context: ExceptionContext) -> None:
        """What SQLite opened while the disk was read-only never writes, even once the disk is mended, nor does what is opened beside it."""
        error = context.original_exception
        if isinstance(error, module.Error) and error.sqlite_errorcode == module.SQLITE_READONLY:
            context.is_disconnect = True
            engine.dispose()

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads. Raises StorageUnavailable when the database does not answer."""
    with _unavailable_told(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The one place that commits: when the block ends the change is on the disk, or StorageUnavailable is raised and nothing is kept.

    Undecided: nobody can say which of the two.
    """
    with _unavailable_told(), engine.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        yield connection
        try:
            transaction.commit()
        except DBAPIError as error:
            if error.connection_invalidated and engine.dialect.name == "postgresql":
                raise Undecided from error
            raise


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction that may make tables anew: SQLite drops the old one then, and must not take with it the rows that refer to its rows.

    The connection is closed after it. StorageUnavailable when the database does not answer or a row would refer to none.
    """
    with _unavailable_told(), engine.connect().execution_options(writes=True, rebuilds=True) as connection:
        connection.detach()
        with connection.begin():
            if engine.dialect.name == "postgresql":
                hold_migrations(connection)
            yield connection
            if engine.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                raise StorageUnavailable(f"a row of {lost[0]} would refer to no row of {lost[2]}")


@contextmanager
def outside(engine: Engine) -> Iterator[Connection]:
    """No transaction, on a connection of its own: for what SQLite does with its own file. StorageUnavailable as of the others."""
    with _unavailable_told(), engine.connect().execution_options(outside=True) as connection:
        connection.detach()
        yield connection


@contextmanager
def _unavailable_told() -> Iterator[None]:
    try:
        yield
    except UNAVAILABLE as error:
        raise StorageUnavailable from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # its kinds speak of a statement; itself, of a file that is damaged or no database
            raise
        raise StorageUnavailable from error
