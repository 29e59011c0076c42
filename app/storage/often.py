"""Statements that nearly every page asks: compiled once for each kind of database, and handed to the driver itself.

SQLAlchemy still makes them, holds the connections and knows what to make of an error; what it does besides for each of them takes several
times as long as the database takes to answer.
"""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter, methodcaller
from typing import Any, Final, NoReturn

from sqlalchemy import Connection, Integer, Select, literal_column
from sqlalchemy.sql import ClauseElement

Given = Mapping[str, object]
Row = tuple[Any, ...]


class Often:
    """A statement whose values go to the driver and come from it as they are: numbers, texts, bytes."""

    def __init__(self, made: ClauseElement) -> None:
        self._made: Final = made
        self._known = dict[str, tuple[str, tuple[str, ...] | None]]()

    def first(self, db: Connection, given: Given) -> Row | None:
        """The first row that it finds. SQLAlchemy's errors, as of any other statement."""
        row: Row | None = self._asked(db, given, methodcaller("fetchone"))
        return row

    def all(self, db: Connection, given: Given) -> list[Row]:
        """All rows that it finds."""
        rows: list[Row] = self._asked(db, given, methodcaller("fetchall"))
        return rows

    def do(self, db: Connection, given: Given) -> int:
        """Change what it changes; returns how many rows that was."""
        count: int = self._asked(db, given, attrgetter("rowcount"))
        return count

    def _asked(self, db: Connection, given: Given, take: Callable[[Any], Any]) -> Any:
        """What is taken from the driver's cursor once the statement has been carried out."""
        text, names = self._known.get(db.dialect.name) or self._compiled(db)
        values: Any = given if names is None else [given[name] for name in names]
        cursor: Any = None
        try:
            cursor = db.connection.cursor()
            for listener in db.dispatch.before_cursor_execute:
                listener(db, cursor, text, values, None, False)
            db.dialect.do_execute(cursor, text, values, None)
            taken = take(cursor)
        except Exception as error:
            failed(db, error, cursor, text)
        cursor.close()
        return taken

    def _compiled(self, db: Connection) -> tuple[str, tuple[str, ...] | None]:
        """Its text, and the names of its values in their order where the driver knows them by that."""
        made: Any = self._made.compile(dialect=db.dialect)
        self._known[db.dialect.name] = found = (
            str(made),
            tuple(made.positiontup) if db.dialect.positional else None,
        )
        return found


def failed(
    db: Connection, error: Exception, cursor: Any = None, text: str | None = None
) -> NoReturn:
    """What SQLAlchemy does when a statement of its own fails: listeners are told, a broken connection is given up, its error raised."""
    db._handle_dbapi_exception(error, text, None, cursor, None)


def at_most(most: int, rows: Select[Any]) -> Select[Any]:
    """So many of these. The number stands in the statement: SQLite makes its plan anew whenever one is handed over."""
    return rows.limit(literal_column(str(most), Integer)).offset(literal_column("0", Integer))


@cache
def some(most: int, rows: Select[Any]) -> Often:
    """The statement that asks for at most so many of these."""
    return Often(at_most(most, rows))
