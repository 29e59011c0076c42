"""Migrating a database to this version's tables, and back."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.storage.engine import StorageUnavailable, reading, schema_change

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parents[3] / "migrations"
FILE_REVISION: Final = re.compile(r"\d{4}(_\d{4})?(?=_)")
"""The revision at the start of a migration's file name."""


class NewerDatabase(StorageUnavailable):
    """The database is at a migration of a newer version."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Apply the migrations up to `revision` in one transaction; writes nothing if none is missing.

    Of several nodes that start together one migrates and the others wait. Raises
    StorageUnavailable or NewerDatabase.
    """
    try:
        if revision == "head" and is_migrated(engine):
            return
        with schema_change(engine) as connection:
            upgrade(connection, revision)
    except (
        DBAPIError,
        ValueError,
        TypeError,
    ) as error:  # how drivers refuse options that a URL gives them
        raise StorageUnavailable from error


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Apply migrations in a transaction of `schema_change`.

    Raises as `migrate`, and Alembic's CommandError when the migrations themselves are faulty.
    """
    from alembic import command

    schema = current_schema(connection)
    if schema is not None and not knows_schema(schema):
        raise NewerDatabase(schema)
    try:
        command.upgrade(_config(connection), revision)
    except DBAPIError as error:
        raise StorageUnavailable from error


def current_schema(connection: Connection) -> str | None:
    """Return the database's migration, or None."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def knows_schema(revision: str) -> bool:
    """Return whether this version has a migration."""
    return revision in _revisions()


def migrate_down(engine: Engine, revision: str = "base") -> None:
    """Undo the migrations after `revision`."""
    from alembic import command

    with schema_change(engine) as connection:
        command.downgrade(_config(connection), revision)


def is_migrated(engine: Engine) -> bool:
    """Return whether this version can serve the database, by one short query.

    That is at its newest migration, or at a compatible later one. False when it does not answer.
    """
    try:
        with reading(engine) as connection:
            stands_at: str | None = connection.scalar(
                text("SELECT version_num FROM alembic_version")
            )
    except (StorageUnavailable, ProgrammingError):  # PostgreSQL's error for a missing table
        return False
    return stands_at is not None and (stands_at == newest_schema() or _is_later_but_fits(stands_at))


def answers(engine: Engine) -> bool:
    """Return whether the database answers."""
    try:
        with reading(engine) as connection:
            return bool(connection.scalar(text("SELECT 1")))
    except StorageUnavailable:
        return False


@cache
def newest_schema() -> str:
    """Return this version's newest migration, by file name: importing them would slow the start."""
    names = (path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return max(found[0] for name in names if (found := FILE_REVISION.match(name)))


def differences(engine: Engine) -> list[object]:
    """Return how the migrated database differs from this version's tables; empty if it does not."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from app.storage.tables import metadata

    with reading(engine) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        )


def _is_later_but_fits(stands_at: str) -> bool:
    """Return whether an unknown migration names a known one as compatible.

    Code that knows 0004 can serve a database at `0005_0004`: during an upgrade, and after the code
    alone was rolled back. See docs/migrations.md.
    """
    _, _, oldest = stands_at.partition("_")
    known = _revisions()
    return stands_at not in known and oldest in {revision.partition("_")[0] for revision in known}


def _revisions() -> set[str]:
    """Return this version's migrations: a number, or with the oldest compatible one behind it."""
    return {each.revision for each in _scripts().walk_revisions()}


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
