"""Bringing the assessments of two owners together: all of one's become the other's, and nothing is lost or doubled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from app.storage.assessments import refuse_too_many
from app.storage.owners import OwnerGone, hold_owner
from app.storage.tables import assessment, owner, plan, progress, share

HANGING_ON: Final = (plan, progress, share)
"""The tables whose rows go along with their assessment's."""


@dataclass(frozen=True, slots=True)
class Held:
    """How many assessments an owner has, those that can be brought back among them, and when the newest was begun."""

    count: int
    newest: int


def held(db: Connection, owner_id: int) -> Held:
    """What there is to bring along; a newest of 0 where there is nothing."""
    query = select(func.count(), func.coalesce(func.max(assessment.c.begun_at), 0)).where(
        assessment.c.owner == owner_id
    )
    return Held(*db.execute(query).one())


def bring_together(db: Connection, gone: int, into: int) -> Mapping[int, int]:
    """Give all assessments of `gone` to `into`, numbered after theirs in the order in which they were begun; then delete `gone`.

    Returns the old number → the new one. With each go its answers, name, result, plan, progress, notes and shares, and whether it is
    deleted. Whoever is `gone` already has nothing left to bring. Raises OwnerGone when `into` is, and
    AssessmentsFull.
    """
    for each in sorted(
        (gone, into)
    ):  # always in this order, so that two who bring the same together never wait for each other
        try:
            hold_owner(db, each)
        except OwnerGone:
            if each == into:
                raise
    if gone == into:
        return {}
    order = assessment.c.begun_at, assessment.c.number
    rows = db.execute(
        select(assessment).where(assessment.c.owner == gone).order_by(*order).with_for_update()
    ).all()
    numbers = _numbers(db, into, rows)
    if rows:
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
    db.execute(delete(owner).where(owner.c.id == gone))
    return numbers


def _numbers(db: Connection, into: int, rows: Sequence[Row[Any]]) -> dict[int, int]:
    """The new number of each row, in their order."""
    last = owner.c.last_number
    counter = (
        update(owner).where(owner.c.id == into).values(last_number=last + len(rows)).returning(last)
    )
    latest = int(db.execute(counter).scalar_one())
    refuse_too_many(db, into, latest, len(rows))
    first = latest - len(rows) + 1
    return {row.number: number for number, row in enumerate(rows, first)}


def _moved(row: Row[Any], into: int, numbers: Mapping[int, int]) -> dict[str, Any]:
    """The same assessment under its new number; one begun from what was removed for good has no beginning to name."""
    return {
        **row._mapping,
        "owner": into,
        "number": numbers[row.number],
        "started_from": numbers.get(row.started_from),
    }
