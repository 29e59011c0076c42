"""The page of one step: its state, its note, and whether the plan has it."""

from contextlib import suppress

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.catalogue.steps import Step
from app.storage.engine import Connection, StorageUnavailable
from app.storage.owners import NotesFull, refuse_too_long_notes
from app.storage.plans import NOT_BEGUN, Terms, find_progress, find_terms, save_progress, save_terms
from app.web.auth import form_assessment, refuse_other_owners_form
from app.web.context import now, writes
from app.web.finished_assessment import FinishedAssessment, load_with_target
from app.web.http.error_messages import NOTES_FULL
from app.web.http.errors import form_or_error_response, not_saved_message, not_saved_response
from app.web.http.heavy_work import HeavyWorkBusy, OwnerBusy
from app.web.i18n import reader_words, switch_language_by_button, today
from app.web.plan.current_plan import (
    CurrentPlan,
    effective_terms,
    load_plan,
    plan_of,
    restarted_terms,
)
from app.web.plan.messages import NO_MESSAGE, step_message
from app.web.plan.step_form import STATES, StepForm
from app.web.plan.step_page import step_page

pages = Blueprint("step", __name__)
BACK_TO_PLAN = ("done", "leave_out", "put_in")
"""Actions after which the plan is shown, and not the step."""


@pages.get("/assessments/<int:number>/plan/steps/<id>")
def show(number: int, id: str) -> ResponseReturnValue:
    """Show a step, whether it is in the plan or not."""
    current = load_plan(number)
    note = current.progress.get(id, NOT_BEGUN).note
    return _page(current, _step(current.assessed, id), StepForm(data={"note": note, "was": note}))


@pages.post("/assessments/<int:number>/plan/steps/<id>")
def save(number: int, id: str) -> ResponseReturnValue:
    """Save the note and do what the pressed button says.

    409 where the note was changed elsewhere and its writer has not seen that.
    """
    is_language_button = switch_language_by_button()
    found, form = load_with_target(number), StepForm()
    refuse_other_owners_form(found.assessment)
    step = _step(found, id)
    if is_language_button:
        return make_response(_page(plan_of(found), step, form))
    if not form.validate():
        return make_response(_page(plan_of(found), step, form), 400)
    before = None
    with suppress(HeavyWorkBusy, OwnerBusy):  # saving needs no plan; only the message does
        before = plan_of(found)
    try:
        with writes() as db:
            form_assessment(db, number)
            is_saved = _save(db, found, step, form)
    except NotesFull:
        form.note.errors = [NOTES_FULL[1]]
        return make_response(_page(load_plan(number), step, form), 409)
    if not is_saved:
        return make_response(_page_with_newer_note(load_plan(number), step, form), 409)
    action = form.action(step)
    if before is not None:
        with suppress(*NO_MESSAGE):
            flash(step_message(action, before, load_plan(number), step, reader_words()), "done")
    if action in BACK_TO_PLAN:
        return redirect(url_for("plan.plan", number=number), 303)
    return redirect(url_for("plan.step.show", number=number, id=id), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def show_form_again(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """Show the note as it was typed when its token has expired or it could not be saved."""
    if request.endpoint != "plan.step.save":
        return not_saved_response(error)

    def page() -> str:
        address = request.view_args or {}
        current, form = load_plan(address["number"]), StepForm(meta={"csrf": False})
        refuse_other_owners_form(current.assessed.assessment)
        form.validate()
        return _page(
            current, _step(current.assessed, address["id"]), form, not_saved_message(error)
        )

    return form_or_error_response(error, page)


def _step(found: FinishedAssessment, id: str) -> Step:
    return found.catalogue.step.get(id) or abort(404)


def _page(current: CurrentPlan, step: Step, form: StepForm, unsaved: object = "") -> str:
    page = step_page(current, step, reader_words())
    return render_template("plan/plan_step.html", page=page, form=form, unsaved=unsaved)


def _page_with_newer_note(current: CurrentPlan, step: Step, form: StepForm) -> str:
    """Show the note that was saved elsewhere; sent once more, the form overwrites it."""
    newer = current.progress.get(step.id, NOT_BEGUN).note
    form.was.data = newer
    text = _(
        "Elsewhere this note now reads: “%(note)s”. Press again to keep yours instead.", note=newer
    )
    form.note.errors = [text]
    return _page(current, step, form)


def _save(db: Connection, found: FinishedAssessment, step: Step, form: StepForm) -> bool:
    """Save the step's progress, and the plan's terms where they change.

    False, with nothing saved, where the note would overwrite one that its writer has not seen.
    Raises NotesFull when a longer note makes all notes too long. The transaction holds a lock on
    the assessment.
    """
    owner, number, day = found.assessment.owner, found.number, today()
    progress, saved = dict(find_progress(db, owner, number)), find_terms(db, owner, number)
    before = progress.get(step.id, NOT_BEGUN)
    changed = form.changed(before, step)
    if changed is None:
        return False
    progress[step.id] = changed
    save_progress(db, owner, number, step.id, changed, now())
    if len(changed.note) > len(before.note):
        refuse_too_long_notes(db, owner)
    terms = effective_terms(saved or Terms(), day)
    new_terms = form.changed_terms(restarted_terms(terms, progress, day), step)
    if new_terms is None and form.action(step) in STATES:
        has_started = saved is not None and saved.start is not None
        new_terms = None if has_started else terms
    if new_terms is not None:
        save_terms(db, owner, number, new_terms)
    return True
