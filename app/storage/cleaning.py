"""Removing for good what is past its time, whoever's it is, and what SQLite still holds of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.storage import assessments, devices, owners, shares
from app.storage.engine import (
    Connection,
    Engine,
    StorageUnavailable,
    reading,
    without_transaction,
    writing,
)

DAY_SECONDS = 24 * 3600
UNDO_SECONDS = DAY_SECONDS
"""How long a deleted assessment can be brought back at least."""
DEVICE_SECONDS = 401 * DAY_SECONDS
"""A browser's cookie lives for 400 days from a visit, and a visit is noted once a day: nothing opens with its secret any more."""
SURE_SECONDS: Final = (30 * DAY_SECONDS, 7 * DAY_SECONDS)
"""Somebody whose last visit is so long ago bears the clock out: one that has jumped ahead has nobody there, for a week at least."""
LARGEST_REWRITE = 500 * 1024 * 1024
"""Bytes: SQLite's library makes the new file in memory first."""
PATIENCE = 30_000
"""Milliseconds that a rewriting of the file waits for its turn."""


@dataclass(frozen=True, slots=True)
class Removed:
    """How many deleted assessments and how many idle owners a clean-up removed, and whether it left owners or browsers for a doubt."""

    deleted: int
    idle: int
    is_doubtful: bool = False


def clean_up(
    engine: Engine, now: int, retention_days: int | None, *, is_sure: bool = False
) -> Removed:
    """Remove what is past its time; with None for the days owners stay for ever.

    Nobody counts as idle, and no browser as gone, while no visit bears the clock out, unless the clock `is_sure`. Waiting loses nothing:
    when people come again, they bear it out after a week.

    A visit is noted once a day, so that owners stay a day longer. Each batch is a transaction of its own, and stays done when a later one
    fails with StorageUnavailable.
    """
    _all(engine, shares.BATCH, lambda db: shares.purge_shares(db, now))
    deleted = _all(
        engine, assessments.BATCH, lambda db: assessments.purge_deleted(db, now - UNDO_SECONDS)
    )
    unseen_since = now - DEVICE_SECONDS
    idle_since = 0 if retention_days is None else now - (retention_days + 1) * DAY_SECONDS
    with reading(engine) as db:
        if not is_sure and not owners.is_anybody_seen(
            db, now - SURE_SECONDS[0], now - SURE_SECONDS[1]
        ):
            return Removed(
                deleted,
                0,
                owners.is_anybody_seen(db, 0, idle_since)
                or bool(devices.unseen_devices(db, unseen_since, most=1)),
            )
    _purge_devices(engine, unseen_since)
    return Removed(
        deleted, _all(engine, owners.BATCH, lambda db: owners.purge_owners(db, idle_since))
    )


def empty_log(engine: Engine) -> None:
    """Write SQLite's log into its file and cut it to nothing, so that no earlier state of a page is left in it; PostgreSQL does its own.

    Who reads just then keeps the log from being cut: the next time does it.
    """
    if engine.dialect.name == "sqlite":
        with suppress(StorageUnavailable), without_transaction(engine) as db:
            db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def rewrite(engine: Engine) -> bool:
    """Make SQLite's file anew from what is kept, so that nothing else is left in it.

    False for PostgreSQL, whose autovacuum sees to it, and for a file over LARGEST_REWRITE, in which what was removed is overwritten anyway.

    StorageUnavailable: somebody else was at the file all the time, or there is no room for a second one.
    """
    if (
        engine.dialect.name != "sqlite"
        or Path(str(engine.url.database)).stat().st_size > LARGEST_REWRITE
    ):
        return False
    with without_transaction(engine) as db:
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
