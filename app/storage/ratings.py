"""Answers, one row each, with a revision: of two saves of one answer the newer wins, whichever arrives first."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.storage.tables import rating


@dataclass(frozen=True, slots=True)
class Answer:
    """A level 0 to 4, or None for a skip, and how often it has been answered."""

    level: int | None
    revision: int


def find_answers(db: Connection, owner_id: int, number: int) -> dict[str, Answer]:
    """Skill id → answer; a skill that is not there has not been touched."""
    query = select(rating.c.skill, rating.c.level, rating.c.revision).where(rating.c.owner == owner_id, rating.c.number == number)
    return {row.skill: Answer(row.level, row.revision) for row in db.execute(query)}


def keep_answers(db: Connection, owner_id: int, number: int, answers: Mapping[str, Answer]) -> set[str]:
    """Keep each answer whose revision is above the stored one, in one statement; returns the skills that were kept."""
    if not answers:
        return set()
    insert_here = postgresql_insert if db.dialect.name == "postgresql" else sqlite_insert
    rows = [{"owner": owner_id, "number": number, "skill": skill, "level": a.level, "revision": a.revision} for skill, a in answers.items()]
    statement = insert_here(rating).values(rows)
    newer = statement.on_conflict_do_update(
        index_elements=[rating.c.owner, rating.c.number, rating.c.skill],
        set_={"level": statement.excluded.level, "revision": statement.excluded.revision},
        where=statement.excluded.revision > rating.c.revision,
    )
    return {row.skill for row in db.execute(newer.returning(rating.c.skill))}
