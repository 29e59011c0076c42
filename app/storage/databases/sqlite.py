"""SQLite's engine: settings for safe writes, and one writer at a time."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import TimeoutError

BUSY_SECONDS = 2
PAGE_BYTES = 8192
"""Of a new file. A finished assessment takes 1 KB; on pages of 4 KB each would need an overflow
page, and the file would be 3.3 times as large."""
SCHEMA_BUSY_MILLISECONDS = 30_000
"""How long a migration or a restore waits for another one."""
PRIVATE = 0o600
WAL_FIXED_IN = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
"""SQLite before 3.51.3 can corrupt a WAL database that several connections write.

The fix is also in these patch releases of older lines.
"""


def sqlite_module() -> ModuleType:
    """Return the newest SQLite available: the package where it is installed, else Python's."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    module: ModuleType = pysqlite3
    return module


def safe_journal(version: tuple[int, int, int]) -> str:
    """Return WAL where this version of SQLite is safe with several writers, else TRUNCATE."""
    line, patch = version[:2], version[2]
    return (
        "WAL"
        if line > max(WAL_FIXED_IN) or patch >= WAL_FIXED_IN.get(line, patch + 1)
        else "TRUNCATE"
    )


def open_sqlite(url: URL, connections: int) -> Engine:
    """Return an engine for a file, for one process, with at most so many connections."""
    module = sqlite_module()
    pool = {"pool_size": connections, "max_overflow": 0, "pool_timeout": BUSY_SECONDS}
    engine = create_engine(
        url, module=module, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **pool
    )
    engine.update_execution_options(write_lock=Lock())
    journal = safe_journal(module.sqlite_version_info)

    event.listen(engine, "do_connect", lambda *_: _make_private(str(url.database)))
    event.listen(engine, "begin", _begin)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the begin event starts transactions, not the driver
        for pragma in (
            f"page_size={PAGE_BYTES}",
            f"journal_mode={journal}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "handle_error")
    def close_all(context: ExceptionContext) -> None:
        """Close every connection after a read-only error.

        SQLite never writes through a file that it opened on a read-only disk, even when the disk
        is writable again, nor through files opened beside it.
        """
        error = context.original_exception
        if getattr(error, "sqlite_errorcode", None) == module.SQLITE_READONLY:
            context.is_disconnect = True
            engine.dispose()

    return engine


def _begin(connection: Connection) -> None:
    """Begin a transaction where one is wanted; other statements are in autocommit mode."""
    options = connection.get_execution_options()
    if options.get("without_transaction"):
        return
    if options.get("rebuilds"):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql(f"PRAGMA busy_timeout={SCHEMA_BUSY_MILLISECONDS}").all()
    if options.get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif options.get("consistent"):
        connection.exec_driver_sql("BEGIN DEFERRED")


def _make_private(file: str) -> None:
    """Create a missing file for this user alone, and take existing ones away from strangers.

    SQLite gives the files of its log the same mode when it creates them. A group, say one that
    makes copies, keeps its bits.
    """
    with suppress(OSError):  # it is another user's file, or SQLite reports what is wrong
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE))
        for each in (file, f"{file}-wal", f"{file}-shm"):
            with suppress(FileNotFoundError):
                mode = stat.S_IMODE(os.stat(each).st_mode)
                if mode & stat.S_IRWXO:
                    os.chmod(each, mode & ~stat.S_IRWXO)


@contextmanager
def write_lock(engine: Engine) -> Iterator[None]:
    """Let the writers of a process wait for each other; PostgreSQL needs no such lock.

    SQLite's own lock is polled, so that a thread may lose every race until it times out. Raises
    SQLAlchemy's TimeoutError.
    """
    lock: Lock | None = engine.get_execution_options().get("write_lock")
    if lock is None:
        yield
        return
    if not lock.acquire(timeout=BUSY_SECONDS):
        raise TimeoutError("other threads write for too long")
    try:
        yield
    finally:
        lock.release()
