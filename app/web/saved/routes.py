"""The list of an owner's assessments and what can be done with each."""

from contextlib import suppress

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.storage.assessments import (
    delete_assessment,
    name_assessment,
    purge_deleted,
    restore_assessment,
)
from app.storage.cleaning import UNDO_SECONDS
from app.storage.engine import StorageUnavailable
from app.storage.listed import NOTHING, List, find_list, list_older
from app.web.assessed import NOBODYS
from app.web.context import now, reads, writes
from app.web.errors import comes_back, error_page, not_kept
from app.web.language import switch_language
from app.web.numbers import number_in
from app.web.owner import (
    came_along,
    current_owner,
    form_assessment,
    held_secret,
    known_owner,
    own_reads,
    read_own,
    refuse_form_of_another,
    tag,
)
from app.web.saved.forms import NameForm
from app.web.saved.history import MOST
from app.web.saved.sheet import list_html, list_page

pages = Blueprint("saved", __name__)


@pages.get("/assessments")
def assessments() -> ResponseReturnValue:
    """Newest first, under the history of all; `?before=` goes on from a number, and has no history."""
    before, since = (
        number_in(request.args.get("before", "")) if request.query_string else None,
        now() - UNDO_SECONDS,
    )
    owner, found, deleted = _newest(since) if before is None else _older(since, before)
    return list_html(list_page(owner.id if owner else NOBODYS, found, deleted, before is not None))


def _newest(since: int) -> List:
    if secret := held_secret():
        with own_reads() as db:
            found = find_list(db, secret, since, MOST)
        came_along(found[0])
        return found
    return NOTHING


def _older(since: int, before: int) -> List:
    if (owner := current_owner()) is None:
        return NOTHING
    with reads() as db:
        return owner, *list_older(db, owner.id, since, before)


@pages.route("/assessments/<int:number>/name", methods=["GET", "POST"])
def name(number: int) -> ResponseReturnValue:
    switch_language(request.form.get("lang"))
    found = read_own(number)
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
        with suppress(
            StorageUnavailable
        ):  # where not even reading is possible, the form alone says what was typed
            found = read_own(number)
            refuse_form_of_another(found)
            mine = tag(found)
        return _page(
            number,
            mine,
            NameForm(request.form),
            503 if isinstance(error, StorageUnavailable) else 400,
        )

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
                _(
                    "It is back already, or it was deleted more than a day ago and is gone for good. “My assessments” shows what there is."
                ),
            )
        form_assessment(db, number)  # another's stays deleted
    flash(_("Assessment no. %(number)s is back.", number=number), "done")
    return redirect(url_for("saved.assessments"), 303)
