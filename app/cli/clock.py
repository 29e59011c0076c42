"""What is said when a clean-up does not believe the clock."""

import logging
from datetime import UTC, datetime

import click

from app.documents.words import Words
from app.observability.log_config import JsonFormatter
from config import Settings


def doubtful(words: Words, now: int) -> str:
    """Why nobody was removed as idle, and what to do."""
    sentence = words.gettext(
        "The clock says %(day)s, but nobody’s last visit lies a week to a month before that. It may be wrong, so nobody was removed as "
        "idle. If it is wrong, set it. If it is right, wait until a week after people have come again, or run: orienteer purge --anyway"
    )
    return sentence % {"day": f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d}"}


def warn(sentence: str, settings: Settings) -> None:
    """Say it on standard error, as a line of the log where that has objects."""
    if settings.log == "json":
        sentence = JsonFormatter().format(
            logging.makeLogRecord({"msg": sentence, "levelname": "WARNING"})
        )
    click.echo(sentence, err=True)
