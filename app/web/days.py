"""The reader's days: where their language puts them, a time in whole seconds is this or that day."""

from datetime import UTC, date, datetime

from flask_babel import to_user_timezone

from app.web.context import now


def day_of(seconds: int) -> date:
    """The reader's day of a time in whole seconds since 1970."""
    here: datetime = to_user_timezone(datetime.fromtimestamp(seconds, UTC))
    return here.date()


def today() -> date:
    """The reader's day now."""
    return day_of(now())
