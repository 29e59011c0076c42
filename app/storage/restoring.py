"""A backup put back: into a database of the same kind, or a SQLite file's into a PostgreSQL."""

from pathlib import Path

from sqlalchemy import Connection, Engine, Table

from app.storage.backup import POSTGRESQL, SQLITE, open_copy
from app.storage.backup_file import Contents, read_contents
from app.storage.cleaning import empty_log
from app.storage.engine import reading
from app.storage.moving import Fill, Room, copying, fill, no_owners, only_ours, rows_of
from app.storage.postgresql_programs import newest_program, output_of
from app.storage.refusals import NoBackup, OtherDatabase

COPY, FROM, END = b"COPY ", b") FROM stdin;\n", b"\\.\n"


def restore(engine: Engine, path: Path, replaces: bool) -> Contents:
    """Fill the database from a backup and bring it to this version; `replaces` also one that holds owners, of whom nothing is left.

    One transaction, compared with what the backup says before it is kept: whatever goes wrong, what was there is there still. A server may
    run meanwhile: its readers see what was there until the end, what it writes waits or is refused, and what it had kept since the backup
    is gone like everything else.
    Raises OSError, a Refusal, NewerDatabase or StorageUnavailable.
    """
    contents = read_contents(path)
    room: Room = only_ours if replaces else no_owners
    if contents.database == SQLITE:
        opened = open_copy(path)
        try:
            with reading(opened) as source:
                fill(engine, contents.schema, rows_of(source), contents.tables, room)
        finally:
            opened.dispose()
    elif contents.database == POSTGRESQL and engine.dialect.name == POSTGRESQL:
        fill(engine, contents.schema, _rows_in(path), contents.tables, room)
    else:
        raise OtherDatabase if contents.database == POSTGRESQL else NoBackup
    empty_log(engine)
    return contents


def _rows_in(path: Path) -> Fill:
    """The rows in a file of pg_dump's, a table at a time, as pg_restore prints them."""
    program = newest_program("pg_restore")

    def put(db: Connection, table: Table) -> None:
        with output_of(
            [program, "--data-only", f"--table={table.name}", "--file=-", str(path)]
        ) as said:
            head = next(
                (line for line in said if line.startswith(COPY) and line.endswith(FROM)), None
            )
            if head is None:
                return
            names = head[head.index(b"(") + 1 : -len(FROM)].decode().replace('"', "").split(", ")
            if set(names) != {column.name for column in table.columns}:
                raise NoBackup
            with copying(db, table, names) as copy:
                for line in said:
                    if line == END:
                        break
                    copy.write(line)
            for _ in said:  # to its end: a program whose words nobody takes any more dies of that, as if it had given up
                pass

    return put
