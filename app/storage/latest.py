"""Where somebody stands, as home asks it: by one statement, however much they have."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, Connection, bindparam, func, literal_column, select

from app.storage.often import Often, at_most
from app.storage.plans import decode_terms
from app.storage.tables import assessment, plan, progress


@dataclass(frozen=True, slots=True)
class Latest:
    """Somebody's newest assessment, and the latest that is finished with how far its plan is followed."""

    number: int
    finished: int | None
    """The number of the latest that is finished; None for none."""
    is_followed: bool
    """Whether somebody has begun to follow its plan."""
    done: int
    """How many of its plan's steps are done."""

    @property
    def is_open(self) -> bool:
        """Whether the newest one is not finished."""
        return self.number != self.finished


def find_latest(db: Connection, owner_id: int) -> Latest | None:
    """None where nothing is kept."""
    row = LATEST.first(db, {"of": owner_id})
    if row is None:
        return None
    number, finished, terms, done = row
    return Latest(
        number, finished, terms is not None and decode_terms(terms).start is not None, done
    )


OF: Final = bindparam("of", type_=BigInteger)
NEWEST: Final = at_most(
    1,
    select(assessment.c.number)
    .where(assessment.c.owner == OF, assessment.c.deleted_at.is_(None))
    .order_by(assessment.c.number.desc()),
)
FINISHED: Final = (
    NEWEST.where(assessment.c.finished_at.is_not(None)).correlate(None).scalar_subquery()
)
TERMS: Final = (
    select(plan.c.terms).where(plan.c.owner == OF, plan.c.number == FINISHED).scalar_subquery()
)
DONE: Final = (
    select(func.count())
    .select_from(progress)
    .where(
        progress.c.owner == OF,
        progress.c.number == FINISHED,
        progress.c.state == literal_column("'done'"),
    )
    .scalar_subquery()
)
LATEST = Often(NEWEST.add_columns(FINISHED, TERMS, DONE))
"""Each part goes by its owner and number."""
