"""Deleting assessments: hide, restore and purge. `owners.erase_owner` erases a whole owner."""

from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, select, tuple_, update

from app.storage.tables import assessment

BATCH: Final = 500
"""How many a purge deletes in one transaction, so that it blocks nobody's answers for long."""


def delete_assessment(db: Connection, owner_id: int, number: int, now: int) -> None:
    """Hide an assessment; it can be restored until it is purged."""
    live = assessment.c.deleted_at.is_(None)
    db.execute(update(assessment).where(_this(owner_id, number), live).values(deleted_at=now))


def restore_assessment(db: Connection, owner_id: int, number: int) -> bool:
    """Restore a deleted assessment; returns whether there was one of that number."""
    deleted = assessment.c.deleted_at.is_not(None)
    query = update(assessment).where(_this(owner_id, number), deleted).values(deleted_at=None)
    return db.execute(query).rowcount == 1


def purge_deleted(db: Connection, deleted_before: int, most: int = BATCH) -> int:
    """Purge up to `most` assessments that were deleted before then; return how many."""
    past = assessment.c.deleted_at < deleted_before
    some = select(assessment.c.owner, assessment.c.number).where(past).limit(most)
    is_chosen = tuple_(assessment.c.owner, assessment.c.number).in_(some)
    return db.execute(delete(assessment).where(is_chosen, past)).rowcount


def _this(owner_id: int, number: int) -> ColumnElement[bool]:
    return (assessment.c.owner == owner_id) & (assessment.c.number == number)
