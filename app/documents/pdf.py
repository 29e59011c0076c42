"""A plan or a result as PDF, tagged, on A4: its Markdown, set by WeasyPrint. Behind the extra `pdf`; everything of it is imported late."""

import ctypes
import re
import sys
from email.message import Message
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.request import BaseHandler, Request
from urllib.response import addinfourl

from app.catalogue.model import Catalogue
from app.documents.followed import NOT_FOLLOWED, Followed
from app.documents.markdown import plan_as_markdown
from app.documents.result import Finished, result_as_markdown, result_title
from app.documents.words import ANYTHING, Wanted, Words, title
from app.planning.model import Plan

PACKAGES: Final = ("weasyprint", "markdown_it", "pylopdf_fonts_ko")
PANGO: Final = "pangoft2-1.0"
"""The one of Pango's libraries that needs all others that WeasyPrint loads."""
HANGUL_WORD: Final = re.compile(r"(?<!\S)(?=\S{2,20}(?!\S))\S*[가-힣]\S*")
"""Between spaces, with a Korean letter in it, and no longer than fits every line."""
SHORT: Final = 24
"""Letters of a text that reaches no line's end, such as a step's name in a week's row."""
STYLE: Final = Path(__file__).with_name("print.css")
ONE_AT_A_TIME: Final = Lock()
"""A long plan takes up to 250 MB while it is set, and two at once would be no sooner done: setting is all Python."""
LONGEST_WAIT: Final = 1.0
"""Seconds for which another may be waited for: whoever waits holds up a part of the server."""
FONT: Final = "font:sans"
"""The only address that is ever opened: print.css names it, and it stands for the font package's file."""


@cache
def pdf_is_installed() -> bool:
    """Whether `plan_as_pdf` works here: its packages are there and the system has Pango. Looked for once in a process.

    Importing WeasyPrint would tell as well and takes a second and its memory; to look for the packages imports none, and to load Pango's
    library takes milliseconds.
    """
    return all(find_spec(package) for package in PACKAGES) and pango_loads()


def pango_loads() -> bool:
    """Whether the system has Pango, by the same names as WeasyPrint's.

    Linux loads a library by its bare name, and looking for its path there starts other programs; macOS loads it by its path alone.
    """
    from ctypes.util import find_library

    name = f"lib{PANGO}.so.0" if sys.platform == "linux" else find_library(PANGO)
    try:
        return name is not None and bool(ctypes.CDLL(name))
    except OSError:
        return False


class PdfBusy(Exception):
    """Another PDF is being made: try again in some seconds."""


def plan_as_pdf(
    plan: Plan,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted = ANYTHING,
    followed: Followed = NOT_FOLLOWED,
) -> bytes:
    """The document of `plan_as_markdown` as PDF/UA-1, with the package's own Korean font in it; nothing is fetched.

    The same plan gives the same bytes: there is no date in the file but the plan's own. PdfBusy: another is being made. ImportError or
    OSError where `pdf_is_installed` is false.
    """
    return _set(
        plan_as_markdown(plan, catalogue, words, wanted, followed),
        title(words, catalogue, plan.target),
        words,
    )


def result_as_pdf(found: Finished, words: Words) -> bytes:
    """The document of `result_as_markdown` as PDF, in the same way and with the same errors."""
    return _set(result_as_markdown(found, words), result_title(words, found), words)


def _set(text: str, called: str, words: Words) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    head, body = f'<meta charset="utf-8"><title>{escape(called)}</title>', _html(text)
    page = f'<!doctype html><html lang="{words.language}"><head>{head}</head><body>{body}</body></html>'
    if not ONE_AT_A_TIME.acquire(timeout=LONGEST_WAIT):
        raise PdfBusy
    try:
        fonts, fetcher = FontConfiguration(), _fetcher()
        style = CSS(
            string=STYLE.read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts
        )
        written: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )
    finally:
        ONE_AT_A_TIME.release()
    return written


def _html(text: str) -> str:
    """A Markdown text as HTML, no line of which ends within a Korean word: WeasyPrint does not know `word-break: keep-all`."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("js-default")
    reader.add_render_rule(
        "text", lambda _, tokens, place, *__: _whole_words(tokens[place].content)
    )
    page: str = reader.render(text)
    return page


def _whole_words(text: str) -> str:
    """Text as HTML with each Korean word in one piece, for print.css to keep so."""
    plain = escape(text, quote=False)
    return HANGUL_WORD.sub(r"<span>\g<0></span>", plain) if len(text) > SHORT else plain


class _Fonts(BaseHandler):
    """Opens the address of the font, and no other."""

    def font_open(self, request: Request) -> addinfourl:
        from pylopdf_fonts_ko import sans_path

        if request.full_url != FONT:
            raise OSError(f"{request.full_url} is not opened: only {FONT} is")
        return addinfourl(sans_path().open("rb"), Message(), FONT)


def _fetcher() -> object:
    """WeasyPrint's way to open an address, closed to all that are of a file system or a network."""
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("font",))
    fetcher.add_handler(_Fonts())
    return fetcher
