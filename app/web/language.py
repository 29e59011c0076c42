"""Which language a page is in: the reader's switch, else the browser's wish, else the operator's, else English."""

from flask import Flask, Response, g, request
from flask_babel import refresh
from werkzeug.datastructures import LanguageAccept

from app.catalogue.text import LANGUAGES, Language
from app.web.context import context
from app.web.http.cookies import cookie, delete_cookie, set_cookie

COOKIE = "lang"
TIMEZONES: dict[Language, str] = {"ko": "Asia/Seoul", "en": "UTC"}
"""A page knows the reader's language but not their place: dates on Korean pages are Seoul's."""


def install(app: Flask) -> None:
    app.after_request(_remember)


def language() -> Language:
    """The language of this request's page."""
    here: Language | None = g.get("language")
    if here is None:
        if request.query_string:
            switch_language(request.args.get("lang"))
            here = g.get("language")
        g.language = here = here or _known(cookie(COOKIE)) or _preferred()
    return here


def asked_language() -> Language | None:
    """The language that this page's address asks for."""
    return _known(request.args.get("lang"))


def switch_language(value: str | None) -> None:
    """Switch this page and the next ones, when the value is a language."""
    asked = _known(value)
    if asked:
        g.language = g.switched = asked
        refresh()  # words that were looked up before the switch may have set the other one


def select() -> str:
    return language()


def timezone() -> str:
    return TIMEZONES[language()]


def forget_language(response: Response) -> None:
    """Delete the choice from the device."""
    delete_cookie(response, COOKIE)


def _known(value: str | None) -> Language | None:
    return value if value in LANGUAGES else None


def _preferred() -> Language:
    named = LanguageAccept(
        [each for each in request.accept_languages if each[0] != "*"]
    )  # "*" names no language
    return _known(named.best_match(LANGUAGES)) or context().settings.language or "en"


def _remember(response: Response) -> Response:
    if "switched" in g:
        set_cookie(response, COOKIE, g.switched)
    return response
