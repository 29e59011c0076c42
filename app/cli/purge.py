"""`orienteer purge`: removes for good what was deleted more than a day ago, and owners idle for longer than the setting allows."""

import time

import click

from app.cli.options import language_option
from app.cli.start import start
from app.documents.words import Words


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    text = _("Remove for good what was deleted over a day ago and what nobody has opened for ORIENTEER_RETENTION_DAYS.")

    @click.command("purge", help=text)
    @language_option(words)
    def purge() -> None:
        from app.storage.cleaning import clean_up
        from app.storage.engine import writing

        settings, engine = start(words)
        with writing(engine) as db:
            deleted, idle = clean_up(db, int(time.time()), settings.retention_days)
        told = _("Removed: %(deleted)s deleted assessments, %(idle)s idle owners with all of theirs.")
        click.echo(told % {"deleted": deleted, "idle": idle})

    return purge
