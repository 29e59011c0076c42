"""The plan to take along: a calendar, a Markdown text, a table, and a PDF where the parts for it are installed."""

from datetime import UTC, datetime

from flask import Blueprint, abort, make_response
from flask.typing import ResponseReturnValue
from flask_babel import get_translations
from flask_babel import gettext as _

from app.documents.calendar import plan_as_calendar
from app.documents.followed import Followed
from app.documents.markdown import plan_as_markdown
from app.documents.pdf import PdfBusy, pdf_is_installed, plan_as_pdf
from app.documents.table import plan_as_csv
from app.documents.words import Wanted, Words
from app.web.context import now
from app.web.errors import error_page
from app.web.language import language
from app.web.owner import tag
from app.web.plan.following import Following, following

KINDS = {
    "ics": "text/calendar; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
"""Ending → media type."""

pages = Blueprint("files", __name__)


@pages.get(f"/assessments/<int:number>/plan.<any({', '.join(KINDS)}):kind>")
def take_along(number: int, kind: str) -> ResponseReturnValue:
    """The plan as a file; 404 for a calendar without a week, and for a PDF where its parts are missing."""
    followed = following(number)
    if (kind == "pdf" and not pdf_is_installed()) or (kind == "ics" and not followed.plan.weeks):
        abort(404)
    target = followed.found.target
    try:
        answer = make_response(plan_file(followed, kind, datetime.fromtimestamp(now(), UTC)))
    except PdfBusy:
        busy = error_page(
            503, _("Another PDF is being made just now"), _("Go back and try again in half a minute. Nothing of yours was changed.")
        )
        busy.headers["Retry-After"] = "30"
        return busy
    answer.headers["Content-Type"] = KINDS[kind]
    answer.headers["Content-Disposition"] = f"attachment; filename=orienteer-{target.role}-{target.stage}.{kind}"
    return answer


def plan_file(followed: Following, kind: str, stamp: datetime) -> bytes:
    """The plan as a file of a kind, one of KINDS. `stamp` is in UTC."""
    made, catalogue, words = followed.plan, followed.found.catalogue, reader_words()
    wanted = Wanted(followed.terms.languages, followed.terms.free_only)
    state = Followed(frozenset(followed.standing.done), followed.standing.readiness)
    if kind == "ics":
        return plan_as_calendar(made, catalogue, words, tag(followed.found.assessment), stamp, wanted, state)
    if kind == "pdf":
        return plan_as_pdf(made, catalogue, words, wanted, state)
    if kind == "md":
        return plan_as_markdown(made, catalogue, words, wanted, state).encode()
    return plan_as_csv(made, catalogue, words, wanted, state).encode("utf-8-sig")  # without the mark Excel loses Hangul


def reader_words() -> Words:
    """How a document speaks to this page's reader."""
    translations = get_translations()
    return Words(language(), translations.gettext, translations.ngettext)
