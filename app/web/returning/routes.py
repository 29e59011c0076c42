"""Entering a return code, and what becomes of the assessments that the browser has already."""

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

from app.storage.devices import disconnect_device, disconnect_too_many
from app.storage.engine import StorageUnavailable
from app.storage.owners import Owner, OwnerGone, create_device, lock_owner, note_visit
from app.storage.personal_data.merge import merge_owners
from app.storage.return_codes import owner_of_code
from app.web.auth import current_owner, owner_tag, switch_owner
from app.web.context import now, reads, writes
from app.web.http.errors import form_again_response, not_saved_response
from app.web.http.limits import wrong_return_codes
from app.web.i18n import switch_language
from app.web.returning.forms import CodeForm, MergeForm
from app.web.returning.views import both_sides

pages = Blueprint("returning", __name__)


@pages.get("/return")
def way_in() -> ResponseReturnValue:
    """Show the field for a code."""
    return _page(CodeForm())


@pages.post("/return")
def enter() -> ResponseReturnValue:
    """Open the code's assessments in this browser; ask first where it has some already."""
    form = CodeForm()
    switch_language(form.lang.data)
    if form.lang.data:
        return _page(form)
    return _look_up(form) if form.validate() else _refuse(form)


@pages.route("/return/merge", methods=["GET", "POST"])
def merge() -> ResponseReturnValue:
    """Merge this browser's assessments into the code's, or leave them behind; else ask again."""
    form, current = MergeForm(), current_owner()
    switch_language(form.lang.data)
    if not form.is_submitted():
        return redirect(url_for("returning.way_in"), 303)
    if not form.validate():
        with wrong_return_codes:
            return redirect(url_for("returning.way_in"), 303)
    if current and not (form.is_decided and form.page_tag.data == owner_tag(current.id)):
        return _look_up(form)
    return _open(form, current, form.do.data == "together")


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
@pages.errorhandler(RateLimitExceeded)
def show_form_again(
    error: CSRFError | StorageUnavailable | RateLimitExceeded,
) -> ResponseReturnValue:
    """Show a code that could not be looked up as it was typed."""
    not_saved = not_saved_response(error)
    if request.method != "POST" or request.endpoint not in {"returning.enter", "returning.merge"}:
        return not_saved
    form = CodeForm()
    switch_language(form.lang.data)
    return form_again_response(not_saved, _page(form, not_saved.status_code))


def _look_up(form: CodeForm) -> ResponseReturnValue:
    """Open the code's assessments at once, unless there is something to ask."""
    current = current_owner()
    with reads() as db:
        into = owner_of_code(db, form.return_code)
        sides = both_sides(db, current, into) if current and into else None
    if into is None:
        return _refuse_unknown(form)
    if current and current.id == into:
        return _to_assessments(_("This browser opens the assessments of this code already."))
    if current and sides and sides.ours.count:
        return render_template(
            "returning/return_merge.html",
            code=form.return_code,
            sides=sides,
            page_tag=owner_tag(current.id),
        )
    return _open(form, current, True)


def _open(form: CodeForm, current: Owner | None, is_merged: bool) -> ResponseReturnValue:
    """Make this browser one of the code's owner, with a secret and a session of its own."""
    merged = 0
    try:
        with writes() as db:
            if (into := owner_of_code(db, form.return_code)) is None:
                raise OwnerGone
            if current and is_merged:
                merged = len(merge_owners(db, current.id, into))
            lock_owner(db, into)
            if current and not is_merged:
                disconnect_device(db, current.id, current.device)
            owner, secret = create_device(db, into, now())
            disconnect_too_many(db, owner)
            note_visit(db, owner, now())
    except OwnerGone:
        return _refuse_unknown(form)
    switch_owner(secret)
    if merged:
        return _to_assessments(
            ngettext(
                "This browser opens your assessments now, and %(num)s of its own has come along.",
                "This browser opens your assessments now, and %(num)s of its own have come along.",
                merged,
            )
        )
    return _to_assessments(_("This browser opens your assessments now."))


def _to_assessments(message: str) -> Response:
    flash(message, "done")
    return make_response(redirect(url_for("saved.assessments"), 303))


def _refuse_unknown(form: CodeForm) -> Response:
    form.code.errors = [
        _(
            "This code is typed without a slip, but it opens nothing here. "
            "A newer one may have replaced it, or it is from another site."
        )
    ]
    return _refuse(form)


def _refuse(form: CodeForm) -> Response:
    """Count a wrong code, and show what is wrong. RateLimitExceeded: too many were wrong."""
    with wrong_return_codes:
        return make_response(_page(form, 400), 400)


def _page(form: CodeForm, status: int = 200) -> str:
    return render_template("returning/return.html", form=form, status=status)
