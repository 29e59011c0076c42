"""What the list of assessments shows: what there is and what can be brought back, by one statement for almost everybody."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from sqlalchemy import BigInteger, Connection, Integer, bindparam, func, literal_column, select

from app.catalogue.model import Stage
from app.storage.assessments import PAGE
from app.storage.often import Often
from app.storage.tables import assessment


class Listed(NamedTuple):
    """An assessment with its texts as the database has them: of two hundred, reading them would be most of a list's work.

    The fields up to `result` say what somebody answered and what came of it, and not who that is.
    """

    number: int
    finished_at: int | None
    answers: str
    target_role: str | None
    target_stage: Stage | None
    catalogue: str | None
    result: str | None
    name: str | None
    begun_at: int
    deleted_at: int | None


Some = Sequence[Listed]


def list_shown(db: Connection, owner_id: int, since: int, before: int | None = None, most: int = PAGE + 1) -> tuple[Some, Some]:
    """Up to `most` assessments, newest first, with numbers under `before`; and what was deleted since then, the latest deletion first.

    Who has more than are asked for, or goes on from a number, is asked again for what was deleted.
    """
    asked = {"of": owner_id, "since": since}
    if before is not None:
        return _asked(db, OLDER, {**asked, "before": before, "most": most}), _asked(db, DELETED, {**asked, "most": PAGE})
    found = _asked(db, NEWEST, {**asked, "most": most + PAGE})
    there = [each for each in found if each[DELETED_AT] is None]
    if len(found) < most + PAGE:
        deleted = [each for each in found if each.deleted_at is not None] if len(there) < len(found) else []
        return there[:most], sorted(deleted, key=DELETION, reverse=True)[:PAGE]
    if len(there) < most:
        there = _asked(db, THERE, {**asked, "most": most})
    return there[:most], _asked(db, DELETED, {**asked, "most": PAGE})


def _asked(db: Connection, query: Often, values: Mapping[str, int]) -> list[Listed]:
    return list(map(Listed._make, query.all(db, values)))


LATEST_TIME: Final = 2**63 - 1
DELETED_AT: Final = Listed._fields.index("deleted_at")
DELETION: Final = attrgetter("deleted_at", "number")
SINCE: Final = bindparam("since", type_=BigInteger)
OWNERS: Final = (
    select(*(assessment.c[field] for field in Listed._fields))
    .where(assessment.c.owner == bindparam("of", type_=BigInteger))
    .limit(bindparam("most", type_=Integer))
    .offset(literal_column("0", Integer))
)
BY_NUMBER: Final = OWNERS.order_by(assessment.c.number.desc())
NOT_DELETED: Final = BY_NUMBER.where(assessment.c.deleted_at.is_(None))
NEWEST = Often(BY_NUMBER.where(func.coalesce(assessment.c.deleted_at, literal_column(str(LATEST_TIME), BigInteger)) >= SINCE))
THERE = Often(NOT_DELETED)
OLDER = Often(NOT_DELETED.where(assessment.c.number < bindparam("before", type_=Integer)))
DELETED = Often(OWNERS.where(assessment.c.deleted_at >= SINCE).order_by(assessment.c.deleted_at.desc(), assessment.c.number.desc()))
"""Each goes by its owner and, but for DELETED, by number, so that no more rows are read than are asked for."""
