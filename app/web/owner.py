"""The one door: who is this owner. Every page learns it here, so that another way in touches one file."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask, Response, g, request, session
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from wtforms import StringField

from app.storage.assessments import Assessment, find_owned
from app.storage.devices import end_device
from app.storage.engine import Connection, StorageUnavailable
from app.storage.owners import Owner, find_owner, see_owner
from app.web.context import now, reads, writes
from app.web.http.cookies import COOKIE_SECONDS, cookie, cookie_name
from app.web.http.security import OPEN_TO_ALL, SHARED

COOKIE, LONGEST_SECRET, TAG_DIGITS = "orienteer", 64, 16
ALWAYS = {"home.leave", "home.clear", "theme.choose", "results.example", "plan.example"}
SEEN_EVERY_SECONDS = 24 * 3600
ASKED_ALONG = {
    f"questionnaire.{each}"
    for each in ("area", "save_area", "save_answer", "resume", "review", "finish")
}
ASKED_ALONG |= {f"results.{each}" for each in ("result", "target", "download", "compare")}
"""What asks who its owner is by the same statement as for what is theirs."""
SILENT = OPEN_TO_ALL | SHARED | ASKED_ALONG


class TagForm(FlaskForm):
    """The hidden field of a form about an assessment: the tag of the one that its page showed."""

    assessment = StringField()


class NoAssessment(NotFound):
    """There is no such assessment for this browser; the answer is the same whether it is somebody else's, deleted or never was."""


def install(app: Flask) -> None:
    app.before_request(_look_up)
    app.after_request(_after)


def _look_up() -> None:
    """Before any transaction of the page's own: a look-up inside one would take a second connection and could wait for the first."""
    endpoint = request.endpoint
    if endpoint in SHARED:
        g.owner = None
    if endpoint in SILENT:
        return
    try:
        current_owner()
    except StorageUnavailable:  # pages that are the same for everybody can be read all the same, and a device cleared or darkened
        if endpoint and request.blueprint != "reading" and endpoint not in ALWAYS:
            raise


def current_owner() -> Owner | None:
    """The owner whose secret this browser holds, or None."""
    if "owner" not in g:
        if "owner_failed" in g:
            raise StorageUnavailable
        g.owner = _found(secret) if (secret := held_secret()) else None
    return g.owner  # type: ignore[no-any-return]  # flask.g holds anything


def held_secret() -> str:
    """What this browser holds; empty for nothing, and for what is no secret of ours."""
    secret = cookie(COOKIE) or ""
    return secret if len(secret) <= LONGEST_SECRET else ""


def _found(secret: str) -> Owner | None:
    with own_reads() as db:
        found = find_owner(db, secret)
    if found:
        _note_visit(found)
    return found


def has_owner() -> bool:
    """Whether this browser is known to hold somebody's secret; a page that only wants to know need not fail."""
    try:
        return current_owner() is not None
    except StorageUnavailable:
        return False


def known_owner() -> Owner:
    """The owner; 404 for somebody who has begun nothing here."""
    if (found := current_owner()) is None:
        raise NoAssessment
    return found


def own_assessment(db: Connection, number: int, lock: bool = False) -> Assessment:
    """The owner's assessment of that number; 404 when there is none. A visit that it tells of is noted when this transaction has ended."""
    if not (secret := held_secret()) or not (both := find_owned(db, secret, number, lock)):
        raise NoAssessment
    cache_owner(both[0])
    return both[1]


def cache_owner(found: Owner | None) -> None:
    """Whose browser it is was asked along with what is theirs, and need not be asked again."""
    if "owner" not in g:
        g.owner = g.visitor = found


@contextmanager
def own_reads() -> Iterator[Connection]:
    """For what begins by asking whose browser it is."""
    try:
        with reads() as db:
            yield db
    except StorageUnavailable:
        g.owner_failed = True  # the page that says so need not ask again
        raise


def read_own(number: int) -> Assessment:
    """The same in a transaction that only reads."""
    with own_reads() as db:
        return own_assessment(db, number)


def form_assessment(db: Connection, number: int) -> Assessment:
    """The owner's assessment of that number, of which a form speaks; held until the transaction ends."""
    found = own_assessment(db, number, lock=True)
    refuse_form_of_another(found)
    return found


def refuse_another(found: Assessment, mine: object) -> None:
    """404 when the tag that its page was made with, if any, was another's: a tab was left open on a shared computer."""
    if mine is not None and mine != tag(found):
        raise NoAssessment


def refuse_form_of_another(found: Assessment) -> None:
    """The same for a form."""
    refuse_another(found, form_tag())


def form_tag() -> str | None:
    """Return the tag that the submitted form has, if any."""
    return TagForm().assessment.data or None


def tag(found: Assessment) -> str:
    """A name for an assessment that no other has, whoever owns it; it does not say who does."""
    return tag_of(owner_tag(found.owner), found.number)


def tag_of(whose: str, number: int) -> str:
    """The same where its owner's tag is known."""
    return f"{whose}-{number}"


def owner_tag(owner_id: int) -> str:
    """A name for an owner, by which a form says whose it was made for; it does not say who that is."""
    return hashlib.sha256(str(owner_id).encode()).hexdigest()[:TAG_DIGITS]


def remember(response: Response, secret: str) -> None:
    """Give the browser the secret to keep."""
    response.set_cookie(
        cookie_name(COOKIE),
        secret,
        max_age=COOKIE_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def become(secret: str) -> None:
    """From this answer on the browser is another owner's: it gets their secret, and a session that knows nothing of the one before."""
    session.clear()
    session.permanent = True
    g.renew = secret


def is_erased() -> None:
    """From here on this request's owner is nobody."""
    g.owner = None


def forget(response: Response) -> None:
    """Leave nothing of this owner on the device; its secret opens nothing any more, where the database can be written."""
    with suppress(StorageUnavailable):
        if found := current_owner():
            with writes() as db:
                end_device(db, found.id, found.device)
    g.pop("renew", None)
    response.delete_cookie(
        cookie_name(COOKIE), secure=request.is_secure, httponly=True, samesite="Lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def _note_visit(owner: Owner) -> None:
    """Once a day, note the visit and renew the cookie; a database that cannot be written stops nobody from reading."""
    if now() - owner.seen_at < SEEN_EVERY_SECONDS:
        return
    g.renew = cookie(COOKIE)
    with suppress(StorageUnavailable), writes() as db:
        see_owner(db, owner, now())


def _after(response: Response) -> Response:
    """The visit of whoever was asked for along with something else, and the cookie, once a day."""
    if found := g.get("visitor"):
        _note_visit(found)
    if "renew" in g:
        remember(response, g.renew)
    return response
