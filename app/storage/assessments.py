"""Assessments: start, find, answer, finish and rename, by owner and number."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    insert,
    select,
    update,
)

from app.catalogue.model import Catalogue, Stage
from app.catalogue.snapshot import digest
from app.storage.answers import Answer, Answers, decode, encode, merge_answers, stored_text
from app.storage.engine import autocommit_write
from app.storage.owners import (
    Owner,
    create_owner,
    lock_owner,
    next_number,
    refuse_too_many,
    secret_hash,
)
from app.storage.plans import copy_plan, reached_levels
from app.storage.snapshots import save_snapshot
from app.storage.tables import assessment, device


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One assessment, with a field for each column of the table.

    `catalogue` is a digest; it and `result` are None until the assessment is finished.
    """

    owner: int
    number: int
    name: str | None = None
    started_from: int | None = None
    answers: Answers = field(default_factory=dict)
    begun_at: int = 0
    finished_at: int | None = None
    deleted_at: int | None = None
    target_role: str | None = None
    target_stage: Stage | None = None
    hours_a_week: int | None = None
    catalogue: str | None = None
    result: str | None = None


class ConcurrentUpdate(Exception):
    """An assessment was changed by another request since it was loaded; nothing was written."""


def start_first_assessment(db: Connection, now: int) -> tuple[str, int]:
    """Create an owner with a first assessment; returns the secret and the assessment's number."""
    number = 1
    owner, secret = create_owner(db, now, last_number=number)
    db.execute(
        insert(assessment).values(owner=owner.id, number=number, begun_at=now, answers=encode({}))
    )
    return secret, number


def start_assessment(db: Connection, owner_id: int, now: int, start_from: int | None = None) -> int:
    """Create an assessment and return its number; `start_from` is the one to copy, if any.

    The copy's answers include the levels that steps done since then reach, and its plan has the
    same target and terms. The new one is empty where the owner has no such assessment.

    An untouched assessment from the same start is reused, so that a double click creates one; its
    target, hours and plan are copied again. Raises OwnerGone, AssessmentsFull, StepsFull or
    NotesFull.
    """
    lock_owner(db, owner_id)
    earlier = (
        find_assessment(db, owner_id, start_from, lock=True) if start_from is not None else None
    )
    origin, answers = (earlier.number, _answers_now(db, earlier)) if earlier else (None, {})
    number = _find_untouched(db, owner_id, origin, answers)
    if number is None:
        number = next_number(db, owner_id)
        refuse_too_many(db, owner_id, number)
        db.execute(
            insert(assessment).values(
                owner=owner_id,
                number=number,
                begun_at=now,
                started_from=origin,
                answers=encode(answers),
            )
        )
    if earlier:
        copied = {
            "target_role": earlier.target_role,
            "target_stage": earlier.target_stage,
            "hours_a_week": earlier.hours_a_week,
        }
        db.execute(update(assessment).where(_this(owner_id, number)).values(copied))
        copy_plan(db, owner_id, earlier.number, number)
    return number


def find_assessment(
    db: Connection, owner_id: int, number: int, lock: bool = False
) -> Assessment | None:
    """Return the owner's assessment unless it is deleted; `lock` locks it for the transaction."""
    query = select(assessment).where(_this(owner_id, number), assessment.c.deleted_at.is_(None))
    row = db.execute(query.with_for_update() if lock else query).mappings().first()
    return assessment_of(row) if row else None


def find_own_assessment(
    db: Connection, secret: str, number: int, lock: bool = False
) -> tuple[Owner, Assessment] | None:
    """Return the owner whose browser holds this secret, and their assessment, loaded in one query.

    None when either is missing; `lock` locks the assessment for the transaction.
    """
    query = (
        select(device.c.owner, device.c.id, device.c.seen_at, assessment)
        .join_from(
            device,
            assessment,
            (assessment.c.owner == device.c.owner) & (assessment.c.number == number),
        )
        .where(device.c.secret_hash == secret_hash(secret), assessment.c.deleted_at.is_(None))
    )
    if lock:
        query = query.with_for_update(of=assessment)
    row = db.execute(query).mappings().first()
    if row is None:
        return None
    owner = Owner(id=row[device.c.owner], device=row[device.c.id], seen_at=row[device.c.seen_at])
    return owner, assessment_of(row)


def save_answers(db: Connection, loaded: Assessment, sent: Answers) -> Answers:
    """Save each answer that is newer than the loaded one; returns what is stored then.

    The loaded assessment must not be finished. Nothing is written, or checked, when no answer is
    newer. Raises ConcurrentUpdate when the assessment was answered, finished or deleted since,
    which cannot happen if it was loaded with `lock` in the same transaction. Raises
    CommitOutcomeUnknown when the connection broke.
    """
    answers = merge_answers(loaded.answers, sent)
    if answers is loaded.answers:
        return answers
    as_loaded = (
        assessment.c.answers == stored_text(loaded.answers),
        assessment.c.finished_at.is_(None),
        assessment.c.deleted_at.is_(None),
    )
    query = update(assessment).where(_this(loaded.owner, loaded.number), *as_loaded)
    with autocommit_write(db):
        if not db.execute(query.values(answers=encode(answers))).rowcount:
            raise ConcurrentUpdate
    return answers


def finish_assessment(
    db: Connection, owner_id: int, number: int, now: int, content: Catalogue, result: str
) -> None:
    """Freeze the result with its catalogue. An assessment that is finished keeps its result."""
    save_snapshot(db, content)
    db.execute(
        update(assessment)
        .where(_this(owner_id, number), assessment.c.finished_at.is_(None))
        .values(finished_at=now, catalogue=digest(content), result=result)
    )


def rename_assessment(db: Connection, owner_id: int, number: int, name: str | None) -> None:
    """Rename an assessment; an empty name leaves it without one."""
    _update(db, owner_id, number, name=name or None)


def set_target(db: Connection, owner_id: int, number: int, role: str, stage: Stage) -> None:
    """Save the role and stage that the plan is for."""
    _update(db, owner_id, number, target_role=role, target_stage=stage)


def set_hours_a_week(db: Connection, owner_id: int, number: int, hours_a_week: int) -> None:
    """Save how many hours a week the plan may use."""
    _update(db, owner_id, number, hours_a_week=hours_a_week)


def assessment_of(row: RowMapping) -> Assessment:
    """Return the assessment in a row that has all columns of the table."""
    values: dict[str, Any] = {column.name: row[column] for column in assessment.c}
    values["answers"] = decode(values["answers"])
    return Assessment(**values)


def _this(owner_id: int, number: int) -> ColumnElement[bool]:
    return (assessment.c.owner == owner_id) & (assessment.c.number == number)


def _update(db: Connection, owner_id: int, number: int, **values: object) -> None:
    db.execute(update(assessment).where(_this(owner_id, number)).values(values))


def _answers_now(db: Connection, earlier: Assessment) -> Answers:
    """Return an assessment's answers, raised to the levels of the steps done since."""
    levels: dict[str, int | None] = {
        skill: answer.level for skill, answer in earlier.answers.items()
    }
    for skill, level in reached_levels(db, earlier.owner, earlier.number).items():
        levels[skill] = max(levels.get(skill) or 0, level)
    return {skill: Answer(level, 1) for skill, level in levels.items()}


def _find_untouched(
    db: Connection, owner_id: int, started_from: int | None, answers: Answers
) -> int | None:
    """Return the newest assessment with this start, exactly these answers and no name."""
    query = select(assessment.c.number).where(
        assessment.c.owner == owner_id,
        assessment.c.answers == encode(answers),
        assessment.c.started_from == started_from,
        assessment.c.finished_at.is_(None),
        assessment.c.deleted_at.is_(None),
        assessment.c.name.is_(None),
    )
    return db.scalar(query.order_by(assessment.c.number.desc()).limit(1))
