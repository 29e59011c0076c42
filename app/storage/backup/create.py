"""Backups of the whole database as one file, made while others write and then verified."""

from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine

from app.storage.backup.checksums import partitions, table_checksums
from app.storage.backup.errors import Damaged, NothingThere, Parted, Pooled
from app.storage.backup.file import Contents, close_with, draft_of
from app.storage.backup.postgresql_programs import (
    address_of,
    find_program,
    output_of,
    run,
    server_version,
)
from app.storage.databases.migrate import current_schema
from app.storage.databases.postgresql import is_behind_pooler
from app.storage.databases.sqlite import sqlite_module
from app.storage.engine import StorageUnavailable, consistent_reading, reading, without_transaction

SQLITE, POSTGRESQL = "sqlite", "postgresql"
PIECE = 1024 * 1024


def back_up(engine: Engine, path: Path) -> Contents:
    """Back up a database of any version to `path` and return the contents.

    The backup has all that was acknowledged before. An earlier backup at `path` is replaced only
    when the new one is complete and on the disk. Raises StorageUnavailable, OSError or a Refusal.
    """
    file = engine.url.database
    if engine.dialect.name == SQLITE and not (file and Path(file).is_file()):
        raise NothingThere
    with draft_of(path) as draft:
        contents = (
            _sqlite(engine, draft) if engine.dialect.name == SQLITE else _postgresql(engine, draft)
        )
        close_with(draft, contents)
    return contents


def open_copy(path: Path) -> Engine:
    """Return an engine that reads a SQLite file that nobody writes, without creating others."""
    module = sqlite_module()
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    return create_engine(
        "sqlite://",
        module=module,
        creator=lambda: module.connect(address, uri=True),
        hide_parameters=True,
    )


def _sqlite(engine: Engine, draft: Path) -> Contents:
    """Copy by SQLite's online backup: one state of the database, while others write."""
    with without_transaction(engine) as db:
        source = cast(Any, db.connection.dbapi_connection)
        copy = sqlite_module().connect(str(draft))
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # needs no log file beside it
        except sqlite_module().Error as error:
            raise StorageUnavailable from error
        finally:
            copy.close()
    opened = open_copy(draft)
    try:
        with reading(opened) as db:
            fault = db.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
            if fault != "ok":
                raise Damaged(why=fault)
            return Contents(SQLITE, _schema(db), table_checksums(db))
    finally:
        opened.dispose()


def _postgresql(engine: Engine, draft: Path) -> Contents:
    """Dump by pg_dump, with checksums of the same snapshot."""
    with consistent_reading(engine) as db:
        if is_behind_pooler(db):
            raise Pooled
        if partitions(db):
            raise Parted
        version, schema = server_version(db), _schema(db)
        dump, restore = (find_program(name, version) for name in ("pg_dump", "pg_restore"))
        snapshot = db.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        address, environment = address_of(db)
        options = [
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--no-password",
            f"--snapshot={snapshot}",
            f"--file={draft}",
        ]
        run([dump, *options, f"--dbname={address}"], environment)
        tables = table_checksums(db)
    _read_back([restore, "--file=-", str(draft)])
    return Contents(POSTGRESQL, schema, tables)


def _read_back(command: list[str]) -> None:
    """Read every block of the file, as a restore would. Raises ProgramFailed."""
    with output_of(command) as output:
        while output.read(PIECE):
            pass


def _schema(db: Connection) -> str:
    schema = current_schema(db)
    if schema is None:
        raise NothingThere
    return schema
