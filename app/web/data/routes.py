"""A person's data: shown in numbers, downloaded, imported, erased."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import RequestEntityTooLarge

from app.exports.own_data.json_values import FileFault
from app.storage.cleanup import truncate_wal
from app.storage.owners import erase_owner
from app.storage.personal_data.export import count_stored, list_numbers
from app.web.auth import clear_device, current_owner, drop_cached_owner, owner_tag, set_owner_cookie
from app.web.context import context, now, reads, writes
from app.web.data import imports
from app.web.data.exports import export_file, export_parts
from app.web.data.forms import TOO_LARGE, EraseForm, ImportForm, fault_message
from app.web.data.import_summary import import_summary
from app.web.http.errors import error_response, rate_limit_response
from app.web.http.limits import bad_imports
from app.web.http.request_checks import UPLOAD, number_in
from app.web.i18n import forget_language, today
from app.web.theme import forget_theme

pages = Blueprint("data", __name__)


@pages.get("/data")
def overview() -> ResponseReturnValue:
    """Show what is saved, and what can be done with it."""
    return _page(ImportForm(), 200)


@pages.get("/data/export.<any(json, csv):kind>")
def export(kind: str) -> ResponseReturnValue:
    """Download everything, or the assessments from `?from=` to `?to=`."""
    owner = current_owner()
    first, last = (number_in(request.args.get(name, "")) for name in ("from", "to"))
    response = owner and export_file(
        owner, kind, f"orienteer-{today().isoformat()}", first or 1, last
    )
    if not response:
        return error_response(
            404,
            _("There is nothing to download"),
            _(
                "Nothing is kept for this browser. If you keep assessments in another one, open "
                "“My data” there."
            ),
        )
    return response


@pages.post("/data/import")
def import_file() -> ResponseReturnValue:
    """Import a whole file or nothing of it; who is new here becomes an owner by it."""
    form = ImportForm()
    if not form.validate():
        return _refuse(form)
    try:
        done = imports.import_file(form.file.data.read())
    except FileFault as fault:
        form.file.errors = [fault_message(fault)]
        return _refuse(form)
    flash(import_summary(done), "done")
    session.permanent = True
    response = make_response(redirect(url_for("saved.assessments"), 303))
    if done.secret:
        set_owner_cookie(response, done.secret)
    return response


@pages.get("/data/erase")
def ask_before_erasing() -> ResponseReturnValue:
    """Show what exactly goes, and one button."""
    owner, counts = current_owner(), None
    if owner:
        with reads() as db:
            counts = count_stored(db, owner.id, now())
    page_tag = owner_tag(owner.id) if owner else None
    return render_template(
        "data/erase.html",
        counts=counts,
        page_tag=page_tag,
        retention_days=context().settings.retention_days,
    )


@pages.post("/data/erase")
def erase() -> ResponseReturnValue:
    """Erase everything about the owner, here and in this browser.

    Pressing the button again shows the same. A page that was made for another owner asks again.
    """
    form, owner = EraseForm(), current_owner()
    if owner and form.page_tag.data not in {None, owner_tag(owner.id)}:
        return redirect(url_for("data.ask_before_erasing"), 303)
    if owner:
        with writes() as db:
            erase_owner(db, owner.id)
        truncate_wal(context().engine)
        drop_cached_owner()
    session.clear()
    response = make_response(render_template("data/erased.html"))
    clear_device(response)
    forget_language(response)
    forget_theme(response)
    return response


@pages.errorhandler(RequestEntityTooLarge)
def show_too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Show the page again for a file that is too large; other requests have the usual limit."""
    if request.endpoint != UPLOAD:
        return error_response(error.code or 413)
    form = ImportForm(formdata=None)  # the body cannot be read
    form.file.errors = [str(TOO_LARGE)]
    try:
        return _refuse(form)
    except RateLimitExceeded as exceeded:  # Flask handles no error that an error handler raises
        return rate_limit_response(exceeded)


def _refuse(form: ImportForm) -> Response:
    """Count a file that cannot be imported, and show what is wrong with it.

    RateLimitExceeded: too many could not.
    """
    with bad_imports:
        return _page(form, 413 if str(TOO_LARGE) in map(str, form.file.errors) else 400)


def _page(form: ImportForm, status: int) -> Response:
    owner, counts, numbers = current_owner(), None, list[int]()
    if owner:
        with reads() as db:
            counts, numbers = count_stored(db, owner.id, now()), list_numbers(db, owner.id)
    return make_response(
        render_template("data/data.html", counts=counts, parts=export_parts(numbers), form=form),
        status,
    )
