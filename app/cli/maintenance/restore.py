"""`orienteer restore`: restore a backup, all of it or nothing."""

from pathlib import Path

import click

from app.cli.maintenance.database import command_errors, load_settings, open_database, print_tables
from app.cli.options import language_option
from app.exports.words import Words


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext
    text = _(
        "Put a backup back into the database of the settings, all of it or nothing, and bring it "
        "to this version."
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
        from app.storage.backup.restore import restore as restore_backup

        database = load_settings(words).database
        with open_database(database, words) as engine, command_errors(words, file):
            contents = restore_backup(engine, file, replace)
        print_tables(contents.tables)
        click.echo(_("Restored, and the same as in the backup."), err=True)

    return restore
