"""Opening the instance for a command: its settings, its database brought up to date, and what is wrong with either, said."""

from typing import TYPE_CHECKING

from app.cli.content import refuse_faults
from app.cli.faults import setting_fault
from app.cli.options import Refused
from app.documents.words import Words
from config import SettingError, Settings, read_settings

if TYPE_CHECKING:
    from app.storage.engine import Engine


def start(words: Words) -> "tuple[Settings, Engine]":
    """The settings and a migrated database; ends the process with 2 for a wrong setting, content or database."""
    from app.storage.engine import StorageUnavailable, open_engine
    from app.storage.migrate import NewerDatabase, migrate

    refuse_faults(words)
    try:
        settings = settings_of(words)
        engine = open_engine(settings.database)
        migrate(engine)
    except NewerDatabase as error:
        raise Refused(newer(words)) from error
    except StorageUnavailable as error:
        raise Refused(unavailable(words, error)) from error
    return settings, engine


def settings_of(words: Words) -> Settings:
    """The settings; ends the process with 2 for a wrong one."""
    try:
        return read_settings()
    except SettingError as error:
        raise Refused(setting_fault(words, error)) from error


def newer(words: Words) -> str:
    """That a database, or a backup, is of a version that this one does not know."""
    return words.gettext(
        "The database was made by a newer Orienteer. Start that version, or put back a copy of the instance from before."
    )


def unavailable(words: Words, error: Exception) -> str:
    """Why a database cannot be used, in its own words."""
    sentence = words.gettext(
        "The database cannot be opened or written (%(why)s). Check DATABASE_URL and the permissions of the instance folder."
    )
    cause = getattr(error.__cause__, "orig", error.__cause__) or error
    return sentence % {"why": str(cause).strip()}
