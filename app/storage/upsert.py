"""Inserting what may be there already, in the words of either database."""

from typing import TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert: TypeAlias = "postgresql.Insert | sqlite.Insert"


def insert_or(db: Connection, table: Table) -> Insert:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if db.dialect.name == "postgresql" else sqlite.insert(table)
