"""`orienteer move`: copy an instance into an empty database of another kind."""

import click

from app.cli.errors import CommandError
from app.cli.maintenance.database import command_errors, load_settings, open_database, print_tables
from app.cli.options import language_option
from app.exports.words import Words
from config import SettingError, read_database


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext
    text = _(
        "Copy everything that is kept into an empty database, such as from SQLite into PostgreSQL. "
        "Stop the pages first."
    )

    @click.command("move", help=text)
    @click.option(
        "--to", "url", required=True, metavar="URL", help=_("Where to, written as DATABASE_URL is.")
    )
    @language_option(words)
    def move(url: str) -> None:
        from app.storage.backup.move import move as copy

        settings = load_settings(words)
        try:
            to = read_database(url, settings.instance)
        except SettingError as error:
            raise CommandError(
                f"--to {_(error.fault) % error.values}: {_(error.mend) % error.values}"
            ) from error
        with (
            open_database(settings.database, words) as source,
            open_database(to, words) as target,
            command_errors(words),
        ):
            print_tables(copy(source, target))
        done = _(
            "Copied, and the same on both sides. Set DATABASE_URL to the new address and start "
            "Orienteer. What is written here from now on is not there; when all is well, delete "
            "what is here, for it holds people’s answers."
        )
        click.echo(done, err=True)

    return move
