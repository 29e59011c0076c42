"""Several assessments of an owner: for pages, and all of them by number for an export."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, select

from app.storage.assessments import Assessment, assessment_of
from app.storage.plans import find_terms
from app.storage.return_codes import code_made_at
from app.storage.tables import assessment, progress

PAGE: Final = 25
"""How many assessments a page of a list has."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an owner is: their newest assessment, and the plan of the last finished one."""

    latest: int
    """The number of the newest assessment."""
    latest_finished: int | None
    """The number of the last finished assessment, whose plan the next two are about."""
    is_plan_started: bool
    steps_done: int

    @property
    def is_open(self) -> bool:
        """Return whether the newest assessment is not finished."""
        return self.latest != self.latest_finished

    @property
    def new_steps(self) -> int:
        """Return how many steps were done since the newest assessment, if its plan was started."""
        return self.steps_done if self.is_plan_started and not self.is_open else 0


class AssessmentSummary(NamedTuple):
    """What tells a finished assessment from the owner's others."""

    number: int
    name: str | None
    finished_at: int


@dataclass(frozen=True, slots=True)
class ResultContext:
    """What a result's page says beside the result itself."""

    others: tuple[AssessmentSummary, ...]
    """The owner's other finished assessments, newest first."""
    done: tuple[str, ...]
    """The ids of the steps done since."""
    has_code: bool
    """Whether the owner has a return code."""


def list_assessments(
    db: Connection, owner_id: int, most: int = PAGE, before: int | None = None
) -> list[Assessment]:
    """Return up to `most` assessments, newest first, with numbers below `before` if given.

    Deleted ones are left out.
    """
    query = _live(owner_id)
    if before is not None:
        query = query.where(assessment.c.number < before)
    return [assessment_of(row) for row in db.execute(query.limit(most)).mappings()]


def list_deleted(db: Connection, owner_id: int, since: int, most: int = PAGE) -> list[Assessment]:
    """Return up to `most` assessments deleted since then, the last deleted first."""
    query = (
        select(assessment)
        .where(assessment.c.owner == owner_id, assessment.c.deleted_at >= since)
        .order_by(assessment.c.deleted_at.desc(), assessment.c.number.desc())
        .limit(most)
    )
    return [assessment_of(row) for row in db.execute(query).mappings()]


def list_by_number(
    db: Connection, owner_id: int, after: int, most: int, up_to: int | None = None
) -> list[Assessment]:
    """Return up to `most` assessments, deleted ones included, oldest first.

    Their numbers are above `after` and, if given, not above `up_to`.
    """
    query = select(assessment).where(assessment.c.owner == owner_id, assessment.c.number > after)
    if up_to is not None:
        query = query.where(assessment.c.number <= up_to)
    rows = db.execute(query.order_by(assessment.c.number).limit(most))
    return [assessment_of(row) for row in rows.mappings()]


def find_latest_finished(db: Connection, owner_id: int) -> Assessment | None:
    """Return the owner's newest finished assessment, or None."""
    query = _live(owner_id).where(assessment.c.finished_at.is_not(None)).limit(1)
    row = db.execute(query).mappings().first()
    return assessment_of(row) if row else None


def find_standing(db: Connection, owner_id: int) -> Standing | None:
    """Return where an owner stands; None when they have no assessment."""
    live = _live(owner_id).with_only_columns(assessment.c.number).limit(1)
    number = db.scalar(live)
    if number is None:
        return None
    finished = db.scalar(live.where(assessment.c.finished_at.is_not(None)))
    if finished is None:
        return Standing(number, None, is_plan_started=False, steps_done=0)
    terms = find_terms(db, owner_id, finished)
    is_started = terms is not None and terms.start is not None
    return Standing(number, finished, is_started, len(_steps_done(db, owner_id, finished)))


def find_result_context(
    db: Connection, owner_id: int, number: int, most: int = PAGE
) -> ResultContext:
    """Return what a result's page shows beside it, with up to `most` other assessments."""
    query = (
        _live(owner_id)
        .with_only_columns(assessment.c.number, assessment.c.name, assessment.c.finished_at)
        .where(assessment.c.finished_at.is_not(None), assessment.c.number != number)
        .limit(most)
    )
    return ResultContext(
        others=tuple([AssessmentSummary(*row) for row in db.execute(query)]),
        done=_steps_done(db, owner_id, number),
        has_code=code_made_at(db, owner_id) is not None,
    )


def _live(owner_id: int) -> Select[Any]:
    return (
        select(assessment)
        .where(assessment.c.owner == owner_id, assessment.c.deleted_at.is_(None))
        .order_by(assessment.c.number.desc())
    )


def _steps_done(db: Connection, owner_id: int, number: int) -> tuple[str, ...]:
    query = select(progress.c.step).where(
        progress.c.owner == owner_id, progress.c.number == number, progress.c.state == "done"
    )
    return tuple(sorted(db.scalars(query)))
