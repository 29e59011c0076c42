"""The plan to take along: a calendar, a Markdown text, a table."""

from datetime import date, datetime

from flask_babel import get_translations

from app.documents.calendar import plan_as_calendar
from app.documents.markdown import plan_as_markdown
from app.documents.table import plan_as_csv
from app.documents.words import Words
from app.planning.plan import plan
from app.web.assessed import Assessed
from app.web.language import language
from app.web.owner import tag

KINDS = {"ics": "text/calendar", "md": "text/markdown", "csv": "text/csv"}
"""Ending → media type."""


def plan_file(found: Assessed, kind: str, today: date, stamp: datetime) -> bytes:
    """The plan as a file of a kind; one of KINDS; its weeks count from today. `stamp` is in UTC."""
    made, words = plan(found.catalogue, found.ratings, found.target, found.hours_a_week, start=today), reader_words()
    if kind == "ics":
        return plan_as_calendar(made, found.catalogue, words, tag(found.assessment), stamp)
    if kind == "md":
        return plan_as_markdown(made, found.catalogue, words).encode()
    return plan_as_csv(made, found.catalogue, words).encode("utf-8-sig")  # without the mark Excel loses Hangul


def reader_words() -> Words:
    """How a document speaks to this page's reader."""
    translations = get_translations()
    return Words(language(), translations.gettext, translations.ngettext)
