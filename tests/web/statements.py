"""Record the statements sent to the database, and find those that do not filter by owner."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from app.storage.tables import metadata

PERSONAL = {
    name: "id" if name == "owner" else "owner"
    for name, table in metadata.tables.items()
    if name == "owner" or "owner" in table.c
}
"""Personal table → the column of the owner's id."""
BY_SECRET, PURGE = "a secret's unique hash finds its owner", "the purge goes across owners"
EXCEPTIONS = {
    r"SELECT [^()]* FROM device WHERE device\.secret_hash = \?": BY_SECRET,
    r"SELECT [^()]* FROM device"
    r" JOIN assessment ON assessment\.owner = device\.owner AND assessment\.number = \?"
    r" WHERE device\.secret_hash = \? AND assessment\.deleted_at IS NULL"
    r"( FOR UPDATE OF assessment)?": BY_SECRET,
    r"SELECT [^()]* FROM owner WHERE owner\.code_hash = \?": BY_SECRET,
    r"SELECT [^()]* FROM share"
    r" JOIN assessment ON assessment\.owner = share\.owner AND assessment\.number = share\.number"
    r" WHERE share\.token_hash = \? AND .*": BY_SECRET,
    r"DELETE FROM assessment WHERE \(assessment\.owner, assessment\.number\) IN"
    r" \(SELECT assessment\.owner, assessment\.number FROM assessment"
    r" WHERE assessment\.deleted_at < \? LIMIT \?( OFFSET \?)?\)"
    r" AND assessment\.deleted_at < \?": PURGE,
    r"DELETE FROM owner WHERE owner\.id IN"
    r" \(SELECT owner\.id FROM owner WHERE owner\.seen_at < \? LIMIT \?( OFFSET \?)?\)"
    r" AND owner\.seen_at < \?": PURGE,
    r"DELETE FROM share WHERE \(share\.owner, share\.id\) IN"
    r" \(SELECT share\.owner, share\.id FROM share"
    r" WHERE share\.ends_at <= \? LIMIT \?( OFFSET \?)?\)"
    r" AND share\.ends_at <= \?": PURGE,
    r"SELECT owner\.id FROM owner WHERE owner\.seen_at >= \? AND owner\.seen_at < \?"
    r" LIMIT \?( OFFSET \?)?": "the purge checks the clock",
    r"SELECT device\.owner, device\.id FROM device"
    r" WHERE device\.seen_at < \? AND \(device\.owner, device\.id\) > \(\?, \?\)"
    r" ORDER BY device\.owner, device\.id LIMIT \?( OFFSET \?)?": PURGE,
    r"DELETE FROM device WHERE \(device\.owner, device\.id\) IN \((VALUES )?\(.*\)\)"
    r" AND device\.seen_at < \?": PURGE,
}
"""Statements that need no owner → why. Catalogues are not personal data."""
NOT_ASKED = ("BEGIN", "PRAGMA", "EXPLAIN", "SET ", "LOCK ")
PARAMETER = re.compile(r"%\(\w+\)s(::\w+(\(\d+\))?)?")


@contextmanager
def statements(engine: "Engine | type[Engine]") -> Iterator[list[str]]:
    """Record every statement that this engine sends within the block, or all engines.

    They are recorded as `plainly` writes them.
    """
    seen: list[str] = []

    def note(_: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(NOT_ASKED):
            seen.append(plainly(statement))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plainly(statement: str) -> str:
    """Return a statement in one line, without quotes, with a question mark for each parameter."""
    return PARAMETER.sub("?", " ".join(statement.replace('"', "").split()))


def nameless(seen: Iterable[str]) -> set[str]:
    """Return the statements that do not filter each personal table by owner."""
    asked = {each for each in seen if not any(re.fullmatch(known, each) for known in EXCEPTIONS)}
    return {
        each
        for each in asked
        if any(_asks(each, table) > _names(each, table) for table in PERSONAL)
    }


def _asks(statement: str, table: str) -> int:
    return len(re.findall(rf"\b(?:FROM|INTO|UPDATE|JOIN|USING) {table}\b", statement))


def _names(statement: str, table: str) -> int:
    """Count the conditions on a table's owner that every row must meet, and insertions of one."""
    column, found = PERSONAL[table], 0
    for clause in re.findall(r"\bWHERE (.*?)(?=\bWHERE\b|$)", statement):
        if not re.search(r"\bOR\b", clause):
            found += len(re.findall(rf"\b{table}\.{column} = \?", clause))
    return found + len(re.findall(rf"\bINSERT INTO {table} \((?=[^)]*\b{column}\b)", statement))
