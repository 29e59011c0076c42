"""Removing for good what is past its time, whoever's it is, and what SQLite still holds of it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.storage import assessments, devices, owners, shares
from app.storage.engine import Connection, Engine, StorageUnavailable, outside, reading, writing

DAY_SECONDS = 24 * 3600
UNDO_SECONDS = DAY_SECONDS
"""How long a deleted assessment can be brought back at least."""
DEVICE_SECONDS = 401 * DAY_SECONDS
"""A browser's cookie lives for 400 days from a visit, and a visit is noted once a day: nothing opens with its secret any more."""
LARGEST_REWRITE = 500 * 1024 * 1024
"""Bytes: SQLite's library makes the new file in memory first."""
PATIENCE = 30_000
"""Milliseconds that a rewriting of the file waits for its turn."""


def clean_up(engine: Engine, now: int, retention_days: int | None) -> tuple[int, int]:
    """How many deleted assessments and how many idle owners were removed; None keeps owners for ever.

    A visit is noted once a day, so that owners stay a day longer. Each batch is a transaction of its own, and stays done when a later one
    fails with StorageUnavailable.
    """
    _all(engine, shares.BATCH, lambda db: shares.purge_shares(db, now))
    _purge_devices(engine, now - DEVICE_SECONDS)
    deleted = _all(engine, assessments.BATCH, lambda db: assessments.purge_deleted(db, now - UNDO_SECONDS))
    if retention_days is None:
        return deleted, 0
    idle_since = now - (retention_days + 1) * DAY_SECONDS
    return deleted, _all(engine, owners.BATCH, lambda db: owners.purge_owners(db, idle_since))


def empty_log(engine: Engine) -> None:
    """Write SQLite's log into its file and cut it to nothing, so that no earlier state of a page is left in it; PostgreSQL does its own.

    Who reads just then keeps the log from being cut: the next time does it.
    """
    if engine.dialect.name == "sqlite":
        with suppress(StorageUnavailable), outside(engine) as db:
            db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def rewrite(engine: Engine) -> bool:
    """Make SQLite's file anew from what is kept, so that nothing else is left in it.

    False for PostgreSQL, whose autovacuum sees to it, and for a file over LARGEST_REWRITE, in which what was removed is overwritten anyway.

    StorageUnavailable: somebody else was at the file all the time, or there is no room for a second one.
    """
    if engine.dialect.name != "sqlite" or Path(str(engine.url.database)).stat().st_size > LARGEST_REWRITE:
        return False
    with outside(engine) as db:
        db.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}").all()
        db.exec_driver_sql("VACUUM")
    empty_log(engine)
    return True


def _purge_devices(engine: Engine, unseen_since: int) -> None:
    """All in one way through the table, some at a time; nobody waits while it is read."""
    after: devices.Key = (-1, -1)
    while True:
        with reading(engine) as db:
            these = devices.unseen_devices(db, unseen_since, after)
        if not these:
            return
        with writing(engine) as db:
            devices.purge_devices(db, these, unseen_since)
        after = these[-1]


def _all(engine: Engine, batch: int, purge: Callable[[Connection], int]) -> int:
    total = 0
    while True:
        with writing(engine) as db:
            removed = purge(db)
        total += removed
        if removed < batch:
            return total
