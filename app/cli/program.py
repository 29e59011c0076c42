"""The `orienteer` command group. A command's module is imported only when it is called."""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from app.cli.errors import setting_message
from app.cli.language import language_of, set_language
from app.exports.words import Words
from config import SettingError, locale_language

COMMANDS: Final = {
    "score": "app.cli.score",
    "plan": "app.cli.plan",
    "catalogue": "app.cli.catalogue",
    "evaluate": "app.cli.evaluation.evaluate",
    "profiles": "app.cli.evaluation.profiles",
    "links": "app.cli.links",
    "serve": "app.cli.serve",
    "backup": "app.cli.maintenance.backup",
    "restore": "app.cli.maintenance.restore",
    "move": "app.cli.maintenance.move",
    "purge": "app.cli.maintenance.purge",
}
"""Each command's module, in the order of the manual."""
WRONG_USE: Final = 2


class Program(click.Group):
    """All commands. Each command's module has a function `command(words)` that returns it."""

    def __init__(self, words: Words) -> None:
        super().__init__(
            "orienteer",
            help=words.gettext(
                "Rate yourself on 40 skills of AI work; see the closest role and what to study."
            ),
        )
        self._words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """Import and return the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command(self._words)
        return command


def run(arguments: Sequence[str]) -> None:
    """Run a command and end the process with its code."""
    words = set_language(locale_language())
    try:
        words = set_language(language_of(arguments))
        Program(words).main(args=list(arguments), prog_name="orienteer")
    except SettingError as error:
        click.echo(setting_message(words, error), err=True)
        raise SystemExit(WRONG_USE) from error
