"""Everything stored about an owner, for export, read a page at a time to save memory."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.sql.elements import ColumnElement

from app.storage.assessment_list import PAGE, list_by_number
from app.storage.assessments import Assessment
from app.storage.plans import StepProgress, StepState, Terms, decode_terms
from app.storage.tables import assessment, device, owner, plan, progress, share


@dataclass(frozen=True, slots=True)
class StoredDevice:
    """A browser that opens the owner's assessments; `is_this` is the one that sent the request."""

    begun_at: int
    seen_at: int
    is_this: bool


@dataclass(frozen=True, slots=True)
class StoredOwner:
    """What is stored about an owner besides their assessments."""

    begun_at: int
    seen_at: int
    last_number: int
    code_made_at: int | None
    """When their return code was made, if there is one."""
    devices: tuple[StoredDevice, ...]


@dataclass(frozen=True, slots=True)
class StoredStep:
    """The progress of a step, and when it changed."""

    progress: StepProgress
    changed_at: int


@dataclass(frozen=True, slots=True)
class StoredShare:
    """A valid link, without its token."""

    with_ratings: bool
    with_plan: bool
    begun_at: int
    ends_at: int
    opened_at: int | None


@dataclass(frozen=True, slots=True)
class StoredAssessment:
    """An assessment, possibly deleted, with its plan and links."""

    assessment: Assessment
    terms: Terms | None
    steps: Mapping[str, StoredStep]
    shares: tuple[StoredShare, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """How much is stored about an owner."""

    has_code: bool
    assessments: int
    """Including deleted ones."""
    deleted: int
    steps: int
    """Steps with progress."""
    notes: int
    devices: int
    shares: int
    """Valid links."""


def find_stored_owner(db: Connection, owner_id: int, this_device: int) -> StoredOwner | None:
    """Return what is stored about an owner; None when they were erased meanwhile."""
    owner_row = db.execute(select(owner).where(owner.c.id == owner_id)).first()
    if owner_row is None:
        return None
    rows = db.execute(
        select(device).where(device.c.owner == owner_id).order_by(device.c.begun_at, device.c.id)
    )
    devices = tuple(
        [StoredDevice(row.begun_at, row.seen_at, row.id == this_device) for row in rows]
    )
    return StoredOwner(
        owner_row.begun_at,
        owner_row.seen_at,
        owner_row.last_number,
        owner_row.code_made_at,
        devices,
    )


def count_stored(db: Connection, owner_id: int, now: int) -> StoredCounts:
    """Return how much is stored about an owner."""

    def count(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return (
            select(func.count())
            .select_from(table)
            .where(table.c.owner == owner_id, *conditions)
            .scalar_subquery()
        )

    numbers = (
        count(assessment),
        count(assessment, assessment.c.deleted_at.is_not(None)),
        count(progress),
        count(progress, progress.c.note.is_not(None)),
        count(device),
        count(share, share.c.ends_at > now),
    )
    has_code = (
        select(func.count())
        .where(owner.c.id == owner_id, owner.c.code_hash.is_not(None))
        .scalar_subquery()
    )
    *counts, codes = db.execute(select(*numbers, has_code)).one()
    return StoredCounts(bool(codes), *counts)


def list_numbers(db: Connection, owner_id: int) -> list[int]:
    """Return the numbers of all assessments, deleted ones included, sorted."""
    return list(
        db.scalars(
            select(assessment.c.number)
            .where(assessment.c.owner == owner_id)
            .order_by(assessment.c.number)
        )
    )


def stored_pages(
    db: Connection, owner_id: int, now: int, after: int = 0, up_to: int | None = None
) -> Iterator[tuple[StoredAssessment, ...]]:
    """Yield the assessments with numbers above `after` up to `up_to`, a page at a time."""
    while page := stored_page(db, owner_id, now, after, up_to):
        yield page
        after = page[-1].assessment.number


def stored_page(
    db: Connection, owner_id: int, now: int, after: int, up_to: int | None = None
) -> tuple[StoredAssessment, ...]:
    """Return a page of assessments with their plans, steps and valid links.

    Their numbers are above `after` and, if given, not above `up_to`.
    """
    assessments = list_by_number(db, owner_id, after, PAGE, up_to)
    if not assessments:
        return ()
    last = assessments[-1].number
    terms = {
        row.number: decode_terms(row.terms)
        for row in db.execute(_between(plan, owner_id, after, last))
    }
    steps: defaultdict[int, dict[str, StoredStep]] = defaultdict(dict)
    for row in db.execute(_between(progress, owner_id, after, last)):
        state, earlier = cast(StepState, row.state), cast(StepState, row.earlier)
        steps[row.number][row.step] = StoredStep(
            StepProgress(state, row.note or "", earlier), row.changed_at
        )
    shares: defaultdict[int, list[StoredShare]] = defaultdict(list)
    columns = (
        share.c.number,
        share.c.with_ratings,
        share.c.with_plan,
        share.c.begun_at,
        share.c.ends_at,
        share.c.opened_at,
    )
    live = select(*columns).where(
        share.c.owner == owner_id,
        share.c.number > after,
        share.c.number <= last,
        share.c.ends_at > now,
    )
    for number, *facts in db.execute(live.order_by(share.c.number, share.c.begun_at, share.c.id)):
        shares[number].append(StoredShare(*facts))
    return tuple(
        [
            StoredAssessment(
                each, terms.get(each.number), steps[each.number], tuple(shares[each.number])
            )
            for each in assessments
        ]
    )


def _between(table: Table, owner_id: int, after: int, last: int) -> Select[Any]:
    return (
        select(table)
        .where(table.c.owner == owner_id, table.c.number > after, table.c.number <= last)
        .order_by(*table.primary_key)
    )
