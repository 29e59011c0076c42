"""Filters and variables for every template: texts, dates, numbers and addresses."""

import re
from datetime import date
from functools import cache, lru_cache
from typing import cast

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, request, url_for
from flask_babel import get_translations

from app.catalogue.text import Language, Text
from app.exports.pdf import pdf_is_installed
from app.exports.share_card import png_is_possible, wrapped
from app.exports.words import LOCALES, percent, percent_range, signed
from app.web.auth import assessment_tag, has_owner
from app.web.context import context
from app.web.form_errors import field_errors
from app.web.form_fields import showable
from app.web.http.request_checks import is_plain_http_elsewhere, is_shared, safe_url
from app.web.http.responses import integrity, static_url
from app.web.i18n import day_of, language, reader_words, requested_language
from app.web.theme import PAPER, theme, theme_urls

HANGUL = r"([가-힣](?:[가-힣\d\s:+·-]*[가-힣])?)"
DATES_CACHED = 2000
"""Formatting dates takes a fifth of the time of a list of assessments."""
NUMBERS_CACHED = 5000
"""Formatting its 900 numbers takes a quarter of the time of the method page."""
OTHER: dict[Language, Language] = {"ko": "en", "en": "ko"}


def install(app: Flask) -> None:
    """Register filters, globals and the variables of every page."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        say=say,
        wrapped=wrapped,
        day=day,
        date=date_in_words,
        tick=tick,
        percent=percent,
        percent_to=percent_to,
        signed=signed,
        number=number,
    )
    app.jinja_env.filters.update(
        by_script=by_script, showable=showable, field_errors=field_errors, years=years
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # jinja2.ext.i18n adds it
        lambda text: _translations(language()).ugettext(text),
        lambda one, many, number: _translations(language()).ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        static_url=static_url,
        integrity=integrity,
        has_pdf=pdf_is_installed(),
        has_png=png_is_possible(),
    )
    app.context_processor(_page_variables)


def say(text: Text) -> str:
    """Return a catalogue text in the page's language."""
    return text[language()]


def day(seconds: int) -> str:
    """Return the date of a time in seconds, in words."""
    return _day_in_words(seconds, language())


def date_in_words(value: date) -> str:
    """Return a date in words, in the page's language."""
    return day_in_words(value, language())


@lru_cache(maxsize=DATES_CACHED)
def _day_in_words(seconds: int, here: Language) -> str:
    return day_in_words(day_of(seconds, here), here)


@lru_cache(maxsize=DATES_CACHED)
def day_in_words(value: date, here: Language) -> str:
    """Return a date in words."""
    return format_date(value, "long", locale=LOCALES[here])


def number(value: float) -> str:
    """Return a number as the page's language writes it."""
    return _number(value, language())


@lru_cache(maxsize=NUMBERS_CACHED)
def _number(value: float, here: Language) -> str:
    return format_decimal(value, locale=LOCALES[here])


def tick(value: date, is_month: bool) -> str:
    """Return a short label for an axis: the month (of a January the year), or day and month."""
    if is_month:
        return format_date(value, "yyyy" if value.month == 1 else "LLL", locale=LOCALES[language()])
    return format_skeleton("MMMd", value, locale=LOCALES[language()])


def years(span: str) -> str:
    """Return a year or a span such as 2024-2025 as the page's language writes it."""
    return span.replace("-", {"ko": "~", "en": "–"}[language()])


def percent_to(low: float, high: float) -> str:
    """Return two shares of 0 to 1 as a range in per cent."""
    return percent_range(reader_words(), low, high)


def by_script(text: str) -> list[tuple[bool, str]]:
    """Split a text into pieces, each with whether it is Korean, for screen readers."""
    return [(bool(re.fullmatch(HANGUL, piece)), piece) for piece in re.split(HANGUL, text) if piece]


def switch_url() -> str:
    """Return the address of this page in the other language."""
    if not request.endpoint or request.method not in {"GET", "HEAD"}:
        return url_for("home.home", lang=OTHER[language()])
    return safe_url(
        request.endpoint,
        request.args.to_dict() | (request.view_args or {}) | {"lang": OTHER[language()]},
    )


def page_address(of: Language | None = None) -> str:
    """Return this page's absolute address in a language; None: in the reader's own."""
    return url_for(
        request.endpoint or "home.home", **(request.view_args or {}), lang=of, _external=True
    )


def _page_variables() -> dict[str, object]:
    here = language()
    return {
        "language": here,
        "other_language": OTHER[here],
        "switch_url": switch_url,
        "page_address": page_address,
        "requested_language": requested_language,
        "theme": theme(),
        "themes": PAPER,
        "theme_urls": theme_urls,
        "contact": context().settings.contact,
        "unencrypted": is_plain_http_elsewhere(),
        "has_owner": has_owner,
        "is_shared": is_shared,
        "assessment_tag": assessment_tag,
    }


@cache
def _translations(_: Language) -> Translations:
    """Return the translations of the page's language.

    Flask-Babel's own lookup costs a page of eighty sentences a millisecond.
    """
    return cast(Translations, get_translations())
