"""My assessments: the list, and to rename, delete and restore one."""

from contextlib import suppress

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.storage.assessment_list import PAGE, list_assessments, list_deleted
from app.storage.assessments import rename_assessment
from app.storage.cleanup import UNDO_SECONDS
from app.storage.deletion import delete_assessment, purge_deleted, restore_assessment
from app.storage.engine import StorageUnavailable
from app.web.auth import (
    assessment_tag,
    current_owner,
    form_assessment,
    known_owner,
    read_own,
    refuse_other_owners_form,
    submitted_tag,
)
from app.web.context import context, now, reads, writes
from app.web.http.errors import error_response, form_or_error_response, not_saved_response
from app.web.http.request_checks import number_in
from app.web.i18n import switch_language
from app.web.saved.forms import NameForm
from app.web.saved.history import MAX_CHARTED
from app.web.saved.views import list_page

pages = Blueprint("saved", __name__)


@pages.get("/assessments")
def assessments() -> ResponseReturnValue:
    """Show the newest assessments and the history, or with `?before=` those below a number."""
    before = number_in(request.args.get("before", ""))
    listed, deleted = [], []
    if owner := current_owner():
        with reads() as db:
            most = MAX_CHARTED if before is None else PAGE + 1
            listed = list_assessments(db, owner.id, most, before)
            deleted = list_deleted(db, owner.id, now() - UNDO_SECONDS)
    return render_template(
        "saved/saved.html",
        page=list_page(listed, deleted, is_older=before is not None),
        retention_days=context().settings.retention_days,
    )


@pages.route("/assessments/<int:number>/name", methods=["GET", "POST"])
def name(number: int) -> ResponseReturnValue:
    """Show the form for an assessment's name, or save the name."""
    form = NameForm()
    switch_language(form.lang.data)
    assessment = read_own(number)
    refuse_other_owners_form(assessment)
    if not form.name.raw_data:
        form.name.data = assessment.name
    is_sent = form.is_submitted() and not form.lang.data
    if not is_sent or not form.validate():
        return make_response(
            _name_page(number, assessment_tag(assessment), form), 400 if is_sent else 200
        )
    with writes() as db:
        form_assessment(db, number)
        rename_assessment(db, assessment.owner, number, form.name.data)
    flash(_("The name is kept.") if form.name.data else _("The name is removed."), "done")
    return redirect(url_for("saved.assessments"), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def show_form_again(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """Show the form again, with the typed name, when it could not be saved."""
    if request.endpoint != "saved.name" or request.method != "POST":
        return not_saved_response(error)

    def render_form() -> str:
        number, page_tag = (request.view_args or {})["number"], submitted_tag() or ""
        with suppress(StorageUnavailable):  # the form's own tag serves where nothing can be read
            assessment = read_own(number)
            refuse_other_owners_form(assessment)
            page_tag = assessment_tag(assessment)
        status = 503 if isinstance(error, StorageUnavailable) else 400
        return _name_page(number, page_tag, NameForm(), status)

    return form_or_error_response(error, render_form)


@pages.post("/assessments/<int:number>/delete")
def delete(number: int) -> ResponseReturnValue:
    """Delete an assessment; it can be restored for a day."""
    with writes() as db:
        assessment = form_assessment(db, number)
        delete_assessment(db, assessment.owner, number, now())
        purge_deleted(db, now() - UNDO_SECONDS)
    return redirect(url_for("saved.assessments"), 303)


@pages.post("/assessments/<int:number>/restore")
def restore(number: int) -> ResponseReturnValue:
    """Restore a deleted assessment."""
    with writes() as db:
        if not restore_assessment(db, known_owner().id, number):
            text = _(
                "It is back already, or it was deleted more than a day ago and is gone for good. "
                "“My assessments” shows what there is."
            )
            return error_response(404, _("There is nothing to bring back"), text)
        form_assessment(db, number)  # rolls back when the form was another owner's
    flash(_("Assessment no. %(number)s is back.", number=number), "done")
    return redirect(url_for("saved.assessments"), 303)


def _name_page(number: int, page_tag: str, form: NameForm, status: int | None = None) -> str:
    """Return the form's page; `status` says why a name that may be valid was not saved."""
    return render_template(
        "saved/name.html", number=number, page_tag=page_tag, form=form, status=status
    )
