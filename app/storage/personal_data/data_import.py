"""Importing assessments that were exported elsewhere: new numbers, and no duplicates."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from app.catalogue.model import Catalogue
from app.storage.answers import encode
from app.storage.assessments import Assessment
from app.storage.owners import lock_owner, refuse_too_many, refuse_too_much_progress
from app.storage.personal_data.export import StoredAssessment, stored_pages
from app.storage.plans import encode_terms
from app.storage.snapshots import save_snapshot
from app.storage.tables import assessment, owner, plan, progress

Content = tuple[object, ...]
NumbersByDigest = dict[bytes, list[int]]
"""Digest of an assessment's content → the numbers of assessments with it, lowest first."""


@dataclass(frozen=True, slots=True)
class ContentHere:
    """What an owner has already, when `last_number` was the owner's last: live and deleted."""

    last_number: int
    live: NumbersByDigest
    deleted: NumbersByDigest


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """Position in what was given → the number of the new assessment; duplicates are missing."""

    numbers: dict[int, int]


def import_assessments(
    db: Connection,
    owner_id: int,
    given: Sequence[StoredAssessment],
    catalogues: Iterable[Catalogue],
    now: int,
    here: ContentHere | None = None,
) -> ImportOutcome:
    """Insert assessments that are not there yet, ordered by their numbers.

    Two are the same when their content is, whatever their numbers. One that the owner has deleted
    is inserted again. One that is deleted in the file is inserted as deleted now, so that it can be
    restored for a day. Shares are not imported, as their tokens are unknown. `catalogues` are
    those of the results. `here` saves reading the owner's assessments within the transaction,
    except those begun meanwhile; one that changed meanwhile counts as it was. Raises
    OwnerGone, AssessmentsFull, StepsFull or NotesFull.
    """
    lock_owner(db, owner_id)
    here = content_here(db, owner_id, now, here)
    number = here.last_number
    new_numbers: dict[int, int] = {}
    origins: dict[int, int] = {}
    new: list[StoredAssessment] = []
    for place in sorted(range(len(given)), key=lambda place: given[place].assessment.number):
        each = given[place]
        number_here = _take(here.live, each) or (
            _take(here.deleted, each) if each.assessment.deleted_at is not None else None
        )
        if number_here is None:
            number += 1
            new_numbers[place] = number_here = number
            new.append(
                replace(
                    each, assessment=_renumbered(each.assessment, owner_id, number, origins, now)
                )
            )
        origins[each.assessment.number] = number_here
    refuse_too_many(db, owner_id, number, len(new))
    for each_catalogue in catalogues:
        save_snapshot(db, each_catalogue)
    _insert(db, new)
    if any(each.steps for each in new):
        refuse_too_much_progress(db, owner_id)
    if new:
        db.execute(update(owner).where(owner.c.id == owner_id).values(last_number=number))
    return ImportOutcome(new_numbers)


def content_of(stored: StoredAssessment) -> Content:
    """Return what an owner did in an assessment, without computed values and numbers."""
    loaded = stored.assessment
    return (
        loaded.name,
        loaded.begun_at,
        loaded.finished_at,
        encode(loaded.answers),
        loaded.target_role,
        loaded.target_stage,
        loaded.hours_a_week,
        stored.terms and encode_terms(stored.terms),
        tuple(
            sorted(
                (id, step.progress.state, step.progress.earlier, step.progress.note)
                for id, step in stored.steps.items()
            )
        ),
    )


def content_digest(stored: StoredAssessment) -> bytes:
    """Return the SHA-256 of `content_of`, which takes less memory than the content."""
    return sha256(json.dumps(content_of(stored)).encode()).digest()


def content_here(
    db: Connection, owner_id: int, now: int, earlier: ContentHere | None = None
) -> ContentHere:
    """Return the numbers of the owner's assessments by content.

    It reads all of them, or those begun since `earlier`, which it adds to a copy of. That takes
    seconds for 1,000 long ones: do it outside a transaction.
    """
    last = db.scalar(select(owner.c.last_number).where(owner.c.id == owner_id)) or 0
    earlier = earlier or ContentHere(0, {}, {})
    here = ContentHere(last, _copied(earlier.live), _copied(earlier.deleted))
    if earlier.last_number == last:
        return here
    for page in stored_pages(db, owner_id, now, earlier.last_number, last):
        for each in page:
            numbers = here.live if each.assessment.deleted_at is None else here.deleted
            numbers.setdefault(content_digest(each), []).append(each.assessment.number)
    return here


def _copied(numbers: NumbersByDigest) -> NumbersByDigest:
    return {digest: list(each) for digest, each in numbers.items()}


def _take(existing: NumbersByDigest, wanted: StoredAssessment) -> int | None:
    """Return and use up the lowest number of an assessment with the same content."""
    numbers = existing.get(content_digest(wanted))
    return numbers.pop(0) if numbers else None


def _renumbered(
    imported: Assessment, owner_id: int, number: int, origins: dict[int, int], now: int
) -> Assessment:
    origin = origins.get(imported.started_from) if imported.started_from is not None else None
    deleted_at = None if imported.deleted_at is None else now
    return replace(
        imported, owner=owner_id, number=number, started_from=origin, deleted_at=deleted_at
    )


def _insert(db: Connection, new: Sequence[StoredAssessment]) -> None:
    rows, plans, steps = [], [], []
    for each in new:
        loaded = each.assessment
        key = {"owner": loaded.owner, "number": loaded.number}
        rows.append(
            {column.name: getattr(loaded, column.name) for column in assessment.columns}
            | {"answers": encode(loaded.answers)}
        )
        if each.terms:
            plans.append({**key, "terms": encode_terms(each.terms)})
        for id, step in each.steps.items():
            saved = step.progress
            facts = {
                "state": saved.state,
                "earlier": saved.earlier,
                "note": saved.note or None,
                "changed_at": step.changed_at,
            }
            steps.append({**key, "step": id, **facts})
    for table, table_rows in ((assessment, rows), (plan, plans), (progress, steps)):
        if table_rows:
            db.execute(insert(table), table_rows)
