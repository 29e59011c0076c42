"""What is sent to the database, and which of it names nobody whose rows it is about."""

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
"""Table of people's rows → the column that says whose a row is."""
BY_SECRET, PURGE = (
    "whose a secret, code or link is, is what is asked, by its unique hash alone",
    "the purge goes across owners",
)
EXCEPTIONS = {
    r"SELECT [^()]* FROM device WHERE device\.secret_hash = \?": BY_SECRET,
    r"SELECT [^()]* FROM device JOIN assessment ON assessment\.owner = device\.owner AND assessment\.number = \?"
    r" WHERE device\.secret_hash = \? AND assessment\.deleted_at IS NULL( FOR UPDATE OF assessment)?": BY_SECRET,
    r"SELECT max\(anon_1\.owner\)((?!SELECT).)* FROM \(SELECT ((?!SELECT).)* FROM device"
    r" LEFT OUTER JOIN assessment ON assessment\.owner = device\.owner AND coalesce\(assessment\.deleted_at, \d+\) >= \?"
    r" WHERE device\.secret_hash = \? ORDER BY assessment\.number DESC LIMIT \d+ OFFSET 0\) AS anon_1": BY_SECRET,
    r"SELECT [^()]* FROM owner WHERE owner\.code_hash = \?": BY_SECRET,
    r"SELECT [^()]* FROM share JOIN assessment ON assessment\.owner = share\.owner AND assessment\.number = share\.number"
    r" WHERE share\.token_hash = \? AND .*": BY_SECRET,
    r"DELETE FROM assessment WHERE \(assessment\.owner, assessment\.number\) IN"
    r" \(SELECT assessment\.owner, assessment\.number FROM assessment WHERE assessment\.deleted_at < \? LIMIT \?( OFFSET \?)?\)"
    r" AND assessment\.deleted_at < \?": PURGE,
    r"DELETE FROM owner WHERE owner\.id IN \(SELECT owner\.id FROM owner WHERE owner\.seen_at < \? LIMIT \?( OFFSET \?)?\)"
    r" AND owner\.seen_at < \?": PURGE,
    r"DELETE FROM share WHERE \(share\.owner, share\.id\) IN"
    r" \(SELECT share\.owner, share\.id FROM share WHERE share\.ends_at <= \? LIMIT \?( OFFSET \?)?\) AND share\.ends_at <= \?": PURGE,
    r"SELECT owner\.id FROM owner WHERE owner\.seen_at >= \? AND owner\.seen_at < \? LIMIT \?( OFFSET \?)?": "the clock is borne out",
    r"SELECT device\.owner, device\.id FROM device WHERE device\.seen_at < \? AND \(device\.owner, device\.id\) > \(\?, \?\)"
    r" ORDER BY device\.owner, device\.id LIMIT \?( OFFSET \?)?": PURGE,
    r"DELETE FROM device WHERE \(device\.owner, device\.id\) IN \((VALUES )?\(.*\)\) AND device\.seen_at < \?": PURGE,
}
"""Statements that may name no owner → why. What a catalogue was, by its digest, is nobody's: that table is not personal."""
NOT_ASKED = ("BEGIN", "PRAGMA", "EXPLAIN", "SET ", "LOCK ")
PARAMETER = re.compile(r"%\(\w+\)s(::\w+(\(\d+\))?)?")


@contextmanager
def statements(engine: "Engine | type[Engine]") -> Iterator[list[str]]:
    """Every statement sent within the block, by this engine or by all, as `plainly` says it."""
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
    """In one line, its names without quotes ("plan" is a word of SQL too), with a question mark for each parameter of either database."""
    return PARAMETER.sub("?", " ".join(statement.replace('"', "").split()))


def nameless(seen: Iterable[str]) -> set[str]:
    """The statements on people's tables that name no owner, or not as often as they ask such a table."""
    asked = {each for each in seen if not any(re.fullmatch(known, each) for known in EXCEPTIONS)}
    return {
        each
        for each in asked
        if any(_asks(each, table) > _names(each, table) for table in PERSONAL)
    }


def _asks(statement: str, table: str) -> int:
    return len(re.findall(rf"\b(?:FROM|INTO|UPDATE|JOIN|USING) {table}\b", statement))


def _names(statement: str, table: str) -> int:
    """How often the rows of a table are named by their owner: in a condition that every row must meet, or in what is inserted."""
    column, found = PERSONAL[table], 0
    for clause in re.findall(r"\bWHERE (.*?)(?=\bWHERE\b|$)", statement):
        if not re.search(r"\bOR\b", clause):
            found += len(re.findall(rf"\b{table}\.{column} = \?", clause))
    return found + len(re.findall(rf"\bINSERT INTO {table} \((?=[^)]*\b{column}\b)", statement))
