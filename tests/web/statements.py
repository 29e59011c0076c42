"""What is sent to the database, and which of it names nobody whose rows it is about."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

PERSONAL = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN) (owner|device|assessment|plan|progress|share)\b")
NAMED = {
    "owner": re.compile(r"WHERE .*\bowner\.(?:id|code_hash) = \?|INSERT INTO owner \((?=.*\bid\b)"),
    "device": re.compile(r"WHERE .*\bdevice\.(?:owner|secret_hash) = \?|INSERT INTO device \((?=[^)]*\bowner\b)"),
    **{
        table: re.compile(rf"WHERE .*\b{table}\.owner = \?|INSERT INTO {table} \((?=[^)]*\bowner\b)")
        for table in ("assessment", "plan", "progress", "share")
    },
}
SHARED = re.compile(r"JOIN assessment ON assessment.owner = share.owner AND assessment.number = share.number WHERE share.token_hash = \?")
"""What a link opens: its token stands for the owner."""
PURGES = (
    "DELETE FROM assessment WHERE (assessment.owner, assessment.number) IN (SELECT assessment.owner, assessment.number FROM assessment"
    " WHERE assessment.deleted_at < ? LIMIT ? OFFSET ?) AND assessment.deleted_at < ?",
    "DELETE FROM owner WHERE owner.id IN (SELECT owner.id FROM owner WHERE owner.seen_at < ? LIMIT ? OFFSET ?) AND owner.seen_at < ?",
    "DELETE FROM share WHERE (share.owner, share.id) IN (SELECT share.owner, share.id FROM share WHERE share.ends_at <= ?"
    " LIMIT ? OFFSET ?) AND share.ends_at <= ?",
    "SELECT device.owner, device.id FROM device WHERE device.seen_at < ? AND (device.owner, device.id) > (?, ?)"
    " ORDER BY device.owner, device.id LIMIT ? OFFSET ?",
    "DELETE FROM device WHERE (device.owner, device.id) IN (VALUES (?, ?)) AND device.seen_at < ?",
)
"""The statements that reach everybody's: they remove what is past its time."""


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that is sent within the block, in one line each, its names without quotes ("plan" is a word of SQL too)."""
    seen: list[str] = []

    def note(_: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "EXPLAIN")):
            seen.append(" ".join(statement.replace('"', "").split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def nameless(seen: list[str]) -> set[str]:
    """The statements on a person's tables that name no owner."""
    asked = {each for each in seen if each not in PURGES and not SHARED.search(each)}
    return {each for each in asked if any(not NAMED[table].search(each) for table in PERSONAL.findall(each))}
