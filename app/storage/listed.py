"""What the list of assessments shows: what there is and what can be brought back, by one statement for almost everybody."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, Connection, Integer, Select, bindparam, func, literal_column, select

from app.catalogue.model import Stage
from app.storage.assessments import PAGE
from app.storage.often import some
from app.storage.owned import OWNER
from app.storage.owners import Owner, secret_hash
from app.storage.tables import assessment, device


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
List = tuple[Owner | None, Some, Some]
"""Whose it is, what there is, and what can be brought back."""
NOTHING: Final[List] = (None, (), ())


def find_list(db: Connection, secret: str, since: int, most: int = PAGE + 1) -> List:
    """The owner whose secret a browser holds; up to `most` of their assessments, newest first; and what was deleted since then.

    What was deleted comes with the latest deletion first, up to PAGE. Who has more than that is asked again.
    """
    rows = some(most + PAGE, NEWEST).all(db, {"hash": secret_hash(secret), "since": since})
    if not rows:
        return NOTHING
    found = [Listed._make(row[len(OWNER) :]) for row in rows if row[NUMBER] is not None]
    there = [each for each in found if each[DELETED_AT] is None]
    whose = Owner(*rows[0][: len(OWNER)])
    if len(rows) < most + PAGE:
        deleted = [each for each in found if each[DELETED_AT] is not None] if len(there) < len(found) else []
        return whose, there[:most], sorted(deleted, key=DELETION, reverse=True)[:PAGE]
    if len(there) < most:
        there = _asked(db, THERE, most, {"of": whose.id})
    return whose, there[:most], _deleted(db, whose.id, since)


def list_older(db: Connection, owner_id: int, since: int, before: int, most: int = PAGE + 1) -> tuple[Some, Some]:
    """The same of those with numbers under `before`, of an owner who is known."""
    return _asked(db, OLDER, most, {"of": owner_id, "before": before}), _deleted(db, owner_id, since)


def _deleted(db: Connection, owner_id: int, since: int) -> list[Listed]:
    return _asked(db, DELETED, PAGE, {"of": owner_id, "since": since})


def _asked(db: Connection, rows: Select[Any], most: int, values: Mapping[str, int]) -> list[Listed]:
    return list(map(Listed._make, some(most, rows).all(db, values)))


LATEST_TIME: Final = 2**63 - 1
NUMBER: Final = len(OWNER)
"""Where the number stands in a row that begins with its owner."""
DELETED_AT: Final = Listed._fields.index("deleted_at")
DELETION: Final = attrgetter("deleted_at", "number")
FIELDS: Final = tuple(assessment.c[field] for field in Listed._fields)
SINCE: Final = bindparam("since", type_=BigInteger)
SHOWN: Final = func.coalesce(assessment.c.deleted_at, literal_column(str(LATEST_TIME), BigInteger)) >= SINCE
"""Whether it is there, or can be brought back."""
BY_NUMBER: Final = assessment.c.number.desc()
NEWEST: Final = (
    select(*OWNER, *FIELDS)
    .select_from(device.outerjoin(assessment, (assessment.c.owner == device.c.owner) & SHOWN))
    .where(device.c.secret_hash == bindparam("hash"))
    .order_by(BY_NUMBER)
)
"""An owner with nothing to show is one row of nothing."""
OWNERS: Final = select(*FIELDS).where(assessment.c.owner == bindparam("of", type_=BigInteger))
THERE: Final = OWNERS.where(assessment.c.deleted_at.is_(None)).order_by(BY_NUMBER)
OLDER: Final = THERE.where(assessment.c.number < bindparam("before", type_=Integer))
DELETED: Final = OWNERS.where(assessment.c.deleted_at >= SINCE).order_by(assessment.c.deleted_at.desc(), BY_NUMBER)
"""Each goes by its owner and, but for DELETED, by number, so that no more rows are read than are asked for."""
