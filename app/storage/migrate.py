"""Brings a database to the tables of this version, and back."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.storage.engine import StorageUnavailable, reading, rebuilding

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NewerDatabase(StorageUnavailable):
    """The database stands at a migration that this version does not know: a newer one made it."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Apply every migration up to `revision`, in one transaction. Raises StorageUnavailable when the database refuses.

    NewerDatabase says that it was made by a later version.
    """
    from alembic import command
    from alembic.util import CommandError

    try:
        with rebuilding(engine) as connection:
            command.upgrade(_config(connection), revision)
    except CommandError as error:
        raise NewerDatabase from error
    except (DBAPIError, ValueError, TypeError) as error:  # how drivers refuse options that a URL gives them
        raise StorageUnavailable from error


def migrate_down(engine: Engine, revision: str = "base") -> None:
    """Undo every migration after `revision`."""
    from alembic import command

    with rebuilding(engine) as connection:
        command.downgrade(_config(connection), revision)


def is_migrated(engine: Engine) -> bool:
    """Whether the database stands at the newest migration; False too when it does not answer. Costs one short query."""
    try:
        with reading(engine) as connection:
            return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == newest())
    except (StorageUnavailable, ProgrammingError):  # PostgreSQL says so that the table is missing
        return False


def answers(engine: Engine) -> bool:
    """Whether the database can be read at all."""
    try:
        with reading(engine) as connection:
            return bool(connection.scalar(text("SELECT 1")))
    except StorageUnavailable:
        return False


@cache
def newest() -> str | None:
    """The newest migration that this version knows."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head()


def differences(engine: Engine) -> list[object]:
    """What the migrated database and the tables of this version disagree on; empty when they are in step."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from app.storage.tables import metadata

    with reading(engine) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
