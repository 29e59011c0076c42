"""Merging two owners: all assessments of one become the other's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from app.storage.owners import OwnerGone, lock_owner, refuse_too_many, refuse_too_much_progress
from app.storage.tables import assessment, owner, plan, progress, share

HANGING_ON: Final = (plan, progress, share)
"""Tables whose rows belong to an assessment."""


@dataclass(frozen=True, slots=True)
class OwnedAssessments:
    """How many assessments an owner has, deleted ones included, and when the newest was started."""

    count: int
    newest: int


def count_owned(db: Connection, owner_id: int) -> OwnedAssessments:
    """Return what merging an owner would move; `newest` is 0 where there is nothing."""
    query = select(func.count(), func.coalesce(func.max(assessment.c.begun_at), 0)).where(
        assessment.c.owner == owner_id
    )
    return OwnedAssessments(*db.execute(query).one())


def merge_owners(db: Connection, gone: int, into: int) -> Mapping[int, int]:
    """Move all assessments of the owner `gone` to `into`, then delete `gone`.

    They are numbered after those of `into`, in the order in which they were started, and keep
    their answers, names, results, plans, progress and shares; deleted ones stay deleted. Returns
    old number → new number, nothing when `gone` does not exist. Raises OwnerGone when `into` does
    not, AssessmentsFull, StepsFull and NotesFull.
    """
    for each in sorted((gone, into)):  # a fixed order prevents deadlocks
        try:
            lock_owner(db, each)
        except OwnerGone:
            if each == into:
                raise
    if gone == into:
        return {}
    order = assessment.c.begun_at, assessment.c.number
    query = select(assessment).where(assessment.c.owner == gone).order_by(*order)
    rows = db.execute(query.with_for_update()).mappings().all()
    numbers = _numbers(db, into, rows)
    if rows:
        has_steps = db.scalar(select(progress.c.step).where(progress.c.owner == gone).limit(1))
        db.execute(insert(assessment), [_moved(row, into, numbers) for row in rows])
        moves = [
            {"was_owner": gone, "was": was, "is_owner": into, "is": number}
            for was, number in numbers.items()
        ]
        for table in HANGING_ON:
            this = (table.c.owner == bindparam("was_owner")) & (table.c.number == bindparam("was"))
            db.execute(
                update(table)
                .where(this)
                .values(owner=bindparam("is_owner"), number=bindparam("is")),
                moves,
            )
        if has_steps:
            refuse_too_much_progress(db, into)
    db.execute(delete(owner).where(owner.c.id == gone))
    return numbers


def _numbers(db: Connection, into: int, rows: Sequence[RowMapping]) -> dict[int, int]:
    """Reserve new numbers for the rows, in their order."""
    last = owner.c.last_number
    counter = (
        update(owner).where(owner.c.id == into).values(last_number=last + len(rows)).returning(last)
    )
    latest = int(db.execute(counter).scalar_one())
    refuse_too_many(db, into, latest, len(rows))
    first = latest - len(rows) + 1
    return {row["number"]: number for number, row in enumerate(rows, first)}


def _moved(row: RowMapping, into: int, numbers: Mapping[int, int]) -> dict[str, Any]:
    """Return the row under its new number; a reference to a purged assessment is dropped."""
    return {
        **row,
        "owner": into,
        "number": numbers[row["number"]],
        "started_from": numbers.get(row["started_from"]),
    }
