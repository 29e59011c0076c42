"""What stands beside a finished assessment: the owner's others, by what tells them apart, the steps done since, and the return code."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import BigInteger, Connection, Integer, bindparam, func, literal_column, select

from app.storage.assessments import PAGE
from app.storage.often import some
from app.storage.tables import assessment, owner, progress

BETWEEN: Final = " "
"""Stands in no step's id."""
OWNER, NUMBER = bindparam("of", type_=BigInteger), bindparam("at", type_=Integer)
CODE: Final = select(owner.c.code_made_at).where(owner.c.id == OWNER).scalar_subquery()
DONE: Final = (
    select(func.aggregate_strings(progress.c.step, literal_column(f"'{BETWEEN}'")))  # type: ignore[arg-type]  # any expression will do
    .where(
        progress.c.owner == OWNER,
        progress.c.number == NUMBER,
        progress.c.state == literal_column("'done'"),
    )
    .scalar_subquery()
)
NEWEST: Final = (
    select(assessment.c.number, assessment.c.name, assessment.c.finished_at, CODE, DONE)
    .where(assessment.c.owner == OWNER, assessment.c.deleted_at.is_(None))
    .order_by(assessment.c.number.desc())
)
"""One statement for all of it: asking costs more than finding. What never differs stands in it."""


class Finished(NamedTuple):
    """By what an owner tells a finished assessment from their others: as the statement has it, so that many cost little."""

    number: int
    name: str | None
    finished_at: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The finished ones among an owner's newest assessments, without this one and newest first; the steps done since, by id."""

    others: tuple[Finished, ...]
    done: tuple[str, ...]
    has_code: bool


def find_beside(db: Connection, owner_id: int, number: int, most: int = PAGE + 1) -> Beside:
    """What stands beside an assessment that is there; of the others, those among the `most` newest assessments."""
    rows = some(most, NEWEST).all(db, {"of": owner_id, "at": number})
    code, done = (rows[0][3], rows[0][4]) if rows else (None, None)
    return Beside(
        others=tuple(
            [
                Finished(each, name, at)
                for each, name, at, *_ in rows
                if at is not None and each != number
            ]
        ),
        done=tuple(sorted(done.split(BETWEEN))) if done else (),
        has_code=code is not None,
    )
