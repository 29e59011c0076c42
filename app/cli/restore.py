"""`orienteer restore`: puts a backup back, all of it or nothing."""

from pathlib import Path

import click

from app.cli.database import opened, print_tables, refusing
from app.cli.options import language_option
from app.cli.start import settings_of
from app.documents.words import Words


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext
    text = _(
        "Put a backup back into the database of the settings, all of it or nothing, and bring it to this version."
    )

    @click.command("restore", help=text)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option(
        "--replace",
        is_flag=True,
        help=_("Even if there are owners in the database now: nothing of theirs is left then."),
    )
    @language_option(words)
    def restore(file: Path, replace: bool) -> None:
        from app.storage.restoring import restore as put_back

        with opened(settings_of(words).database, words) as engine, refusing(words, file):
            contents = put_back(engine, file, replace)
        print_tables(contents.tables)
        click.echo(_("Restored, and the same as in the backup."), err=True)

    return restore
