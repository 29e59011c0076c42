"""Checksums of tables: a row count and a digest, equal on SQLite and PostgreSQL."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Table, select

VERSION_TABLE = "alembic_version"
"""Alembic's table, which is not data."""
ROWS_AT_ONCE = 1_000
BITS = 256


@dataclass(frozen=True, slots=True)
class TableChecksum:
    """How many rows a table has, and their digest of 64 hexadecimal digits."""

    count: int
    digest: str


def table_checksums(db: Connection) -> Mapping[str, TableChecksum]:
    """Return table → checksum, for all tables of any version.

    A row is written as a JSON object with sorted column names, without spaces, with bytes in
    hexadecimal and Hangul unescaped. A table's digest is the sum modulo 2^256 of its rows' SHA-256,
    so that their order does not matter. It detects mistakes and damage, not forgery.
    """
    return {table.name: _checksum(db, table) for table in existing_tables(db)}


def existing_tables(db: Connection) -> list[Table]:
    """Return the database's tables, each after those that it refers to, without partitions."""
    reflected, passed_over = MetaData(), {VERSION_TABLE, *partitions(db)}
    reflected.reflect(db)
    return [table for table in reflected.sorted_tables if table.name not in passed_over]


def partitions(db: Connection) -> set[str]:
    """Return the names of tables that are partitions of others; SQLite has none."""
    if db.dialect.name != "postgresql":
        return set()
    query = """
        SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'
        AND relnamespace = current_schema()::regnamespace
    """
    return set(db.exec_driver_sql(query).scalars())


def _checksum(db: Connection, table: Table) -> TableChecksum:
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
    return TableChecksum(count, f"{total % 2**BITS:0{BITS // 4}x}")
