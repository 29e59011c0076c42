"""All that is kept about somebody: shown in numbers, downloaded, taken in again, erased."""

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

from app.documents.own_data.found import FileFault
from app.documents.own_data.shape import LARGEST_FILE
from app.storage.cleaning import empty_log
from app.storage.export import count_kept, list_numbers
from app.storage.owners import erase_owner
from app.web.context import context, now, reads, writes
from app.web.data.files import own_file, parts
from app.web.data.forms import NO_FILE, TOO_LARGE, FileForm, refused, told
from app.web.data.taking_in import ImportBusy, keep_file
from app.web.days import today
from app.web.errors import busy, error_page, too_many
from app.web.language import forget_language
from app.web.limits import bad_imports
from app.web.numbers import number_in
from app.web.owner import current_owner, forget, is_erased, owner_tag, remember
from app.web.security import UPLOAD
from app.web.theme import forget_theme

pages = Blueprint("data", __name__)


@pages.get("/data")
def overview() -> ResponseReturnValue:
    return _page(FileForm(), 200)


@pages.get("/data/export.<any(json, csv):kind>")
def export(kind: str) -> ResponseReturnValue:
    """Everything, or the assessments from `?from=` to `?to=`."""
    owner = current_owner()
    first, last = (number_in(request.args.get(name, "")) for name in ("from", "to"))
    found = owner and own_file(owner, kind, f"orienteer-{today().isoformat()}", first or 1, last)
    if not found:
        return error_page(
            404,
            _("There is nothing to download"),
            _(
                "Nothing is kept for this browser. If you keep assessments in another one, open “My data” there."
            ),
        )
    return found


@pages.post("/data/import")
def import_file() -> ResponseReturnValue:
    """Import a whole file or nothing of it; who is new here becomes an owner by it."""
    sent = request.files.get("file")
    content = sent.stream.read(LARGEST_FILE + 1) if sent else b""
    if not content:
        return _refused(NO_FILE, 400)
    if len(content) > LARGEST_FILE:
        return _refused(TOO_LARGE, 413)
    try:
        said, secret = keep_file(content)
    except FileFault as fault:
        return _refused(told(fault), 400)
    except ImportBusy:
        return busy(_("Another file is being taken in just now"))
    flash(said, "done")
    session.permanent = True
    answer = make_response(redirect(url_for("saved.assessments"), 303))
    if secret:
        remember(answer, secret)
    return answer


@pages.get("/data/erase")
def ask_before_erasing() -> ResponseReturnValue:
    """What exactly goes, and one button."""
    owner, counts = current_owner(), None
    if owner:
        with reads() as db:
            counts = count_kept(db, owner.id, now())
    mine = owner_tag(owner.id) if owner else None
    return render_template(
        "erase.html", counts=counts, mine=mine, retention_days=context().settings.retention_days
    )


@pages.post("/data/erase")
def erase() -> ResponseReturnValue:
    """Everything about the owner, here and in this browser. Pressed twice, it is gone as well; a page made for another owner asks again."""
    owner = current_owner()
    if owner and request.form.get("mine") not in {
        None,
        owner_tag(owner.id),
    }:  # the page named what was another's
        return redirect(url_for("data.ask_before_erasing"), 303)
    if owner:
        with writes() as db:
            erase_owner(db, owner.id)
        empty_log(context().engine)
        is_erased()
    session.clear()
    answer = make_response(render_template("erased.html"))
    forget(answer)
    forget_language(answer)
    forget_theme(answer)
    return answer


@pages.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Of the file; any other request here has the usual limit."""
    if request.endpoint != UPLOAD:
        return error_page(error.code or 413)
    try:
        return _refused(TOO_LARGE, 413)
    except RateLimitExceeded as exceeded:  # Flask handles no error that an error handler raises
        return too_many(exceeded)


def _refused(fault: object, status: int) -> Response:
    """Count a file that cannot be imported, and show what is wrong with it. RateLimitExceeded: too many could not."""
    with bad_imports:
        return _page(refused(fault), status)


def _page(form: FileForm, status: int) -> Response:
    owner, counts, numbers = current_owner(), None, list[int]()
    if owner:
        with reads() as db:
            counts, numbers = count_kept(db, owner.id, now()), list_numbers(db, owner.id)
    return make_response(
        render_template("data.html", counts=counts, parts=parts(numbers), form=form), status
    )
