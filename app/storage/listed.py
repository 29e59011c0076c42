"""What the list of assessments shows: what there is and what can be brought back, by one statement for almost everybody.

What is found comes as a text for each column and not row by row: SQLite's driver lets the interpreter go for every row, and threads that
answer at once then take it from each other thirty times a page, which costs as much again as the page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)

from app.catalogue.model import Stage
from app.storage.assessment_list import PAGE
from app.storage.often import Often, at_most
from app.storage.owners import Owner, secret_hash
from app.storage.tables import assessment, device


class Listed(NamedTuple):
    """An assessment with its texts as the database has them: of two hundred, reading them would be most of a list's work.

    The fields up to `result` say what somebody answered and what came of it, and not who that is.
    """

    number: int
    at: int
    """When it was finished, or begun where it is not, in seconds since 1970."""
    answers: str
    target_role: str | None
    target_stage: Stage | None
    catalogue: str | None
    result: str | None
    name: str | None
    deleted_at: int | None


Some = Sequence[Listed]
List = tuple[Owner | None, Some, Some]
"""Whose it is, what there is, and what can be brought back."""
NOTHING: Final[List] = (None, (), ())


def find_list(db: Connection, secret: str, since: int, most: int = PAGE + 1) -> List:
    """The owner whose secret a browser holds; up to `most` of their assessments, newest first; and what was deleted since then.

    What was deleted comes with the latest deletion first, up to PAGE. Who has `most` and PAGE more in all is asked again.
    """
    row = _together(most + PAGE, NEWEST, OWNER).first(
        db, {"hash": secret_hash(secret), "since": since}
    )
    if row is None or row[0] is None:
        return NOTHING
    whose, found = Owner(*row[: len(OWNER)]), _read(row[len(OWNER) :])
    there = [each for each in found if each[DELETED_AT] is None]
    if len(found) < most + PAGE:
        deleted = (
            [each for each in found if each[DELETED_AT] is not None]
            if len(there) < len(found)
            else []
        )
        return whose, there[:most], sorted(deleted, key=DELETION, reverse=True)[:PAGE]
    if len(there) < most:
        there = _asked(db, THERE, most, {"of": whose.id})
    return whose, there[:most], _deleted(db, whose.id, since)


def list_older(
    db: Connection, owner_id: int, since: int, before: int, most: int = PAGE + 1
) -> tuple[Some, Some]:
    """The same of those with numbers under `before`, of an owner who is known."""
    return _asked(db, OLDER, most, {"of": owner_id, "before": before}), _deleted(
        db, owner_id, since
    )


def _deleted(db: Connection, owner_id: int, since: int) -> list[Listed]:
    return sorted(
        _asked(db, DELETED, PAGE, {"of": owner_id, "since": since}), key=DELETION, reverse=True
    )


def _asked(db: Connection, rows: Select[Any], most: int, values: Mapping[str, int]) -> list[Listed]:
    """Newest first."""
    return _read(_together(most, rows).first(db, values) or ())


def _read(columns: Sequence[str | None]) -> list[Listed]:
    """Newest first: no database promises in which order it puts together."""
    if not columns or columns[0] is None:
        return []
    given = [
        read((column or "").split(BETWEEN)) for read, column in zip(READ, columns, strict=True)
    ]
    return sorted(map(MAKE, zip(*given, strict=True)), reverse=True)


def _numbers(texts: Iterable[str]) -> Iterable[int | None]:
    return [int(each) if each else None for each in texts]


def _texts(texts: Iterable[str]) -> Iterable[str | None]:
    return [each or None for each in texts]


@cache
def _together(most: int, rows: Select[Any], same: Sequence[ColumnElement[Any]] = ()) -> Often:
    """At most so many of these rows in one: what is the same in all of them, and of each field of Listed all values."""
    found = at_most(most, rows).subquery().columns
    return Often(
        select(
            *(func.max(found[each.name]) for each in same),
            *(_column(found[each]) for each in Listed._fields),
        )
    )


def _column(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Its values in one text. What stands between them stands in nothing that we make, and is taken out of what people type."""
    text = cast(column, Text) if isinstance(column.type, Integer) else column
    if column.name == "name":
        text = func.replace(column, BETWEEN_QUOTED, NO_TEXT)
    if column.name != "number":  # without a number there is no assessment
        text = func.coalesce(text, NO_TEXT)
    return func.aggregate_strings(text, BETWEEN_QUOTED)  # type: ignore[arg-type]  # any expression will do


OWNER: Final = (device.c.owner, device.c.id, device.c.seen_at)
BETWEEN: Final = "\x1f"
BETWEEN_QUOTED, NO_TEXT = literal_column(f"'{BETWEEN}'", Text), literal_column("''", Text)
NUMBERS: Final = {"number", "at", "deleted_at"}
READ: Final = [_numbers if field in NUMBERS else _texts for field in Listed._fields]
"""How the column of each field is read."""
MAKE: Final[Callable[[Iterable[Any]], Listed]] = partial(tuple.__new__, Listed)
"""What `_make` does, without a look at how many values each has: `zip` has had one."""
LATEST_TIME: Final = 2**63 - 1
DELETED_AT: Final = Listed._fields.index("deleted_at")
DELETION: Final = attrgetter("deleted_at", "number")
AT: Final = func.coalesce(assessment.c.finished_at, assessment.c.begun_at).label("at")
FIELDS: Final = tuple(AT if field == "at" else assessment.c[field] for field in Listed._fields)
SINCE: Final = bindparam("since", type_=BigInteger)
SHOWN: Final = (
    func.coalesce(assessment.c.deleted_at, literal_column(str(LATEST_TIME), BigInteger)) >= SINCE
)
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
DELETED: Final = OWNERS.where(assessment.c.deleted_at >= SINCE).order_by(
    assessment.c.deleted_at.desc(), BY_NUMBER
)
"""Each goes by its owner and, but for DELETED, by number, so that no more rows are read than are asked for. For NEWEST PostgreSQL reads
all of an owner's, MOST_ASSESSMENTS at most: it does not see that one browser is one owner's."""
