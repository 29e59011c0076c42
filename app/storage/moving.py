"""Filling a database from a backup or from another database: all of it in one transaction, compared before it is kept."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Engine, MetaData, Result, Table, func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from app.storage.digests import ROWS_AT_ONCE, VERSION_TABLE, Held, held, tables_there
from app.storage.engine import StorageUnavailable, consistent_reading, schema_change
from app.storage.migrate import NewerDatabase, current_schema, knows_schema, upgrade
from app.storage.refusals import NothingThere, OwnersThere, TablesThere, Unequal
from app.storage.table_replacement import beside
from app.storage.tables import metadata

Fill = Callable[[Connection, Table], None]
"""Puts all rows of a table into the same table, there and empty, of the database that is connected."""
Room = Callable[[Connection], MetaData]
"""The tables that go when others take their place, or a Refusal."""


def move(source: Engine, target: Engine) -> Mapping[str, Held]:
    """Copy everything into an empty database of either kind and bring it to this version; nothing changes at the source.

    All of it or nothing. The copy is of one moment: what is written at the source later is not in it. Raises a Refusal,
    NewerDatabase or StorageUnavailable.
    """
    with consistent_reading(source) as db:
        schema = current_schema(db)
        if schema is None:
            raise NothingThere
        sent = held(db)
        fill(target, schema, rows_of(db), sent, no_tables)
    return sent


def fill(engine: Engine, schema: str, rows: Fill, sent: Mapping[str, Held], room: Room) -> None:
    """Make the tables of the migration `schema`, fill them, compare them with what was sent, and bring them to this version.

    `room` says which tables there are to go, or refuses. One transaction: others read what was there before until the end, and write
    nothing; where this fails nothing has changed.
    """
    if not knows_schema(schema):
        raise NewerDatabase
    with schema_change(engine) as db:
        gone = room(db)
        with beside(db, gone):
            upgrade(db, schema)
            for table in tables_there(db):
                rows(db, table)
            _compare(sent, held(db))
            upgrade(db)


def no_tables(db: Connection) -> MetaData:
    """Only a database without any table will do."""
    if found := inspect(db).get_table_names():
        raise TablesThere(tables=", ".join(sorted(found)))
    return MetaData()


def no_owners(db: Connection) -> MetaData:
    """A database without an owner will do."""
    owner = metadata.tables["owner"]
    if owner.name in inspect(db).get_table_names() and (
        count := db.scalar(select(func.count()).select_from(owner))
    ):
        raise OwnersThere(count=count)
    return only_ours(db)


def only_ours(db: Connection) -> MetaData:
    """The tables that are there. Raises TablesThere where there are others than Orienteer's."""
    found = MetaData()
    found.reflect(db)
    if others := found.tables.keys() - metadata.tables.keys() - {VERSION_TABLE}:
        raise TablesThere(tables=", ".join(sorted(others)))
    return found


def rows_of(source: Connection) -> Fill:
    """The rows of another database, in the transaction that is open there, some at a time."""

    def put(db: Connection, table: Table) -> None:
        names = [column.name for column in table.columns]
        found = MetaData()
        found.reflect(source, only=[table.name])
        query = select(*(found.tables[table.name].c[name] for name in names))
        with source.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
            if db.dialect.name == "postgresql":
                with copying(db, table, names) as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                _insert(db, table, names, rows)

    return put


def _insert(db: Connection, table: Table, names: list[str], rows: Result[Any]) -> None:
    try:
        for some in rows.partitions():
            db.execute(insert(table), [dict(zip(names, row, strict=True)) for row in some])
    except DBAPIError as error:  # a row that this database's rules refuse
        raise StorageUnavailable from error


@contextmanager
def copying(db: Connection, table: Table, names: list[str]) -> Iterator[Any]:
    """PostgreSQL's COPY into these columns of a table, as psycopg gives it. Raises StorageUnavailable when a row is refused."""
    quote = db.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    cursor = cast(Any, db.connection.dbapi_connection).cursor()
    try:
        with cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
            yield copy
    except psycopg.Error as error:
        raise StorageUnavailable from error


def _compare(sent: Mapping[str, Held], arrived: Mapping[str, Held]) -> None:
    for name in sorted(sent.keys() | arrived.keys()):
        if sent.get(name) != arrived.get(name):
            raise Unequal(table=name)
