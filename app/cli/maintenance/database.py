"""Open an instance's settings and database for a command, and report errors of either."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.content import check_content
from app.cli.errors import CommandError, setting_message, system_message
from app.exports.words import Words
from app.observability.log_config import JsonFormatter
from config import SettingError, Settings, read_settings

if TYPE_CHECKING:
    from app.storage.backup.checksums import TableChecksum
    from app.storage.engine import Engine


def load_settings(words: Words) -> Settings:
    """Return the settings. Raises CommandError if one of them is invalid."""
    try:
        return read_settings()
    except SettingError as error:
        raise CommandError(setting_message(words, error)) from error


def open_instance(words: Words) -> "tuple[Settings, Engine]":
    """Check the content, and return the settings and a migrated database. Raises CommandError."""
    from app.storage.databases.migrate import NewerDatabase, migrate
    from app.storage.engine import StorageUnavailable, open_engine

    check_content(words)
    settings = load_settings(words)
    try:
        engine = open_engine(settings.database)
        migrate(engine)
    except NewerDatabase as error:
        raise CommandError(_newer_message(words)) from error
    except StorageUnavailable as error:
        raise CommandError(_unavailable_message(words, error)) from error
    return settings, engine


@contextmanager
def open_database(address: str | Path, words: Words) -> "Iterator[Engine]":
    """Open a database as it is, without creating or migrating it. Raises CommandError."""
    from app.storage.engine import StorageUnavailable, open_engine

    try:
        engine = open_engine(address)
    except StorageUnavailable as error:
        raise CommandError(_unavailable_message(words, error)) from error
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def command_errors(words: Words, path: Path | None = None) -> Iterator[None]:
    """Turn storage and file errors of the block into CommandError.

    `path` is the file that the block reads or writes.
    """
    from app.storage.backup.errors import Refusal
    from app.storage.databases.migrate import NewerDatabase
    from app.storage.engine import StorageUnavailable

    try:
        yield
    except NewerDatabase as error:
        raise CommandError(_newer_message(words)) from error
    except StorageUnavailable as error:
        raise CommandError(_unavailable_message(words, error)) from error
    except OSError as error:
        raise CommandError(f"{path}: {words.gettext(system_message(error))}") from error
    except Refusal as error:
        raise CommandError(words.gettext(error.sentence) % error.values) from error


def print_tables(tables: "Mapping[str, TableChecksum]") -> None:
    """Print a line for each table: its name, the number of its rows, and their digest."""
    for name, checksum in sorted(tables.items()):
        click.echo(f"{name} {checksum.count} {checksum.digest}")


def clock_warning(words: Words, now: int) -> str:
    """Return why no owner was removed as idle, and what to do. `now` is in Unix seconds."""
    sentence = words.gettext(
        "The clock says %(day)s, but nobody’s last visit lies a week to a month before that. It "
        "may be wrong, so nobody was removed as idle. If it is wrong, set it. If it is right, wait "
        "until a week after people have come again, or run: orienteer purge --anyway"
    )
    return sentence % {"day": f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d}"}


def print_warning(sentence: str, settings: Settings) -> None:
    """Print a warning on standard error, as a JSON log record if the log has that format."""
    if settings.log == "json":
        record = logging.makeLogRecord({"msg": sentence, "levelname": "WARNING"})
        sentence = JsonFormatter().format(record)
    click.echo(sentence, err=True)


def _newer_message(words: Words) -> str:
    return words.gettext(
        "The database was made by a newer Orienteer. Start that version, or put back a copy of the "
        "instance from before."
    )


def _unavailable_message(words: Words, error: Exception) -> str:
    """Return why a database cannot be used, with the driver's own reason."""
    sentence = words.gettext(
        "The database cannot be opened or written (%(why)s). Check DATABASE_URL and the "
        "permissions of the instance folder."
    )
    cause = getattr(error.__cause__, "orig", error.__cause__) or error
    return sentence % {"why": str(cause).strip()}
