"""Brings a database to the tables of this version, and back."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.storage.engine import StorageUnavailable, reading, schema_change

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NewerDatabase(StorageUnavailable):
    """The database stands at a migration that this version does not know: a newer one made it."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Apply every migration up to `revision`, in one transaction; where that is done already nothing is written.

    Of several nodes that start at once one migrates, and the others wait for it. Raises StorageUnavailable when the database refuses.
    NewerDatabase says that it was made by a later version.
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
    """The migrations up to `revision` in a transaction that is open, one of `schema_change`. Raises as `migrate`."""
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(_config(connection), revision)
    except CommandError as error:
        raise NewerDatabase from error
    except DBAPIError as error:
        raise StorageUnavailable from error


def current_schema(connection: Connection) -> str | None:
    """The migration that the database stands at; None where there is none."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def knows_schema(revision: str) -> bool:
    """Whether this version has that migration."""
    return revision in _revisions()


def migrate_down(engine: Engine, revision: str = "base") -> None:
    """Undo every migration after `revision`."""
    from alembic import command

    with schema_change(engine) as connection:
        command.downgrade(_config(connection), revision)


def is_migrated(engine: Engine) -> bool:
    """Whether the database stands at the newest migration, or at a later one that this version can serve too; False when it is silent.

    Costs one short query.
    """
    try:
        with reading(engine) as connection:
            stands_at: str | None = connection.scalar(
                text("SELECT version_num FROM alembic_version")
            )
    except (StorageUnavailable, ProgrammingError):  # PostgreSQL says so that the table is missing
        return False
    return stands_at is not None and (stands_at == newest_schema() or _is_later_but_fits(stands_at))


def answers(engine: Engine) -> bool:
    """Whether the database can be read at all."""
    try:
        with reading(engine) as connection:
            return bool(connection.scalar(text("SELECT 1")))
    except StorageUnavailable:
        return False


@cache
def newest_schema() -> str:
    """The newest migration that this version has, by their files' names: reading them would take much of a server's start."""
    return max(
        path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    )


def differences(engine: Engine) -> list[object]:
    """What the migrated database and the tables of this version disagree on; empty when they are in step."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from app.storage.tables import metadata

    with reading(engine) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        )


def _is_later_but_fits(stands_at: str) -> bool:
    """Whether a migration that is not known here says in its name that the code of one that is known can go on serving.

    `0005-0004` is number 5, and whoever knows 0004 can serve the database that it leaves: while an upgrade runs, and after the code alone
    was taken back. See docs/migrations.md.
    """
    _, _, oldest = stands_at.partition("-")
    known = _revisions()
    return stands_at not in known and oldest in {revision.partition("-")[0] for revision in known}


def _revisions() -> set[str]:
    """All migrations that this version has, by their names: a number, or with the oldest that can serve behind it."""
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
