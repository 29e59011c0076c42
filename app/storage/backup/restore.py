"""Restoring a backup into a database of the same kind, or SQLite's into PostgreSQL."""

from pathlib import Path

from sqlalchemy import Connection, Engine, Table

from app.storage.backup.create import POSTGRESQL, SQLITE, open_copy
from app.storage.backup.errors import NoBackup, OtherDatabase
from app.storage.backup.file import Contents, read_contents
from app.storage.backup.move import (
    CopyRows,
    TablesToDrop,
    copy_into,
    fill,
    no_owners,
    only_ours,
    rows_of,
)
from app.storage.backup.postgresql_programs import newest_program, output_of
from app.storage.cleanup import truncate_wal
from app.storage.engine import reading

COPY, FROM, END = b"COPY ", b") FROM stdin;\n", b"\\.\n"


def restore(engine: Engine, path: Path, replaces: bool) -> Contents:
    """Replace the database by a backup and migrate it; only with `replaces` if it has owners.

    It happens in one transaction and is compared with the backup's checksums, so that a failure
    changes nothing. A running server reads the old data until the end; its writes wait or are
    refused. Raises OSError, a Refusal, NewerDatabase or StorageUnavailable.
    """
    contents = read_contents(path)
    to_drop: TablesToDrop = only_ours if replaces else no_owners
    if contents.database == SQLITE:
        opened = open_copy(path)
        try:
            with reading(opened) as source:
                fill(engine, contents.schema, rows_of(source), contents.tables, to_drop)
        finally:
            opened.dispose()
    elif contents.database == POSTGRESQL and engine.dialect.name == POSTGRESQL:
        fill(engine, contents.schema, _rows_in(path), contents.tables, to_drop)
    else:
        raise OtherDatabase if contents.database == POSTGRESQL else NoBackup
    truncate_wal(engine)
    return contents


def _rows_in(path: Path) -> CopyRows:
    """Return a copier of a pg_dump archive's rows, as pg_restore prints them."""
    program = newest_program("pg_restore")

    def put(db: Connection, table: Table) -> None:
        with output_of(
            [program, "--data-only", f"--table={table.name}", "--file=-", str(path)]
        ) as output:
            head = next(
                (line for line in output if line.startswith(COPY) and line.endswith(FROM)), None
            )
            if head is None:
                return
            names = head[head.index(b"(") + 1 : -len(FROM)].decode().replace('"', "").split(", ")
            if set(names) != {column.name for column in table.columns}:
                raise NoBackup
            with copy_into(db, table, names) as copy:
                for line in output:
                    if line == END:
                        break
                    copy.write(line)
            for _ in output:  # a program whose output is not read to its end fails
                pass

    return put
