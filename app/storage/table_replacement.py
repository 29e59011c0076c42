"""New tables in the place of those that are there, which others can read until the last moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, MetaData, delete, inspect, select, tuple_

from app.storage.digests import ROWS_AT_ONCE

SCHEMA = "orienteer_coming"
"""Where PostgreSQL has the new tables until they are whole; seen by nobody else, for it comes and goes in one transaction."""


@contextmanager
def beside(db: Connection, gone: MetaData) -> Iterator[None]:
    """The block makes tables in a database that looks empty to it; when it ends they take the place of those that are `gone`.

    All in the transaction that is open. SQLite's other connections read what was there until it is committed. PostgreSQL's would wait for a
    table that is being dropped, so there the new ones are made in a schema of their own and put in place at the end; what others want to
    write meanwhile waits, and they give up after their limit.
    """
    if db.dialect.name != "postgresql":
        _drop_piecemeal(db, gone)
        yield
        return
    quote = db.dialect.identifier_preparer.quote
    home, path = db.exec_driver_sql("SELECT current_schema(), current_setting('search_path')").one()
    if gone.tables:
        db.exec_driver_sql(f"LOCK TABLE {', '.join(map(quote, gone.tables))} IN EXCLUSIVE MODE")
    db.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    db.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}")
    yield
    made = inspect(db).get_table_names()
    db.exec_driver_sql(f"SET LOCAL search_path = {path}")
    gone.drop_all(db, checkfirst=False)
    for name in made:
        db.exec_driver_sql(
            f"ANALYZE {SCHEMA}.{quote(name)}"
        )  # so that the first queries know how many rows there are
        db.exec_driver_sql(f"ALTER TABLE {SCHEMA}.{quote(name)} SET SCHEMA {quote(home)}")
    db.exec_driver_sql(f"DROP SCHEMA {SCHEMA}")


def _drop_piecemeal(db: Connection, gone: MetaData) -> None:
    """Empty the tables some rows at a time, then drop them: SQLite holds in memory all that a single statement removes."""
    for table in reversed(gone.sorted_tables):
        key = tuple_(*table.primary_key.columns)
        some = delete(table).where(key.in_(select(*table.primary_key.columns).limit(ROWS_AT_ONCE)))
        while db.execute(some).rowcount:
            pass
    gone.drop_all(db)
