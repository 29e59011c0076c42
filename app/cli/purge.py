"""`orienteer purge`: removes for good what was deleted more than a day ago, and owners idle for longer than the setting allows."""

import time

import click

from app.cli.clock import doubtful
from app.cli.options import Refused, language_option
from app.cli.start import start
from app.documents.words import Words


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    text = _(
        "Remove for good what was deleted over a day ago and what nobody has opened for ORIENTEER_RETENTION_DAYS."
    )

    @click.command("purge", help=text)
    @click.option(
        "--anyway",
        is_flag=True,
        help=_("Believe the clock although nobody has been here for weeks."),
    )
    @language_option(words)
    def purge(anyway: bool) -> None:
        from app.storage.cleaning import clean_up, rewrite
        from app.storage.engine import StorageUnavailable

        settings, engine = start(words)
        try:
            removed = clean_up(
                engine, now := int(time.time()), settings.retention_days, is_sure=anyway
            )
        except StorageUnavailable as error:
            sentence = _(
                "The database could not be written, so not all was removed. Run it again when there is room and nobody holds it."
            )
            raise Refused(sentence) from error
        told = _(
            "Removed: %(deleted)s deleted assessments, %(idle)s idle owners with all of theirs."
        )
        click.echo(told % {"deleted": removed.deleted, "idle": removed.idle})
        if removed.is_doubtful:
            click.echo(doubtful(words, now), err=True)
        try:
            rewritten = rewrite(engine)
        except StorageUnavailable as error:
            sentence = _(
                "The database file could not be made anew, so traces of what was removed may be left in it: it was in use, or the disk "
                "has no room for a second one. Run it again."
            )
            raise Refused(sentence) from error
        if rewritten:
            click.echo(
                _("The database file was made anew: nothing of what was removed is left in it.")
            )

    return purge
