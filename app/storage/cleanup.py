"""Clean-up across owners: purging what has expired, also from SQLite's files."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from app.storage import deletion, devices, owners, shares
from app.storage.engine import (
    Connection,
    Engine,
    StorageUnavailable,
    reading,
    without_transaction,
    writing,
)
from app.storage.shares import DAY_SECONDS

UNDO_SECONDS = DAY_SECONDS
"""How long a deleted assessment can be restored at least."""
DEVICE_SECONDS = 401 * DAY_SECONDS
"""A browser's cookie expires 400 days after a visit, and visits are noted once a day."""
TRUSTED_SECONDS: Final = (30 * DAY_SECONDS, 7 * DAY_SECONDS)
"""The clock is trusted when some owner's last visit was between 30 and 7 days ago.

After a jump ahead there is none for at least a week.
"""
TRUNCATE_WAL_BUSY_MILLISECONDS = 100
"""How long emptying SQLite's log waits for readers and writers."""
MAX_REWRITE_BYTES = 500 * 1024 * 1024
"""Bytes in use: SQLite builds the new file in memory first."""
Rewrite = Literal["done", "too_large", "not_needed"]
"""What became of a rewrite: `too_large` is for more than MAX_REWRITE_BYTES in use."""
VACUUM_BUSY_MILLISECONDS = 30_000


@dataclass(frozen=True, slots=True)
class Removed:
    """What a clean-up removed."""

    assessments: int
    """Assessments whose time to be restored was over."""
    owners: int
    """Owners who had not come for the retention time."""
    is_doubtful: bool = False
    """Whether owners or devices were spared because the clock was not trusted."""


def clean_up(
    engine: Engine, now: int, retention_days: int | None, *, is_sure: bool = False
) -> Removed:
    """Purge what has expired; None for the days keeps owners for ever.

    Owners and devices are spared while the clock is not trusted (TRUSTED_SECONDS), unless the
    caller says it `is_sure`. Owners stay a day longer, because visits are noted once a day. Each
    batch is a transaction; earlier ones stay when a later one raises StorageUnavailable.
    """
    _purge_batches(engine, shares.BATCH, lambda db: shares.purge_shares(db, now))
    deleted = _purge_batches(
        engine, deletion.BATCH, lambda db: deletion.purge_deleted(db, now - UNDO_SECONDS)
    )
    unseen_since = now - DEVICE_SECONDS
    idle_since = 0 if retention_days is None else now - (retention_days + 1) * DAY_SECONDS
    with reading(engine) as db:
        if not is_sure and not owners.is_anybody_seen(
            db, now - TRUSTED_SECONDS[0], now - TRUSTED_SECONDS[1]
        ):
            return Removed(
                deleted,
                0,
                owners.is_anybody_seen(db, 0, idle_since)
                or bool(devices.unseen_devices(db, unseen_since, most=1)),
            )
    _purge_devices(engine, unseen_since)
    return Removed(
        deleted,
        _purge_batches(engine, owners.BATCH, lambda db: owners.purge_owners(db, idle_since)),
    )


def truncate_wal(engine: Engine) -> None:
    """Empty SQLite's log, so that it holds no purged data; PostgreSQL recycles its own.

    A concurrent reader prevents it until the next time. Who waits for one holds SQLite's lock, and
    so everybody's answers: the wait is short.
    """
    if engine.dialect.name == "sqlite":
        with suppress(StorageUnavailable), without_transaction(engine) as db:
            db.exec_driver_sql(f"PRAGMA busy_timeout={TRUNCATE_WAL_BUSY_MILLISECONDS}").all()
            db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def rewrite(engine: Engine) -> Rewrite:
    """Rebuild SQLite's file, so that it holds no purged data; return whether that was done.

    PostgreSQL has autovacuum. Raises StorageUnavailable when the file was locked all the time, or
    the disk has no room for a second one.
    """
    if engine.dialect.name != "sqlite":
        return "not_needed"
    with without_transaction(engine) as db:
        if _bytes_in_use(db) > MAX_REWRITE_BYTES:
            return "too_large"
        db.exec_driver_sql(f"PRAGMA busy_timeout={VACUUM_BUSY_MILLISECONDS}").all()
        db.exec_driver_sql("VACUUM")
    truncate_wal(engine)
    return "done"


def _bytes_in_use(db: Connection) -> int:
    """Return the bytes of the pages that hold something; an emptied file keeps its free pages."""
    pages, free, size = (
        db.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _purge_devices(engine: Engine, unseen_since: int) -> None:
    """Purge devices in one pass through the table; reading it blocks nobody."""
    after: devices.Key = (-1, -1)
    while True:
        with reading(engine) as db:
            keys = devices.unseen_devices(db, unseen_since, after)
        if not keys:
            return
        with writing(engine) as db:
            devices.purge_devices(db, keys, unseen_since)
        after = keys[-1]


def _purge_batches(engine: Engine, batch: int, purge: Callable[[Connection], int]) -> int:
    """Purge a batch in each transaction until nothing is left; return how many rows."""
    total = 0
    while True:
        with writing(engine) as db:
            removed = purge(db)
        total += removed
        if removed < batch:
            return total
