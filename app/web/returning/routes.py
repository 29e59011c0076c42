"""Entering a return code on another device, and what becomes of the assessments that this one has already."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError

from app.storage.codes import owner_of_code
from app.storage.devices import end_device
from app.storage.engine import StorageUnavailable
from app.storage.merging import bring_together
from app.storage.owners import Owner, OwnerGone, begin_device, hold_owner, see_owner
from app.web.context import now, reads, writes
from app.web.errors import not_kept, still_typed
from app.web.language import switch_language
from app.web.limits import wrong_return_codes
from app.web.owner import become, current_owner, owner_tag
from app.web.returning.forms import CodeForm
from app.web.returning.views import Sides, both_sides

pages = Blueprint("returning", __name__)


@pages.get("/return")
def way_in() -> ResponseReturnValue:
    return _page(CodeForm())


@pages.post("/return")
def enter() -> ResponseReturnValue:
    """Open the code's assessments in this browser; ask first where it has some of its own."""
    switch_language(request.form.get("lang"))
    form = CodeForm(request.form)
    if request.form.get("lang"):
        return _page(form)
    return _looked_up(form) if form.validate() else _refused(form)


@pages.route("/return/merge", methods=["GET", "POST"])
def merge() -> ResponseReturnValue:
    """What becomes of this browser's own: `together` brings them along, `open` leaves them behind; any other choice is asked for again."""
    switch_language(request.form.get("lang"))
    form, mine, choice = CodeForm(request.form), current_owner(), request.form.get("do")
    if request.method == "GET":
        return redirect(url_for("returning.way_in"), 303)
    if not form.validate():
        with wrong_return_codes:
            return redirect(url_for("returning.way_in"), 303)
    is_decided = choice in {"together", "open"} and not request.form.get("lang")
    if mine and not (is_decided and request.form.get("mine") == owner_tag(mine.id)):
        return _looked_up(form)
    return _come_in(form, mine, choice == "together")


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
@pages.errorhandler(RateLimitExceeded)
def code_is_still_typed(
    error: CSRFError | StorageUnavailable | RateLimitExceeded,
) -> ResponseReturnValue:
    """A code that could not be looked up comes back as it was typed."""
    plain = not_kept(error)
    if request.method != "POST" or request.endpoint not in {"returning.enter", "returning.merge"}:
        return plain
    switch_language(request.form.get("lang"))
    return still_typed(plain, _page(CodeForm(request.form), plain.status_code))


def _looked_up(form: CodeForm) -> ResponseReturnValue:
    """In at once, unless there is something to ask or to say."""
    mine = current_owner()
    with reads() as db:
        into = owner_of_code(db, form.read)
        sides = both_sides(db, mine, into) if mine and into else None
    if into is None:
        return _unknown(form)
    if mine and mine.id == into:
        return _to_assessments(_("This browser opens the assessments of this code already."))
    if mine and sides and sides.ours.count:
        return _question(form, mine, sides)
    return _come_in(form, mine, True)


def _come_in(form: CodeForm, mine: Owner | None, is_together: bool) -> ResponseReturnValue:
    """Make this browser one of those of the code's owner, by a secret and a session of its own."""
    came_along = 0
    try:
        with writes() as db:
            if (into := owner_of_code(db, form.read)) is None:
                raise OwnerGone
            if mine and is_together:
                came_along = len(bring_together(db, mine.id, into))
            hold_owner(db, into)
            if mine and not is_together:
                end_device(db, mine.id, mine.device)
            owner, secret = begin_device(db, into, now())
            see_owner(db, owner, now())
    except OwnerGone:
        return _unknown(form)
    become(secret)
    if came_along:
        return _to_assessments(
            ngettext(
                "This browser opens your assessments now, and %(num)s of its own has come along.",
                "This browser opens your assessments now, and %(num)s of its own have come along.",
                came_along,
            )
        )
    return _to_assessments(_("This browser opens your assessments now."))


def _to_assessments(said: str) -> Response:
    flash(said, "done")
    return make_response(redirect(url_for("saved.assessments"), 303))


def _question(form: CodeForm, mine: Owner, sides: Sides) -> ResponseReturnValue:
    return render_template(
        "return_merge.html", code=form.read, sides=sides, mine=owner_tag(mine.id)
    )


def _unknown(form: CodeForm) -> Response:
    form.code.errors = [
        _(
            "This code is typed without a slip, but it opens nothing here. A newer one may have replaced it, or it is from another site."
        )
    ]
    return _refused(form)


def _refused(form: CodeForm) -> Response:
    """Count a wrong code, and show the form with what is wrong. RateLimitExceeded: too many were wrong."""
    with wrong_return_codes:
        return make_response(_page(form, 400), 400)


def _page(form: CodeForm, status: int = 200) -> str:
    return render_template("return.html", form=form, status=status)
