"""What the tables hold, as a count and a digest each: equal where the rows are equal, on SQLite and on PostgreSQL."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Table, select

VERSION_TABLE = "alembic_version"
"""Where the migrations note how far the database has come: it says what the rows are, and is none of them."""
ROWS_AT_ONCE = 1_000
BITS = 256


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows a table has, and their digest: 64 hexadecimal digits."""

    count: int
    digest: str


def held(db: Connection) -> Mapping[str, Held]:
    """Table → what it holds, for every table there is, whatever its version; read once, some rows at a time.

    A row is written as a JSON object: its columns by name in the alphabet's order, without spaces, bytes as hexadecimal digits, Hangul as
    it is. A table's digest is the sum of the SHA-256 of all its rows, as numbers of 256 bits, modulo 2^256: no order of rows changes it,
    and a row more, less or different does. It tells mistakes and damage; whoever can write the rows could make others with its sum.
    """
    return {table.name: _held(db, table) for table in tables_there(db)}


def tables_there(db: Connection) -> list[Table]:
    """The tables as the database has them now, each after those that it refers to; a table in partitions is one."""
    found, passed_over = MetaData(), {VERSION_TABLE, *partitions(db)}
    found.reflect(db)
    return [table for table in found.sorted_tables if table.name not in passed_over]


def partitions(db: Connection) -> set[str]:
    """The names of the tables that are a part of another; SQLite has none."""
    if db.dialect.name != "postgresql":
        return set()
    query = "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    return set(db.exec_driver_sql(query).scalars())


def _held(db: Connection, table: Table) -> Held:
    names = sorted(column.name for column in table.columns)
    rows = db.execute(
        select(*(table.c[name] for name in names)), execution_options={"yield_per": ROWS_AT_ONCE}
    )
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=bytes.hex).encode
    count = total = 0
    for row in rows:
        written = encode(dict(zip(names, row, strict=True))).encode()
        total += int.from_bytes(hashlib.sha256(written).digest(), "big")
        count += 1
    return Held(count, f"{total % 2**BITS:0{BITS // 4}x}")
