"""What a page gives to take along: a file in the reader's language."""

from collections.abc import Callable

from flask import Response, make_response
from flask.typing import ResponseReturnValue
from flask_babel import get_translations
from flask_babel import gettext as _

from app.documents.pdf import PdfBusy
from app.documents.words import Words
from app.web.http.errors import busy
from app.web.language import language

KINDS = {
    "ics": "text/calendar; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
"""Ending → media type."""


def as_file(make: Callable[[], bytes], name: str) -> ResponseReturnValue:
    """What `make` gives, to be kept under a name with one of the KINDS' endings; 503 while another PDF is being made."""
    try:
        answer = make_response(make())
    except PdfBusy:
        return busy(_("Another PDF is being made just now"))
    return kept_as(name, answer)


def kept_as(name: str, answer: Response) -> Response:
    """An answer as the file of that name, which has one of the KINDS' endings."""
    answer.headers["Content-Type"] = KINDS[name.rpartition(".")[2]]
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def reader_words() -> Words:
    """How a document speaks to this page's reader."""
    translations = get_translations()
    return Words(language(), translations.gettext, translations.ngettext)
