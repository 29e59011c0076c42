"""What several commands share: the language option, days as a parameter, and how a command refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from app.catalogue.text import LANGUAGES
from app.cli.faults import shown
from app.documents.words import Words
from app.planning.model import FIRST_YEAR, LAST_YEAR

F = TypeVar("F", bound=Callable[..., Any])


class Refused(click.ClickException):
    """What was given cannot be used; the process ends with 2."""

    exit_code = 2


def language_option(words: Words) -> Callable[[F], F]:
    """--lang. It is read before the commands are made (see language.py); here it is checked and explained."""
    text = words.gettext("Language of what is shown; by default the system's.")
    return click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=text)


def format_option(words: Words) -> Callable[[F], F]:
    """--format for answers that are text for people or JSON for programs."""
    text = words.gettext("Format of the answer.")
    return click.option(
        "--format",
        "kind",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=text,
    )


def day_option(words: Words, name: str, text: str) -> Callable[[F], F]:
    """An option that is a day of the years that a plan can have, written YYYY-MM-DD."""

    def read(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
        try:
            day = date.fromisoformat(value) if value is not None else None
        except ValueError:
            day = date.min
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            fault = words.gettext(
                "Write a day of the years 2000 to 2099 as year, month, day, such as 2027-03-01."
            )
            raise click.BadParameter(f"{shown(value)}. {fault}", context, option)
        return day

    return click.option(name, metavar="DATE", callback=read, help=text)
