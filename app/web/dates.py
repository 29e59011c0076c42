"""Dates in the time zone of the reader's language."""

from datetime import date, datetime, tzinfo
from functools import cache

from babel.dates import get_timezone

from app.catalogue.text import Language
from app.web.context import now
from app.web.i18n import TIMEZONES, language


def day_of(seconds: int, here: Language | None = None) -> date:
    """Return the reader's date of a time in seconds since 1970.

    `here` is the reader's language where the caller knows it.
    """
    return datetime.fromtimestamp(seconds, _timezone(here or language())).date()


def today() -> date:
    """Return the reader's date now."""
    return day_of(now())


@cache
def _timezone(here: Language) -> tzinfo:
    return get_timezone(TIMEZONES[here])
