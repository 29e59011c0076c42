"""The reader's days: where their language puts them, a time in whole seconds is this or that day."""

from datetime import date, datetime, tzinfo
from functools import cache

from babel.dates import get_timezone

from app.catalogue.text import Language
from app.web.context import now
from app.web.language import TIMEZONES, language


def day_of(seconds: int, here: Language | None = None) -> date:
    """The reader's day of a time in whole seconds since 1970; `here` is their language where that is known."""
    return datetime.fromtimestamp(seconds, _zone(here or language())).date()


def today() -> date:
    """The reader's day now."""
    return day_of(now())


@cache
def _zone(here: Language) -> tzinfo:
    return get_timezone(TIMEZONES[here])
