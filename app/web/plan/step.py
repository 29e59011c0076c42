"""One step by itself: ticked off, begun, noted, put in or left out."""

from dataclasses import replace

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
from app.documents.words import percent, step_name
from app.storage.engine import Connection, StorageUnavailable
from app.storage.plans import (
    NOT_BEGUN,
    StepState,
    Terms,
    find_progress,
    find_terms,
    keep_progress,
    keep_terms,
)
from app.web.context import now, writes
from app.web.days import today
from app.web.files import reader_words
from app.web.finished_assessment import FinishedAssessment
from app.web.http.errors import comes_back, not_kept, why_again
from app.web.language import switch_language
from app.web.owner import form_assessment, refuse_form_of_another
from app.web.plan.following import Following, following, in_force, replanned
from app.web.plan.forms import StepForm
from app.web.plan.terms import as_usual, leave_out, put_in
from app.web.plan.views import step_page

pages = Blueprint("step", __name__)
STATES: dict[str, StepState] = {"done": "done", "begun": "begun", "open": "open"}
WISHES = {"put_in": put_in, "leave_out": leave_out, "usual": as_usual}


@pages.get("/assessments/<int:number>/plan/steps/<id>")
def step(number: int, id: str) -> ResponseReturnValue:
    followed = following(number)
    note = followed.progress.get(id, NOT_BEGUN).note
    return _page(followed, _known(followed.found, id), StepForm(note=note, was=note))


@pages.post("/assessments/<int:number>/plan/steps/<id>")
def keep(number: int, id: str) -> ResponseReturnValue:
    """Keep the note and do what the pressed button says. A note that was changed elsewhere meanwhile is not written over unseen."""
    switch_language(request.form.get("lang"))
    before, form = following(number), StepForm(request.form)
    refuse_form_of_another(before.found.assessment)
    found = _known(before.found, id)
    if request.form.get("lang"):
        return make_response(_page(before, found, form))
    if not form.validate():
        return make_response(_page(before, found, form), 400)
    with writes() as db:
        form_assessment(db, number)
        is_kept = _keep(db, before.found, found, form)
    after = following(number)
    if not is_kept:
        elsewhere = after.progress.get(id, NOT_BEGUN).note
        form.was.data = elsewhere
        form.note.errors = [
            _(
                "Elsewhere this note now reads: “%(note)s”. Press again to keep yours instead.",
                note=elsewhere,
            )
        ]
        return make_response(_page(after, found, form), 409)
    return _answer(before, after, found)


def _keep(db: Connection, found: FinishedAssessment, step: Step, form: StepForm) -> bool:
    """In one transaction that holds the assessment: the step's state and note, and what the plan is for where that changes.

    Nothing is kept, and the answer is no, where the note would write over another.
    """
    owner, number, day, do = found.assessment.owner, found.number, today(), _wish(step)
    progress, terms = dict(find_progress(db, owner, number)), find_terms(db, owner, number)
    known = progress.get(step.id, NOT_BEGUN)
    note = form.note_over(known.note)
    if note is None:
        return False
    progress[step.id] = replace(known.moved(STATES.get(do, known.state)), note=note)
    keep_progress(db, owner, number, step.id, progress[step.id], now())
    held = in_force(terms or Terms(), day)
    if do in WISHES:
        keep_terms(db, owner, number, WISHES[do](replanned(held, progress, day), step.id))
    elif do in STATES and (terms is None or terms.start is None):
        keep_terms(db, owner, number, held)
    return True


def _answer(before: Following, after: Following, found: Step) -> ResponseReturnValue:
    """Back to the plan after a tick, to the step after a note, with what has changed in a sentence."""
    do = _wish(found)
    names = {"step": step_name(reader_words(), after.found.catalogue, found)}
    ready = {
        "before": percent(before.standing.readiness),
        "after": percent(after.standing.readiness),
    }
    said = {
        "done": _(
            "Done: %(step)s. Readiness for your target: %(before)s, now %(after)s.",
            **names,
            **ready,
        ),
        "begun": _("In progress: %(step)s.", **names),
        "open": _("Open again: %(step)s. Readiness for your target: %(after)s.", **names, **ready),
        "put_in": _("Put into the plan: %(step)s.", **names),
        "leave_out": _("Left out of the plan: %(step)s.", **names),
        "usual": _("The plan decides again about %(step)s.", **names),
    }
    flash(said.get(do, _("The note is kept.")), "done")
    if do in ("done", "leave_out", "put_in"):
        return redirect(url_for("plan.plan", number=after.found.number), 303)
    return redirect(url_for("plan.step.step", number=after.found.number, id=found.id), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def note_is_still_typed(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """A note that could not be kept comes back as it was typed."""
    if request.endpoint != "plan.step.keep":
        return not_kept(error)

    def page() -> str:
        followed, form = following((request.view_args or {})["number"]), StepForm(request.form)
        refuse_form_of_another(followed.found.assessment)
        form.validate()
        return _page(
            followed,
            _known(followed.found, (request.view_args or {})["id"]),
            form,
            why_again(error),
        )

    return comes_back(error, page)


def _wish(step: Step) -> str:
    """What the pressed button asks for; only study can be put in."""
    do = request.form.get("do", "")
    return "" if do == "put_in" and step.kind != "study" else do


def _known(found: FinishedAssessment, id: str) -> Step:
    return found.catalogue.step.get(id) or abort(404)


def _page(followed: Following, found: Step, form: StepForm, unkept: object = "") -> str:
    return render_template(
        "plan_step.html", page=step_page(followed, found, reader_words()), form=form, unkept=unkept
    )
