"""The current owner: the only place that decides whose request this is."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask, Response, g, request, session
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from wtforms import StringField

from app.storage.assessments import Assessment, find_own_assessment
from app.storage.devices import disconnect_device
from app.storage.engine import Connection, StorageUnavailable
from app.storage.owners import Owner, find_owner, note_visit
from app.web.context import now, reads, writes
from app.web.http.cookies import cookie, delete_cookie, set_cookie
from app.web.http.request_checks import OPEN_TO_ALL, SHARED

OWNER_COOKIE = "orienteer"
MAX_SECRET_LENGTH = 64
TAG_DIGITS = 16
"""Hexadecimal digits of an owner's tag."""
NEED_NO_DATABASE = {"home.leave", "home.clear", "theme.choose", "results.example", "plan.example"}
VISIT_NOTED_EVERY_SECONDS = 24 * 3600
LOADED_WITH_ASSESSMENT = {
    "questionnaire.area",
    "questionnaire.save_area",
    "questionnaire.save_answer",
    "questionnaire.resume",
    "questionnaire.review",
    "questionnaire.finish",
    "questionnaire.short.quick",
    "questionnaire.short.save_quick",
    "questionnaire.short.result_so_far",
    "questionnaire.short.for_plan",
    "questionnaire.short.finish_for_plan",
    "results.result",
    "results.target",
    "results.download",
    "results.compare",
}
"""Endpoints that load the owner together with the assessment, in one query."""
NOT_LOOKED_UP = OPEN_TO_ALL | SHARED | LOADED_WITH_ASSESSMENT


class TagForm(FlaskForm):
    """The hidden field of a form about an assessment: the tag of the one that its page showed."""

    assessment = StringField()


class NoAssessment(NotFound):
    """This browser has no such assessment: another owner's, a deleted or a missing one."""


def install(app: Flask) -> None:
    app.before_request(_look_up)
    app.after_request(_renew_cookie)


def _look_up() -> None:
    """Load the owner before the route opens a transaction, which then needs one connection only."""
    endpoint = request.endpoint
    if endpoint in SHARED:
        g.owner = None
    if endpoint in NOT_LOOKED_UP:
        return
    try:
        current_owner()
    except StorageUnavailable:
        # Pages that are the same for everybody work without a database, and so does clearing.
        if endpoint and request.blueprint != "reading" and endpoint not in NEED_NO_DATABASE:
            raise


def current_owner() -> Owner | None:
    """Return the owner whose secret this browser has, or None."""
    if "owner" not in g:
        if "owner_failed" in g:
            raise StorageUnavailable
        g.owner = _load_owner(secret) if (secret := held_secret()) else None
    owner: Owner | None = g.owner
    return owner


def held_secret() -> str:
    """Return this browser's secret; empty for none, and for what cannot be one."""
    secret = cookie(OWNER_COOKIE) or ""
    return secret if len(secret) <= MAX_SECRET_LENGTH else ""


def _load_owner(secret: str) -> Owner | None:
    with own_reads() as db:
        owner = find_owner(db, secret)
    if owner:
        _note_visit(owner)
    return owner


def has_owner() -> bool:
    """Return whether this browser has an owner; False when the database does not answer."""
    try:
        return current_owner() is not None
    except StorageUnavailable:
        return False


def known_owner() -> Owner:
    """Return the owner, or raise NoAssessment."""
    if (owner := current_owner()) is None:
        raise NoAssessment
    return owner


def own_assessment(db: Connection, number: int, lock: bool = False) -> Assessment:
    """Return the owner's assessment, or raise NoAssessment.

    It also caches the owner, whose visit is noted after the request's transaction.
    """
    secret = held_secret()
    found = find_own_assessment(db, secret, number, lock) if secret else None
    if found is None:
        raise NoAssessment
    owner, assessment = found
    cache_owner(owner)
    return assessment


def cache_owner(owner: Owner | None) -> None:
    """Cache the owner that was loaded with an assessment."""
    if "owner" not in g:
        g.owner = g.visitor = owner


@contextmanager
def own_reads() -> Iterator[Connection]:
    """Give a connection for reading that starts by looking up the owner."""
    try:
        with reads() as db:
            yield db
    except StorageUnavailable:
        g.owner_failed = True  # the error page does not try again
        raise


def read_own(number: int) -> Assessment:
    """Return the owner's assessment, or raise NoAssessment."""
    with own_reads() as db:
        return own_assessment(db, number)


def form_assessment(db: Connection, number: int) -> Assessment:
    """Return the owner's assessment that a form is about, locked for the transaction."""
    assessment = own_assessment(db, number, lock=True)
    refuse_other_owners_form(assessment)
    return assessment


def refuse_other_owner(assessment: Assessment, page_tag: object) -> None:
    """Raise NoAssessment when a page's tag, if any, is another owner's.

    That is so when a tab was left open on a shared computer.
    """
    if page_tag is not None and page_tag != assessment_tag(assessment):
        raise NoAssessment


def refuse_other_owners_form(assessment: Assessment) -> None:
    """Raise NoAssessment when the submitted form was made for another owner."""
    refuse_other_owner(assessment, submitted_tag())


def submitted_tag() -> str | None:
    """Return the tag that the submitted form has, if any."""
    return TagForm().assessment.data or None


def assessment_tag(assessment: Assessment) -> str:
    """Return an assessment's tag, unique across owners, which does not identify its owner."""
    return f"{owner_tag(assessment.owner)}-{assessment.number}"


def owner_tag(owner_id: int) -> str:
    """Return an owner's tag, by which a form names its owner without identifying them."""
    return hashlib.sha256(str(owner_id).encode()).hexdigest()[:TAG_DIGITS]


def set_owner_cookie(response: Response, secret: str) -> None:
    """Store the secret in a cookie."""
    set_cookie(response, OWNER_COOKIE, secret)


def switch_owner(secret: str) -> None:
    """Switch the browser to another owner: their secret, and an empty session."""
    session.clear()
    session.permanent = True
    g.secret_to_store = secret


def drop_cached_owner() -> None:
    """Drop the cached owner after they were erased."""
    g.owner = None


def clear_device(response: Response) -> None:
    """Clear this device, and disconnect it if the database can be written."""
    with suppress(StorageUnavailable):
        if owner := current_owner():
            with writes() as db:
                disconnect_device(db, owner.id, owner.device)
    g.pop("secret_to_store", None)
    delete_cookie(response, OWNER_COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def _note_visit(owner: Owner) -> None:
    """Note the visit and renew the cookie, once a day and if the database can be written."""
    if now() - owner.seen_at < VISIT_NOTED_EVERY_SECONDS:
        return
    g.secret_to_store = cookie(OWNER_COOKIE)
    with suppress(StorageUnavailable), writes() as db:
        note_visit(db, owner, now())


def _renew_cookie(response: Response) -> Response:
    """Note the visit of an owner loaded with an assessment, and renew the cookie if it is due."""
    if owner := g.get("visitor"):
        _note_visit(owner)
    if "secret_to_store" in g:
        set_owner_cookie(response, g.secret_to_store)
    return response
