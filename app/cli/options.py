"""What several commands share: the language option, days as a parameter, and how a command refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

import click

from app.catalogue.text import LANGUAGES
from app.cli.faults import shown
from app.documents.words import Words

F = TypeVar("F", bound=Callable[..., Any])

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999


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
    return click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True, help=text)


def day_option(words: Words, name: str, text: str) -> Callable[[F], F]:
    """An option that is a day, written YYYY-MM-DD."""

    def read(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
        try:
            day = date.fromisoformat(value) if value is not None else None
        except ValueError:
            day = date.min
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            fault = words.gettext("%(value)s is no day that a plan can have: write it as 2027-03-31.") % {"value": shown(value)}
            raise click.BadParameter(fault, context, option)
        return day

    return click.option(name, metavar="DATE", callback=read, help=text)
