"""Assessments: begun, named, finished, deleted and restored, always by owner and number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Integer,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from app.catalogue.model import Catalogue, Stage
from app.catalogue.snapshot import digest
from app.storage.engine import autocommit_write
from app.storage.often import Often
from app.storage.owners import MOST_ASSESSMENTS, AssessmentsFull, hold_owner, next_number
from app.storage.plans import carry_plan, reached_levels
from app.storage.ratings import Answer, Answers, as_stored, decode, encode, newest
from app.storage.snapshots import keep_snapshot
from app.storage.tables import assessment, catalogue

PAGE = 25
ANSWERS: Final = list(assessment.c).index(assessment.c.answers)
BATCH = 500
"""How many a purge removes in one transaction, so that it holds up nobody's answers for long."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment, its fields in the order of the columns. `catalogue` is a digest; it and `result` are None until it is finished."""

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


def begin_assessment(db: Connection, owner_id: int, now: int, start_from: int | None = None) -> int:
    """The number of a new assessment, with the answers of `start_from` copied when it is given.

    What its plan's steps have reached since is in the copy, and the plan's target and terms go along. One that was begun before in the same
    way and has not been answered since is used again, so that a double click makes one. Raises OwnerGone or AssessmentsFull.
    """
    hold_owner(db, owner_id)
    earlier = (
        find_assessment(db, owner_id, start_from, lock=True) if start_from is not None else None
    )
    answers = encode(_answers_now(db, earlier) if earlier else {})
    same = (
        UNTOUCHED.where(assessment.c.started_from == start_from) if earlier else UNTOUCHED_OF_NONE
    )
    number = db.scalar(
        same.order_by(assessment.c.number.desc()), {"of": owner_id, "held": answers, "most": 1}
    )
    if number is None:
        number = next_number(db, owner_id)
        refuse_too_many(db, owner_id, number)
        BEGUN.do(
            db,
            {
                "of": owner_id,
                "at": number,
                "now": now,
                "earlier": earlier and start_from,
                "held": answers,
            },
        )
    if earlier:
        aim = {
            "target_role": earlier.target_role,
            "target_stage": earlier.target_stage,
            "hours_a_week": earlier.hours_a_week,
        }
        db.execute(update(assessment).where(_this(owner_id, number)).values(aim))
        carry_plan(db, owner_id, earlier.number, number)
    return int(number)


def refuse_too_many(db: Connection, owner_id: int, last_number: int, more: int = 1) -> None:
    """Raises AssessmentsFull where `more`, the last of them numbered `last_number`, are too many beside what is there.

    Nobody has more than their last number says, so that only those with many need to be counted.
    """
    if last_number <= MOST_ASSESSMENTS:
        return
    there = (
        db.scalar(
            select(func.count()).select_from(assessment).where(assessment.c.owner == owner_id)
        )
        or 0
    )
    if there + more > MOST_ASSESSMENTS:
        raise AssessmentsFull


def _answers_now(db: Connection, earlier: Assessment) -> Answers:
    """The answers of an assessment, raised to what the steps done since have reached."""
    levels: dict[str, int | None] = {
        skill: answer.level for skill, answer in earlier.answers.items()
    }
    for skill, level in reached_levels(db, earlier.owner, earlier.number).items():
        levels[skill] = max(levels.get(skill) or 0, level)
    return {skill: Answer(level, 1) for skill, level in levels.items()}


def find_assessment(
    db: Connection, owner_id: int, number: int, lock: bool = False
) -> Assessment | None:
    """The owner's assessment of that number unless it is deleted; `lock` holds it until the transaction ends."""
    row = db.execute(HELD if lock else FOUND, {"of": owner_id, "at": number}).first()
    return assessment_of(row) if row else None


def list_assessments(db: Connection, owner_id: int) -> list[Assessment]:
    """The newest assessments, newest first: up to PAGE and one, which says that there are more."""
    return [assessment_of(row) for row in db.execute(LISTED, {"of": owner_id, "most": PAGE + 1})]


def list_from(
    db: Connection, owner_id: int, after: int, most: int, up_to: int | None = None
) -> list[Assessment]:
    """Up to `most` of all that is kept, deleted ones too, oldest first: with numbers above `after`, and not above `up_to`."""
    query = select(assessment).where(assessment.c.owner == owner_id, assessment.c.number > after)
    if up_to is not None:
        query = query.where(assessment.c.number <= up_to)
    return [
        assessment_of(row) for row in db.execute(query.order_by(assessment.c.number).limit(most))
    ]


class Overtaken(Exception):
    """An assessment is no longer as it was read; nothing was written."""


def keep_answers(db: Connection, found: Assessment, sent: Answers) -> Answers:
    """Keep each answer that is newer than the stored one; returns what is stored then.

    By one statement, which finds its row only as `found` was read. Overtaken: it was answered, finished or deleted meanwhile, or is
    another's by now; who has found it with `lock` is not overtaken.
    """
    kept = newest(found.answers, sent)
    if kept is found.answers:
        return kept
    given = {
        "of": found.owner,
        "at": found.number,
        "read": as_stored(found.answers),
        "kept": encode(kept),
    }
    with autocommit_write(db):
        if not KEPT.do(db, given):
            raise Overtaken
    return kept


def finish_assessment(
    db: Connection, owner_id: int, number: int, now: int, content: Catalogue, result: str
) -> None:
    """Freeze the result with the catalogue that it was made from. A second finish changes nothing."""
    frozen = {"of": owner_id, "at": number, "now": now, "kept": digest(content), "frozen": result}
    if not FINISHED.first(
        db, frozen
    ):  # as a rule the catalogue is kept already: the first one brings it
        keep_snapshot(db, content)
        FINISHED.first(db, frozen)


def name_assessment(db: Connection, owner_id: int, number: int, name: str | None) -> None:
    db.execute(update(assessment).where(_this(owner_id, number)).values(name=name or None))


def aim_assessment(db: Connection, owner_id: int, number: int, role: str, stage: Stage) -> None:
    """Choose the role and stage that the plan is for."""
    db.execute(
        update(assessment)
        .where(_this(owner_id, number))
        .values(target_role=role, target_stage=stage)
    )


def pace_assessment(db: Connection, owner_id: int, number: int, hours_a_week: int) -> None:
    db.execute(update(assessment).where(_this(owner_id, number)).values(hours_a_week=hours_a_week))


def delete_assessment(db: Connection, owner_id: int, number: int, now: int) -> None:
    """Take it out of sight; it can be restored until it is purged."""
    db.execute(
        update(assessment)
        .where(_this(owner_id, number), assessment.c.deleted_at.is_(None))
        .values(deleted_at=now)
    )


def restore_assessment(db: Connection, owner_id: int, number: int) -> bool:
    """Whether there was a deleted assessment of that number to bring back."""
    query = update(assessment).where(_this(owner_id, number), assessment.c.deleted_at.is_not(None))
    return db.execute(query.values(deleted_at=None)).rowcount == 1


def purge_deleted(db: Connection, deleted_before: int, most: int = BATCH) -> int:
    """Remove for good some of what was deleted before then, with its answers; returns how many, `most` where there may be more."""
    past = assessment.c.deleted_at < deleted_before
    some = select(assessment.c.owner, assessment.c.number).where(past).limit(most)
    these = tuple_(assessment.c.owner, assessment.c.number).in_(some)
    return db.execute(delete(assessment).where(these, past)).rowcount


def assessment_of(columns: Sequence[Any]) -> Assessment:
    """An assessment of all its columns, which stand in the order of its fields."""
    fields: list[Any] = [*columns]
    fields[ANSWERS] = decode(fields[ANSWERS])
    return Assessment(*fields)


def _this(
    owner_id: int | BindParameter[int], number: int | BindParameter[int]
) -> ColumnElement[bool]:
    return (assessment.c.owner == owner_id) & (assessment.c.number == number)


THIS: Final = _this(bindparam("of", type_=BigInteger), bindparam("at", type_=Integer))
OWNERS: Final = (
    select(assessment)
    .where(assessment.c.owner == bindparam("of"))
    .limit(bindparam("most", type_=Integer))
)
FOUND: Final = select(assessment).where(THIS, assessment.c.deleted_at.is_(None))
HELD: Final = FOUND.with_for_update()
LISTED: Final = OWNERS.where(assessment.c.deleted_at.is_(None)).order_by(assessment.c.number.desc())
AS_READ: Final = (
    assessment.c.answers == bindparam("read"),
    assessment.c.finished_at.is_(None),
    assessment.c.deleted_at.is_(None),
)
KEPT: Final = Often(update(assessment).where(THIS, *AS_READ).values(answers=bindparam("kept")))
EMPTY: Final = [assessment.c[name].is_(None) for name in ("finished_at", "deleted_at", "name")]
UNTOUCHED: Final = OWNERS.with_only_columns(assessment.c.number).where(
    assessment.c.answers == bindparam("held"), *EMPTY
)
UNTOUCHED_OF_NONE: Final = UNTOUCHED.where(assessment.c.started_from.is_(None))
NEW: Final = {
    "owner": "of",
    "number": "at",
    "begun_at": "now",
    "started_from": "earlier",
    "answers": "held",
}
BEGUN: Final = Often(
    insert(assessment).values({column: bindparam(name) for column, name in NEW.items()})
)
FROZEN: Final = {"finished_at": "now", "catalogue": "kept", "result": "frozen"}
FINISHED: Final = Often(
    update(assessment)
    .where(
        THIS,
        assessment.c.finished_at.is_(None),
        exists().where(catalogue.c.digest == bindparam("kept")),
    )
    .values({column: bindparam(name) for column, name in FROZEN.items()})
    .returning(assessment.c.number)
)
"""The statements of most pages, built once: building one takes longer than asking it."""
