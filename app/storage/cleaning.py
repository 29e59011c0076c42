"""Removing for good what its owner deleted, links that are over, and what nobody has opened for long."""

from sqlalchemy import Connection

from app.storage.assessments import purge_deleted
from app.storage.owners import purge_owners
from app.storage.shares import purge_shares

DAY_SECONDS = 24 * 3600
UNDO_SECONDS = DAY_SECONDS
"""How long a deleted assessment can be brought back at least."""


def clean_up(db: Connection, now: int, retention_days: int | None) -> tuple[int, int]:
    """How many deleted assessments and how many idle owners were removed; None keeps owners for ever.

    A visit is noted once a day, so that owners stay a day longer.
    """
    purge_shares(db, now)
    deleted = purge_deleted(db, now - UNDO_SECONDS)
    return deleted, purge_owners(db, now - (retention_days + 1) * DAY_SECONDS) if retention_days else 0
