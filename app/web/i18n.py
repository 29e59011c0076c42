"""The language of a page, and dates as its reader has them.

The language is the reader's by the switch, else the browser's, else the operator's, else English.
"""

from datetime import date, datetime, tzinfo
from functools import cache

from babel.dates import get_timezone
from flask import Flask, Response, g, request
from flask_babel import get_translations, refresh
from werkzeug.datastructures import LanguageAccept

from app.catalogue.text import LANGUAGES, Language
from app.exports.words import Words
from app.web.context import context, now
from app.web.http.cookies import cookie, delete_cookie, set_cookie

LANGUAGE_COOKIE = "lang"
TIMEZONES: dict[Language, str] = {"ko": "Asia/Seoul", "en": "UTC"}
"""A page knows the reader's language but not their place; dates on Korean pages are Seoul's."""


def install(app: Flask) -> None:
    """Remember a switch after each request."""
    app.after_request(_remember)


def language() -> Language:
    """Return the language of this request's page."""
    chosen: Language | None = g.get("language")
    if chosen is None:
        requested = requested_language() if request.query_string else None
        if requested:
            _switch(requested)
        else:
            g.language = _known(cookie(LANGUAGE_COOKIE)) or _preferred()
        chosen = g.language
    return chosen


def requested_language() -> Language | None:
    """Return the language that this page's address asks for.

    Not a form: Flask-WTF needs the language to translate a form's labels.
    """
    return _known(request.args.get("lang"))


def switch_language(value: str | None) -> None:
    """Switch this page and the next ones, when the value is a language."""
    if requested := _known(value):
        _switch(requested)


def switch_language_by_button() -> bool:
    """Switch to the language of the pressed button; returns whether one was pressed.

    For forms that need the language before they are made, and so cannot have it as a field.
    """
    pressed = request.form.get("lang")
    switch_language(pressed)
    return bool(pressed)


def select() -> str:
    """Return the language, for Flask-Babel."""
    return language()


def timezone() -> str:
    """Return the time zone, for Flask-Babel."""
    return TIMEZONES[language()]


def forget_language(response: Response) -> None:
    """Delete the choice from the device."""
    delete_cookie(response, LANGUAGE_COOKIE)


def _switch(requested: Language) -> None:
    g.language = g.switched = requested
    refresh()  # words that were looked up before the switch may have set the other one


def day_of(seconds: int, here: Language | None = None) -> date:
    """Return the reader's date of a time in seconds since 1970.

    `here` is the reader's language where the caller knows it.
    """
    return datetime.fromtimestamp(seconds, _timezone(here or language())).date()


def today() -> date:
    """Return the reader's date now."""
    return day_of(now())


def _known(value: str | None) -> Language | None:
    return value if value in LANGUAGES else None


def _preferred() -> Language:
    named = LanguageAccept(
        [each for each in request.accept_languages if each[0] != "*"]
    )  # "*" names no language
    return _known(named.best_match(LANGUAGES)) or context().settings.language or "en"


def _remember(response: Response) -> Response:
    if "switched" in g:
        set_cookie(response, LANGUAGE_COOKIE, g.switched)
    return response


@cache
def _timezone(here: Language) -> tzinfo:
    return get_timezone(TIMEZONES[here])


def reader_words() -> Words:
    """Return the reader's language with its translations, for documents and views."""
    translations = get_translations()
    return Words(language(), translations.gettext, translations.ngettext)
