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
        settings = read_settings()
        engine = open_engine(settings.database)
        migrate(engine)
    except SettingError as error:
        raise Refused(setting_fault(words, error)) from error
    except NewerDatabase as error:
        raise Refused(
            words.gettext("The database was made by a newer Orienteer. Start that version, or put back a copy of the instance from before.")
        ) from error
    except StorageUnavailable as error:
        sentence = words.gettext(
            "The database cannot be opened or written (%(why)s). Check DATABASE_URL and the permissions of the instance folder."
        )
        raise Refused(sentence % {"why": str(getattr(error.__cause__, "orig", error.__cause__)).strip()}) from error
    return settings, engine
