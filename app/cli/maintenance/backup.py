"""`orienteer backup`: write all saved data to one file, while the pages are served."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from app.cli.maintenance.database import command_errors, load_settings, open_database, print_tables
from app.cli.options import language_option
from app.exports.words import Words

BACKUP_NAME: Final = re.compile(r"orienteer-\d{8}T\d{6}Z\.backup")
"""Names of backups in a folder. Their alphabetical order is the order of time."""


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext
    text = _(
        "Write everything that is kept to a file, or into a folder under a name made of the time, "
        "while the pages are served."
    )

    @click.command("backup", help=text)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option(
        "--keep",
        type=click.IntRange(min=1),
        help=_("Of the backups in the folder, keep the newest so many."),
    )
    @language_option(words)
    def backup(file: Path, keep: int | None) -> None:
        from app.storage.backup.create import back_up
        from app.storage.backup.file import remove_drafts

        folder = file if file.is_dir() else None
        if keep and folder is None:
            raise click.UsageError(
                _("--keep is for a folder, and this is none: %(name)s") % {"name": file}
            )
        path = folder / f"orienteer-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup" if folder else file
        database = load_settings(words).database
        with open_database(database, words) as engine, command_errors(words, path):
            if folder:
                remove_drafts(folder)
            print_tables(back_up(engine, path).tables)
            click.echo(_("Kept in %(name)s, and read back.") % {"name": path}, err=True)
            if folder and keep:
                _remove_old_backups(folder, keep, path)

    return backup


def _remove_old_backups(folder: Path, keep: int, new: Path) -> None:
    """Remove all but the newest backups. `new` stays even if a wrong clock dated others later."""
    names = (each for each in folder.iterdir() if BACKUP_NAME.fullmatch(each.name))
    for old in sorted(names, reverse=True)[keep:]:
        if old != new:
            old.unlink()
