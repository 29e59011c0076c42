"""`orienteer` itself: its commands, in the reader's language, each imported only when it is called."""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from app.cli.faults import setting_fault
from app.cli.language import language_of, speak
from app.documents.words import Words
from config import SettingError, locale_language

NAMES: Final = (
    "score",
    "plan",
    "catalogue",
    "evaluate",
    "profiles",
    "links",
    "serve",
    "backup",
    "restore",
    "move",
    "purge",
)
COMMANDS: Final = {name: f"app.cli.{name}" for name in NAMES}
WRONG_USE: Final = 2


class Program(click.Group):
    """The group of all commands. A command's module has `command(words)`, which makes it."""

    def __init__(self, words: Words) -> None:
        super().__init__(
            "orienteer",
            help=words.gettext(
                "Rate yourself on 40 skills of AI work; see the closest role and what to study."
            ),
        )
        self._words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The commands in the order of the manual."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        made: click.Command = import_module(COMMANDS[cmd_name]).command(self._words)
        return made


def run(arguments: Sequence[str]) -> None:
    """Run a command and end the process with its code."""
    words = speak(locale_language())
    try:
        words = speak(language_of(arguments))
        Program(words).main(args=list(arguments), prog_name="orienteer")
    except SettingError as error:
        click.echo(setting_fault(words, error), err=True)
        raise SystemExit(WRONG_USE) from error
