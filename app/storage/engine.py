"""The database connection: SQLite with its safe modes, or PostgreSQL by another URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

__all__ = [
    "Connection",
    "Engine",
    "StorageUnavailable",
    "open_engine",
    "outside",
    "reading",
    "rebuilding",
    "safe_journal",
    "sqlite_module",
    "writing",
]

BUSY_SECONDS = 2
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeoutError)
WAL_FIXED_IN = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
"""SQLite before 3.51.3 can corrupt a WAL database that several connections write; these older lines got the mend too."""


class StorageUnavailable(Exception):
    """The database cannot be reached or written; nothing of the request was kept."""


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
            return create_engine(url, pool_pre_ping=True, hide_parameters=True)
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
        if options.get("writes"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # touches no file yet, so that nothing can be wrong with it: half of what an empty reading took was to ask for this
            connection.connection.cursor().execute("BEGIN DEFERRED")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads. Raises StorageUnavailable when the database does not answer."""
    with _unavailable_told(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The one place that commits: when the block ends the change is on the disk, or StorageUnavailable is raised and nothing is kept."""
    with _unavailable_told(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction that may make tables anew: SQLite drops the old one then, and must not take with it the rows that refer to its rows.

    The connection is closed after it. StorageUnavailable when the database does not answer or a row would refer to none.
    """
    with _unavailable_told(), engine.connect().execution_options(writes=True, rebuilds=True) as connection:
        connection.detach()
        with connection.begin():
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
