"""Replacing tables while others still read the old ones."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, MetaData, delete, inspect, select, tuple_

from app.storage.backup.checksums import ROWS_AT_ONCE

SCHEMA = "orienteer_coming"
"""PostgreSQL's schema for the new tables, created and dropped in one transaction."""


@contextmanager
def replacing_tables(db: Connection, old: MetaData) -> Iterator[None]:
    """Let the block create tables as in an empty database; afterwards they replace the old ones.

    All happens in the open transaction. SQLite's readers see the old tables until it commits.
    PostgreSQL's would wait for a dropped table, so the new ones are created in a schema of their
    own and moved at the end. Writers wait and give up after their time limit.
    """
    if db.dialect.name != "postgresql":
        _drop_in_batches(db, old)
        yield
        return
    quote = db.dialect.identifier_preparer.quote
    home, path = db.exec_driver_sql("SELECT current_schema(), current_setting('search_path')").one()
    if old.tables:
        db.exec_driver_sql(f"LOCK TABLE {', '.join(map(quote, old.tables))} IN EXCLUSIVE MODE")
    db.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    db.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}")
    yield
    new_names = inspect(db).get_table_names()
    db.exec_driver_sql(f"SET LOCAL search_path = {path}")
    old.drop_all(db, checkfirst=False)
    for name in new_names:
        db.exec_driver_sql(f"ANALYZE {SCHEMA}.{quote(name)}")  # statistics for the first queries
        db.exec_driver_sql(f"ALTER TABLE {SCHEMA}.{quote(name)} SET SCHEMA {quote(home)}")
    db.exec_driver_sql(f"DROP SCHEMA {SCHEMA}")


def _drop_in_batches(db: Connection, old: MetaData) -> None:
    """Empty the tables in batches, then drop them: SQLite keeps a statement's changes in memory."""
    for table in reversed(old.sorted_tables):
        key = tuple_(*table.primary_key.columns)
        some = delete(table).where(key.in_(select(*table.primary_key.columns).limit(ROWS_AT_ONCE)))
        while db.execute(some).rowcount:
            pass
    old.drop_all(db)
