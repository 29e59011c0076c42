"""What several commands share: the language option, days as a parameter, and how a command refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

import click

from app.catalogue.model import LANGUAGES
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


class Day(click.ParamType):
    """A day as YYYY-MM-DD."""

    name = "date"

    def __init__(self, words: Words) -> None:
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; click.BadParameter for anything else, and for years that no plan is made for."""
        try:
            day = date.fromisoformat(value)
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
        except ValueError:
            pass
        self.fail(self._words.gettext("%(value)s is no day: write it as 2026-03-31.") % {"value": repr(value)}, param, ctx)
