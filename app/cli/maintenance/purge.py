"""`orienteer purge`: remove for good what was deleted over a day ago, and idle owners."""

import time
from typing import TYPE_CHECKING

import click

from app.cli.errors import CommandError
from app.cli.maintenance.database import clock_warning, open_instance
from app.cli.options import language_option
from app.exports.words import Words

if TYPE_CHECKING:
    from app.storage.engine import Engine


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext
    text = _(
        "Remove for good what was deleted over a day ago and what nobody has opened for "
        "ORIENTEER_RETENTION_DAYS."
    )

    @click.command("purge", help=text)
    @click.option(
        "--anyway",
        is_flag=True,
        help=_("Believe the clock although nobody has been here for weeks."),
    )
    @language_option(words)
    def purge(anyway: bool) -> None:
        settings, engine = open_instance(words)
        _remove(words, engine, settings.retention_days, anyway)
        _rewrite(words, engine)

    return purge


def _remove(words: Words, engine: "Engine", retention_days: int | None, anyway: bool) -> None:
    """Remove what has expired, and print how much that was."""
    from app.storage.cleanup import clean_up
    from app.storage.engine import StorageUnavailable

    _, now = words.gettext, int(time.time())
    try:
        removed = clean_up(engine, now, retention_days, is_sure=anyway)
    except StorageUnavailable as error:
        sentence = _(
            "The database could not be written, so not all was removed. Run it again when there is "
            "room and nobody holds it."
        )
        raise CommandError(sentence) from error
    report = _("Removed: %(deleted)s deleted assessments, %(idle)s idle owners with all of theirs.")
    click.echo(report % {"deleted": removed.assessments, "idle": removed.owners})
    if removed.is_doubtful:
        click.echo(clock_warning(words, now), err=True)


def _rewrite(words: Words, engine: "Engine") -> None:
    """Rewrite the database file, so that no removed data is left in it, or say why not."""
    from app.storage.cleanup import MAX_REWRITE_BYTES, rewrite
    from app.storage.engine import StorageUnavailable

    _ = words.gettext
    try:
        outcome = rewrite(engine)
    except StorageUnavailable as error:
        sentence = _(
            "The database file could not be made anew, so traces of what was removed may be left "
            "in it: it was in use, or the disk has no room for a second one. Run it again."
        )
        raise CommandError(sentence) from error
    if outcome == "done":
        click.echo(_("The database file was made anew: nothing of what was removed is left in it."))
    elif outcome == "too_large":
        click.echo(
            _(
                "The database file was not made anew, because it holds more than %(most)s MB. What "
                "was removed is overwritten, but pieces of it may be left in the file."
            )
            % {"most": MAX_REWRITE_BYTES // 1024**2},
            err=True,
        )
