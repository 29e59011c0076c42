"""`orienteer purge`: removes for good what was deleted more than a day ago, and owners idle for longer than the setting allows."""

import time
from typing import Final

import click

from app.cli.options import language_option
from app.cli.start import start
from app.documents.words import Words

DAY_SECONDS: Final = 24 * 3600


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    text = _("Remove for good what was deleted over a day ago and what nobody has opened for ORIENTEER_RETENTION_DAYS.")

    @click.command("purge", help=text)
    @language_option(words)
    def purge() -> None:
        from app.storage.assessments import purge_deleted
        from app.storage.engine import writing
        from app.storage.owners import purge_owners

        settings, engine = start(words)
        now = int(time.time())
        with writing(engine) as db:
            deleted = purge_deleted(db, now - DAY_SECONDS)
            idle = purge_owners(db, now - settings.retention_days * DAY_SECONDS) if settings.retention_days else 0
        told = _("Removed: %(deleted)s deleted assessments, %(idle)s idle owners with all of theirs.")
        click.echo(told % {"deleted": deleted, "idle": idle})

    return purge
