"""The list of an owner's assessments and what can be done with each."""

from contextlib import suppress

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.storage.assessments import (
    PAGE,
    delete_assessment,
    list_assessments,
    list_deleted,
    name_assessment,
    purge_deleted,
    restore_assessment,
)
from app.storage.cleaning import UNDO_SECONDS
from app.storage.engine import StorageUnavailable
from app.web.context import catalogue, context, now, reads, writes
from app.web.errors import comes_back, error_page, not_kept
from app.web.language import language, switch_language
from app.web.numbers import number_in
from app.web.owner import current_owner, form_assessment, known_owner, own_assessment, refuse_form_of_another, tag
from app.web.saved.forms import NameForm
from app.web.saved.history import MOST, history
from app.web.saved.views import saved_row

pages = Blueprint("saved", __name__)


@pages.get("/assessments")
def assessments() -> ResponseReturnValue:
    """Newest first, under the history of all; `?before=` goes on from a number, and has no history."""
    owner, before = current_owner(), number_in(request.args.get("before", ""))
    found, deleted = [], []
    if owner:
        with reads() as db:
            found = list_assessments(db, owner.id, before, MOST if before is None else PAGE + 1)
            deleted = list_deleted(db, owner.id, now() - UNDO_SECONDS)
    here, today = language(), catalogue()
    rows = [saved_row(each, today, here) for each in found[:PAGE]]
    finished = [row for row in rows if row.said]
    older = rows[-1].assessment.number if len(found) > PAGE else None
    return render_template(
        "saved.html",
        rows=rows,
        finished=finished,
        history=history(found) if before is None else None,
        older=older,
        is_older=before is not None,
        deleted=[saved_row(each, today, here) for each in deleted],
        retention_days=context().settings.retention_days,
    )


@pages.route("/assessments/<int:number>/name", methods=["GET", "POST"])
def name(number: int) -> ResponseReturnValue:
    switch_language(request.form.get("lang"))
    with reads() as db:
        found = own_assessment(db, number)
    refuse_form_of_another(found)
    form = NameForm(request.form if request.method == "POST" else None, name=found.name)
    is_sent = request.method == "POST" and not request.form.get("lang")
    if not is_sent or not form.validate():
        return make_response(_page(number, tag(found), form), 400 if is_sent else 200)
    with writes() as db:
        form_assessment(db, number)
        name_assessment(db, found.owner, number, form.name.data)
    flash(_("The name is kept.") if form.name.data else _("The name is removed."), "done")
    return redirect(url_for("saved.assessments"), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def name_is_still_typed(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """A name that could not be kept comes back as it was typed."""
    if request.endpoint != "saved.name" or request.method != "POST":
        return not_kept(error)

    def page() -> str:
        number, mine = (request.view_args or {})["number"], request.form.get("assessment", "")
        with suppress(StorageUnavailable), reads() as db:  # where not even reading is possible, the form alone says what was typed
            mine = tag(form_assessment(db, number))
        return _page(number, mine, NameForm(request.form), 503 if isinstance(error, StorageUnavailable) else 400)

    return comes_back(error, page)


def _page(number: int, mine: str, form: NameForm, unkept: int | None = None) -> str:
    """The form; `unkept` is the status that says why a name could not be kept in which nothing need be wrong."""
    return render_template("name.html", number=number, tag=mine, form=form, status=unkept)


@pages.post("/assessments/<int:number>/delete")
def delete(number: int) -> ResponseReturnValue:
    with writes() as db:
        found = form_assessment(db, number)
        delete_assessment(db, found.owner, number, now())
        purge_deleted(db, now() - UNDO_SECONDS)
    return redirect(url_for("saved.assessments"), 303)


@pages.post("/assessments/<int:number>/restore")
def restore(number: int) -> ResponseReturnValue:
    with writes() as db:
        if not restore_assessment(db, known_owner().id, number):
            return error_page(
                404,
                _("There is nothing to bring back"),
                _("It is back already, or it was deleted more than a day ago and is gone for good. “My assessments” shows what there is."),
            )
        form_assessment(db, number)  # another's stays deleted
    flash(_("Assessment no. %(number)s is back.", number=number), "done")
    return redirect(url_for("saved.assessments"), 303)
