"""Options that several commands share."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import click

from app.catalogue.text import LANGUAGES
from app.cli.errors import quoted
from app.exports.words import Words
from app.planning.model import FIRST_YEAR, LAST_YEAR

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def add_options(options: Iterable[Decorator]) -> Decorator:
    """Return a decorator that adds all options to a command, in this order."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(list(options)):
            command = option(command)
        return command

    return add


def language_option(words: Words) -> Decorator:
    """Return --lang. `language.py` reads it before the commands exist; here click validates it."""
    text = words.gettext("Language of what is shown; by default the system's.")
    return click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=text)


def format_option(words: Words) -> Decorator:
    """Return --format for answers as text for people or JSON for programs."""
    text = words.gettext("Format of the answer.")
    return click.option(
        "--format",
        "kind",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=text,
    )


def left_out_option(words: Words) -> Decorator:
    """Return --leave-out for roles of a table that are none of the catalogue's."""
    text = words.gettext(
        "Leave out the rows of this role, such as one that the catalogue does not have. May be "
        "given several times."
    )
    return click.option("--leave-out", "left_out", metavar="ROLE", multiple=True, help=text)


def day_option(words: Words, text: str, *names: str) -> Decorator:
    """Return an option for a date, written YYYY-MM-DD, in the years that a plan can have.

    The names are its flag and, where another is wanted, its parameter.
    """

    def read(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
        try:
            day = date.fromisoformat(value) if value is not None else None
        except ValueError:
            day = date.min
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            fault = words.gettext(
                "Write a day of the years 2000 to 2099 as year, month, day, such as 2027-03-01."
            )
            raise click.BadParameter(f"{quoted(value)}. {fault}", context, option)
        return day

    return click.option(*names, metavar="DATE", callback=read, help=text)
