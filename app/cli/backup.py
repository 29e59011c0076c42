"""`orienteer backup`: everything that is kept, as one file, while the pages are served."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from app.cli.database import opened, print_tables, refusing
from app.cli.options import language_option
from app.cli.start import settings_of
from app.documents.words import Words

NAMED: Final = re.compile(r"orienteer-\d{8}T\d{6}Z\.backup")
"""The names that are given to backups in a folder: in their order is the order of time."""


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext
    text = _(
        "Write everything that is kept to a file, or into a folder under a name made of the time, while the pages are served."
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
        from app.storage.backup import back_up
        from app.storage.backup_file import remove_drafts

        folder = file if file.is_dir() else None
        if keep and folder is None:
            raise click.UsageError(
                _("--keep is for a folder, and this is none: %(name)s") % {"name": file}
            )
        path = folder / f"orienteer-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup" if folder else file
        with opened(settings_of(words).database, words) as engine, refusing(words, path):
            if folder:
                remove_drafts(folder)
            made = back_up(engine, path)
            print_tables(made.tables)
            click.echo(_("Kept in %(name)s, and read back.") % {"name": path}, err=True)
            for old in _names(folder)[keep:] if folder and keep else []:
                if old != path:  # even where a clock that was ahead named others
                    old.unlink()

    return backup


def _names(folder: Path) -> list[Path]:
    """The backups in a folder that have a name made of the time, newest first."""
    return sorted((each for each in folder.iterdir() if NAMED.fullmatch(each.name)), reverse=True)
