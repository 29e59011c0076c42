"""A plan or a result as a tagged PDF on A4, made from its Markdown by WeasyPrint.

The packages come with the extra `pdf`. They are imported where they are used, because importing
WeasyPrint takes a second.
"""

import ctypes
import re
import sys
from email.message import Message
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import BaseHandler, Request
from urllib.response import addinfourl

from app.catalogue.model import Catalogue
from app.exports.markdown import plan_as_markdown
from app.exports.result import Finished, result_as_markdown, result_title
from app.exports.words import ANYTHING, NO_PROGRESS, PlanProgress, Wanted, Words, title
from app.planning.model import Plan

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

PACKAGES: Final = ("weasyprint", "markdown_it", "pylopdf_fonts_ko")
PANGO: Final = "pangoft2-1.0"
"""The library of Pango that depends on all others that WeasyPrint loads."""
HANGUL_WORD: Final = re.compile(r"(?<!\S)(?=\S{2,20}(?!\S))\S*[가-힣]\S*")
"""A word with a Korean letter in it that is short enough for every line."""
SHORT: Final = 24
"""Characters of a text that needs no line break, such as a step's name in the table."""
STYLE: Final = Path(__file__).with_name("print.css")
FONT: Final = "font:sans"
"""The only URL that is opened: print.css names it, and it stands for the font package's file."""


@cache
def pdf_is_installed() -> bool:
    """Return whether PDFs can be made here: the packages are installed and the system has Pango."""
    return all(find_spec(package) for package in PACKAGES) and pango_loads()


def pango_loads() -> bool:
    """Return whether the system has Pango under the name that WeasyPrint loads.

    On Linux a library loads by its bare name, and `find_library` would start other programs.
    On macOS it loads only by its path.
    """
    from ctypes.util import find_library

    name = f"lib{PANGO}.so.0" if sys.platform == "linux" else find_library(PANGO)
    try:
        return name is not None and bool(ctypes.CDLL(name))
    except OSError:
        return False


def plan_as_pdf(
    plan: Plan,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted = ANYTHING,
    progress: PlanProgress = NO_PROGRESS,
) -> bytes:
    """Return the document of `plan_as_markdown` as PDF/UA-1 with a Korean font embedded.

    Nothing is fetched. The same plan always gives the same bytes. A long plan takes up to 250 MB of
    memory. Raises ImportError or OSError where `pdf_is_installed` is false.
    """
    text = plan_as_markdown(plan, catalogue, words, wanted, progress)
    return _pdf(text, title(words, catalogue, plan.target), words)


def result_as_pdf(finished: Finished, words: Words) -> bytes:
    """Return the document of `result_as_markdown` as PDF, with the errors of `plan_as_pdf`."""
    return _pdf(result_as_markdown(finished, words), result_title(words, finished), words)


def _pdf(text: str, heading: str, words: Words) -> bytes:
    from weasyprint import CSS, HTML

    head = f'<head><meta charset="utf-8"><title>{escape(heading)}</title></head>'
    page = f'<!doctype html><html lang="{words.language}">{head}<body>{_html(text)}</body></html>'
    fonts, fetcher = font_sources()
    style = CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts)
    written: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return written


def _html(text: str) -> str:
    """Return a Markdown text as HTML without line breaks inside Korean words.

    WeasyPrint does not support `word-break: keep-all`.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("js-default")
    reader.add_render_rule(
        "text", lambda _, tokens, place, *__: _whole_words(tokens[place].content)
    )
    page: str = reader.render(text)
    return page


def _whole_words(text: str) -> str:
    """Put each Korean word into a span, which print.css keeps on one line."""
    plain = escape(text, quote=False)
    return HANGUL_WORD.sub(r"<span>\g<0></span>", plain) if len(text) > SHORT else plain


class _FontHandler(BaseHandler):
    """Opens the URL of the font, and no other."""

    def font_open(self, request: Request) -> addinfourl:
        from pylopdf_fonts_ko import sans_path

        if request.full_url != FONT:
            raise OSError(f"{request.full_url} is not opened: only {FONT} is")
        return addinfourl(sans_path().open("rb"), Message(), FONT)


def font_sources() -> "tuple[FontConfiguration, URLFetcher]":
    """Return fonts for one document, and a fetcher that opens only the font's URL.

    It opens neither files nor network addresses.
    """
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("font",))
    fetcher.add_handler(_FontHandler())
    return FontConfiguration(), fetcher
