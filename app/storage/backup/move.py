"""Filling a database from a backup or another database, in one verified transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Engine, MetaData, Result, Table, func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from app.storage.backup.checksums import (
    ROWS_AT_ONCE,
    VERSION_TABLE,
    TableChecksum,
    existing_tables,
    table_checksums,
)
from app.storage.backup.errors import NothingThere, OwnersThere, TablesThere, Unequal
from app.storage.backup.table_replacement import replacing_tables
from app.storage.databases.migrate import NewerDatabase, current_schema, knows_schema, upgrade
from app.storage.engine import StorageUnavailable, consistent_reading, schema_change
from app.storage.tables import metadata

CopyRows = Callable[[Connection, Table], None]
"""Copies all rows of a table into the same, empty table of the connected database."""
TablesToDrop = Callable[[Connection], MetaData]
"""Returns the tables to replace, or raises a Refusal."""


def move(source: Engine, target: Engine) -> Mapping[str, TableChecksum]:
    """Copy everything into an empty database of either kind and migrate it.

    It copies one state of the source, which does not change; later writes there are not copied.
    Raises a Refusal, NewerDatabase or StorageUnavailable, and has copied nothing then.
    """
    with consistent_reading(source) as db:
        schema = current_schema(db)
        if schema is None:
            raise NothingThere
        sent = table_checksums(db)
        fill(target, schema, rows_of(db), sent, no_tables)
    return sent


def fill(
    engine: Engine,
    schema: str,
    rows: CopyRows,
    sent: Mapping[str, TableChecksum],
    to_drop: TablesToDrop,
) -> None:
    """Create the tables of the migration `schema`, fill them, verify them, and migrate them.

    It happens in one transaction: others read the old data until the end and cannot write, and a
    failure changes nothing.
    """
    if not knows_schema(schema):
        raise NewerDatabase
    with schema_change(engine) as db:
        dropped = to_drop(db)
        with replacing_tables(db, dropped):
            upgrade(db, schema)
            for table in existing_tables(db):
                rows(db, table)
            _compare(sent, table_checksums(db))
            upgrade(db)


def no_tables(db: Connection) -> MetaData:
    """Return no tables. Raises TablesThere when the database has any."""
    if names := inspect(db).get_table_names():
        raise TablesThere(tables=", ".join(sorted(names)))
    return MetaData()


def no_owners(db: Connection) -> MetaData:
    """Return the database's tables. Raises OwnersThere when they have owners, or TablesThere."""
    owner = metadata.tables["owner"]
    if owner.name in inspect(db).get_table_names() and (
        count := db.scalar(select(func.count()).select_from(owner))
    ):
        raise OwnersThere(count=count)
    return only_ours(db)


def only_ours(db: Connection) -> MetaData:
    """Return the database's tables. Raises TablesThere when some are not Orienteer's."""
    existing = MetaData()
    existing.reflect(db)
    if others := existing.tables.keys() - metadata.tables.keys() - {VERSION_TABLE}:
        raise TablesThere(tables=", ".join(sorted(others)))
    return existing


def rows_of(source: Connection) -> CopyRows:
    """Return a copier of another database's rows, read in its open transaction."""

    def put(db: Connection, table: Table) -> None:
        names = [column.name for column in table.columns]
        reflected = MetaData()
        reflected.reflect(source, only=[table.name])
        query = select(*(reflected.tables[table.name].c[name] for name in names))
        with source.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
            if db.dialect.name == "postgresql":
                with copy_into(db, table, names) as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                _insert(db, table, names, rows)

    return put


def _insert(db: Connection, table: Table, names: list[str], rows: Result[Any]) -> None:
    try:
        for some in rows.partitions():
            db.execute(insert(table), [dict(zip(names, row, strict=True)) for row in some])
    except DBAPIError as error:  # a row that violates a constraint
        raise StorageUnavailable from error


@contextmanager
def copy_into(db: Connection, table: Table, names: list[str]) -> Iterator[Any]:
    """Give psycopg's COPY into a table's columns. Raises StorageUnavailable for an invalid row."""
    quote = db.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    cursor = cast(Any, db.connection.dbapi_connection).cursor()
    try:
        with cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
            yield copy
    except psycopg.Error as error:
        raise StorageUnavailable from error


def _compare(sent: Mapping[str, TableChecksum], arrived: Mapping[str, TableChecksum]) -> None:
    for name in sorted(sent.keys() | arrived.keys()):
        if sent.get(name) != arrived.get(name):
            raise Unequal(table=name)
