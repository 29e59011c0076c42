"""SQLite's engine, with its safe modes."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import TimeoutError

from app.storage.often import failed

BUSY_SECONDS = 2
PAGE_BYTES = 8192
"""Of a new SQLite file. A finished assessment has 1 KB; on pages of 4 KB each would take another page for its end: 3.3 times the size."""
REBUILD_PATIENCE = 30_000
"""Milliseconds that a migration or a restore waits for another one to end."""
PRIVATE = 0o600
WAL_FIXED_IN = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
"""SQLite before 3.51.3 can corrupt a WAL database that several connections write; these older lines got the mend too."""


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
    return (
        "WAL"
        if line > max(WAL_FIXED_IN) or patch >= WAL_FIXED_IN.get(line, patch + 1)
        else "TRUNCATE"
    )


def open_sqlite(url: URL, connections: int) -> Engine:
    """An engine for a file, for the threads of one process, with at most so many connections."""
    module = sqlite_module()
    pool = {"pool_size": connections, "max_overflow": 0, "pool_timeout": BUSY_SECONDS}
    engine = create_engine(
        url, module=module, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **pool
    )
    engine.update_execution_options(turns=Lock())
    journal = safe_journal(module.sqlite_version_info)

    event.listen(engine, "do_connect", lambda *_: _make_private(str(url.database)))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # begin() below says when a transaction starts
        for pragma in (
            f"page_size={PAGE_BYTES}",
            f"journal_mode={journal}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("outside"):
            return
        if options.get("rebuilds"):
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql(f"PRAGMA busy_timeout={REBUILD_PATIENCE}").all()
        if options.get("writes"):
            _begin(connection, "BEGIN IMMEDIATE")
        elif options.get(
            "one_moment"
        ):  # any other reading statement is one by itself, as with PostgreSQL
            _begin(connection, "BEGIN DEFERRED")

    @event.listens_for(engine, "handle_error")
    def close_all(context: ExceptionContext) -> None:
        """What SQLite opened while the disk was read-only never writes, even once the disk is mended, nor does what is opened beside it."""
        error = context.original_exception
        if getattr(error, "sqlite_errorcode", None) == module.SQLITE_READONLY:
            context.is_disconnect = True
            engine.dispose()

    return engine


def _begin(connection: Connection, command: str) -> None:
    """As the driver does it; SQLAlchemy would take as long for it as for keeping an answer's row."""
    cursor: Any = connection.connection.cursor()
    try:
        connection.dialect.do_execute_no_params(cursor, command)
    except Exception as error:
        failed(connection, error, cursor, command)
    cursor.close()


def _make_private(file: str) -> None:
    """Nobody else on this machine reads a new file, wherever it is; what SQLite puts beside it has the same mode."""
    with suppress(OSError):  # it is there, or SQLite says what is wrong
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE))


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    """With SQLite the writers of a process come one by one. TimeoutError (SQLAlchemy's) when others write for too long.

    SQLite's own lock is only asked for again and again, and refuses those whom chance passes over for too long.
    """
    turns: Lock | None = engine.get_execution_options().get("turns")
    if turns is None:
        yield
        return
    if not turns.acquire(timeout=BUSY_SECONDS):
        raise TimeoutError("others write for too long")
    try:
        yield
    finally:
        turns.release()
