"""The plan to take along: a calendar, a Markdown text, a table, and a PDF where the parts for it are installed."""

from datetime import UTC, datetime
from hashlib import sha256

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from app.documents.calendar import plan_as_calendar
from app.documents.followed import Followed
from app.documents.markdown import plan_as_markdown
from app.documents.pdf import pdf_is_installed, plan_as_pdf
from app.documents.table import plan_as_csv
from app.documents.words import Wanted
from app.web.context import now
from app.web.files import as_file, reader_words
from app.web.plan.following import Following, following

pages = Blueprint("files", __name__)
NAME_DIGITS = 20


@pages.get("/assessments/<int:number>/plan.<any(ics, md, csv, pdf):kind>")
def take_along(number: int, kind: str) -> ResponseReturnValue:
    """The plan as a file; 404 for a calendar without a week, and for a PDF where its parts are missing."""
    followed = following(number)
    if (kind == "pdf" and not pdf_is_installed()) or (kind == "ics" and not followed.plan.weeks):
        abort(404)
    target = followed.found.target
    stamp = datetime.fromtimestamp(now(), UTC)
    return as_file(
        lambda: plan_file(followed, kind, stamp), f"orienteer-{target.role}-{target.stage}.{kind}"
    )


def plan_file(followed: Following, kind: str, stamp: datetime) -> bytes:
    """The plan as a file of a kind, one of its address. `stamp` is in UTC."""
    made, catalogue, words = followed.plan, followed.found.catalogue, reader_words()
    wanted = Wanted(followed.terms.languages, followed.terms.free_only)
    state = Followed(frozenset(followed.standing.done), followed.standing.readiness)
    if kind == "ics":
        return plan_as_calendar(made, catalogue, words, _name(followed), stamp, wanted, state)
    if kind == "pdf":
        return plan_as_pdf(made, catalogue, words, wanted, state)
    if kind == "md":
        return plan_as_markdown(made, catalogue, words, wanted, state).encode()
    return plan_as_csv(made, catalogue, words, wanted, state).encode(
        "utf-8-sig"
    )  # without the mark Excel loses Hangul


def _name(followed: Following) -> str:
    """A name for the plan, by which a calendar knows its events again. Files are handed on: names of one owner's have nothing in common."""
    found = followed.found.assessment
    return sha256(f"{found.owner}/{found.number}".encode()).hexdigest()[:NAME_DIGITS]
