"""Taking assessments in that were kept elsewhere: numbered after what is there, and none twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select, update

from app.catalogue.model import Catalogue
from app.storage.assessments import Assessment, refuse_too_many
from app.storage.export import KeptAssessment, kept_pages
from app.storage.owners import hold_owner
from app.storage.plans import encode_terms
from app.storage.ratings import encode
from app.storage.snapshots import keep_snapshot
from app.storage.tables import assessment, owner, plan, progress

Content = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The numbers of what is new, by the place in what was given; what is not in it was there already."""

    numbers: dict[int, int]


def take_in(
    db: Connection,
    owner_id: int,
    given: Sequence[KeptAssessment],
    catalogues: Iterable[Catalogue],
    now: int,
) -> TakenIn:
    """Insert what is not there yet, in the order of the given numbers; `catalogues` are those that the results were made with.

    The same is what has the same content, whatever its number. What is deleted here is not there; what is deleted there comes in deleted
    now, so that a day is left to bring it back. Shares do not come along: what opens them is not known. Raises OwnerGone or
    AssessmentsFull.
    """
    hold_owner(db, owner_id)
    number = db.scalar(select(owner.c.last_number).where(owner.c.id == owner_id)) or 0
    here = [each for page in kept_pages(db, owner_id, now) for each in page]
    live = _numbers(each for each in here if each.assessment.deleted_at is None)
    deleted = _numbers(each for each in here if each.assessment.deleted_at is not None)
    numbers: dict[int, int] = {}
    origins: dict[int, int] = {}
    new: list[KeptAssessment] = []
    for place in sorted(range(len(given)), key=lambda place: given[place].assessment.number):
        each = given[place]
        there = _take(live, each) or (
            _take(deleted, each) if each.assessment.deleted_at is not None else None
        )
        if there is None:
            number += 1
            numbers[place] = there = number
            new.append(
                replace(
                    each, assessment=_renumbered(each.assessment, owner_id, number, origins, now)
                )
            )
        origins[each.assessment.number] = there
    refuse_too_many(db, owner_id, number, len(new))
    for content in catalogues:
        keep_snapshot(db, content)
    _insert(db, new)
    if new:
        db.execute(update(owner).where(owner.c.id == owner_id).values(last_number=number))
    return TakenIn(numbers)


def content_of(kept: KeptAssessment) -> Content:
    """What makes an assessment the same as another: all that its owner did, and nothing that was worked out or numbered here."""
    found = kept.assessment
    return (
        found.name,
        found.begun_at,
        found.finished_at,
        encode(found.answers),
        found.target_role,
        found.target_stage,
        found.hours_a_week,
        kept.terms and encode_terms(kept.terms),
        tuple(
            sorted(
                (id, step.progress.state, step.progress.earlier, step.progress.note)
                for id, step in kept.steps.items()
            )
        ),
    )


def _numbers(kept: Iterable[KeptAssessment]) -> dict[Content, list[int]]:
    """Content → the numbers that have it, latest first."""
    found: dict[Content, list[int]] = {}
    for each in kept:
        found.setdefault(content_of(each), []).insert(0, each.assessment.number)
    return found


def _take(there: dict[Content, list[int]], wanted: KeptAssessment) -> int | None:
    """The number of one that is the same and that no other was the same as."""
    numbers = there.get(content_of(wanted))
    return numbers.pop() if numbers else None


def _renumbered(
    found: Assessment, owner_id: int, number: int, origins: dict[int, int], now: int
) -> Assessment:
    origin = origins.get(found.started_from) if found.started_from is not None else None
    deleted_at = None if found.deleted_at is None else now
    return replace(found, owner=owner_id, number=number, started_from=origin, deleted_at=deleted_at)


def _insert(db: Connection, new: Sequence[KeptAssessment]) -> None:
    rows, plans, steps = [], [], []
    for each in new:
        found = each.assessment
        key = {"owner": found.owner, "number": found.number}
        rows.append(
            {column.name: getattr(found, column.name) for column in assessment.columns}
            | {"answers": encode(found.answers)}
        )
        if each.terms:
            plans.append({**key, "terms": encode_terms(each.terms)})
        for id, step in each.steps.items():
            known = step.progress
            facts = {
                "state": known.state,
                "earlier": known.earlier,
                "note": known.note or None,
                "changed_at": step.changed_at,
            }
            steps.append({**key, "step": id, **facts})
    for table, found_rows in ((assessment, rows), (plan, plans), (progress, steps)):
        if found_rows:
            db.execute(insert(table), found_rows)
