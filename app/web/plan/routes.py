"""The plan page with its terms, the current week, and the plan as a file, also shared ones."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import cast

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
from flask_wtf.csrf import CSRFError

from app.exports.calendar import plan_as_calendar
from app.exports.markdown import plan_as_markdown
from app.exports.pdf import pdf_is_installed, plan_as_pdf
from app.exports.table import plan_as_csv
from app.exports.words import PlanProgress
from app.storage.assessments import set_hours_a_week, set_target
from app.storage.engine import StorageUnavailable
from app.storage.plans import find_progress, find_terms, save_terms
from app.web.auth import form_assessment, refuse_other_owners_form
from app.web.context import context, now, writes
from app.web.example import example as example_assessed
from app.web.example import example_terms
from app.web.files import file_response
from app.web.http.errors import form_or_error_response, not_saved_message, not_saved_response
from app.web.i18n import reader_words, switch_language_by_button, today
from app.web.plan.current_plan import CurrentPlan, load_plan, plan_on
from app.web.plan.forms import PlanForm, plan_form
from app.web.plan.messages import NO_MESSAGE, new_plan_message
from app.web.plan.views import map_of_plan, plan_page, week_page
from app.web.shared_result import open_share, raise_no_share

pages = Blueprint("plan", __name__)
NAME_DIGITS = 20


@pages.get("/assessments/<int:number>/plan")
def plan(number: int) -> ResponseReturnValue:
    """Show the plan and the form of its terms."""
    current = load_plan(number)
    return _page(current, plan_form(current))


@pages.get("/example/plan")
def example() -> ResponseReturnValue:
    """Show the plan of the example's made-up person, made today."""
    current = plan_on(today(), example_assessed(), example_terms(today()), {})
    return _page(current, plan_form(current))


@pages.get("/shared/<token>/plan")
def shared(token: str) -> ResponseReturnValue:
    """Show the plan of a shared result without notes; 404 where its owner did not share it."""
    share = open_share(token)
    if not share.with_plan:
        raise_no_share()
    current = plan_on(today(), share.planned, share.terms, share.progress)
    page = plan_page(current, reader_words(), context().reading)
    return render_template("sharing/shared_plan.html", shared=share, page=page)


@pages.get("/assessments/<int:number>/plan/week")
def week(number: int) -> ResponseReturnValue:
    """Show what to study this week."""
    return render_template("plan/plan_week.html", page=week_page(load_plan(number), reader_words()))


@pages.post("/assessments/<int:number>/plan")
def change(number: int) -> ResponseReturnValue:
    """Save the plan's terms, or show the form again with its errors.

    The language button only shows the page in the other language, with what was typed.
    """
    is_language_button = switch_language_by_button()
    current = load_plan(number)
    refuse_other_owners_form(current.assessed.assessment)
    form = plan_form(current)
    if is_language_button:
        return make_response(_page(current, form))
    if form.go.data == "today":
        form.start_today()
    if not form.validate():
        return make_response(_page(current, form), 400)
    if not _save(current, form):
        return change(number)  # the plan was changed in another tab: begin again with it
    with suppress(*NO_MESSAGE):  # it is saved; only what it changed stays unsaid
        flash(new_plan_message(current, load_plan(number), reader_words()), "done")
    return redirect(url_for("plan.plan", number=number), 303)


@pages.get("/assessments/<int:number>/plan.<any(ics, md, csv, pdf):kind>")
def export(number: int, kind: str) -> ResponseReturnValue:
    """Send the plan as a file; 404 for a calendar without weeks, and for PDF if not installed."""
    current = load_plan(number)
    if (kind == "pdf" and not pdf_is_installed()) or (kind == "ics" and not current.plan.weeks):
        abort(404)
    target = current.assessed.target
    name = f"orienteer-{target.role}-{target.stage}.{kind}"
    return file_response(partial(_export, current, kind), name)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def show_form_again(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """Show the form as it was typed when its token has expired or it could not be saved.

    Other pages of the plan have no form; they show the error.
    """
    if request.endpoint != "plan.change":
        return not_saved_response(error)

    def page() -> str:
        current = load_plan((request.view_args or {})["number"])
        refuse_other_owners_form(current.assessed.assessment)
        form = plan_form(current, meta={"csrf": False})
        form.validate()  # fills in the errors
        return _page(current, form, not_saved_message(error))

    return form_or_error_response(error, page)


def _page(current: CurrentPlan, form: PlanForm, unsaved: object = "") -> str:
    """Render the plan page; `unsaved` says that saving failed, or is empty."""
    return render_template(
        "plan/plan.html",
        page=plan_page(current, reader_words(), context().reading),
        map=map_of_plan(current),
        form=form,
        unsaved=unsaved,
    )


def _save(current: CurrentPlan, form: PlanForm) -> bool:
    """Save a valid form.

    False, with nothing saved, where the plan was changed since `current` was read. Making a plan
    can wait for seconds, and the form's terms take over what the plan had then.
    """
    found, target = current.assessed, form.target
    number, owner = found.number, found.assessment.owner
    with writes() as db:
        form_assessment(db, number)
        is_current = (current.saved_terms, current.progress) == (
            find_terms(db, owner, number),
            find_progress(db, owner, number),
        )
        if not is_current:
            return False
        if target != found.target:
            set_target(db, owner, number, target.role, target.stage)
        set_hours_a_week(db, owner, number, cast(int, form.hours.data))
        save_terms(db, owner, number, form.new_terms(current))
    return True


def _export(current: CurrentPlan, kind: str) -> bytes:
    """Return the plan as a file of this kind."""
    made, catalogue, words = current.plan, current.assessed.catalogue, reader_words()
    wanted = current.wanted
    progress = PlanProgress(frozenset(current.standing.done), current.standing.readiness)
    if kind == "ics":
        name, stamp = _calendar_name(current), datetime.fromtimestamp(now(), UTC)
        return plan_as_calendar(made, catalogue, words, name, stamp, wanted, progress)
    if kind == "pdf":
        return plan_as_pdf(made, catalogue, words, wanted, progress)
    if kind == "md":
        return plan_as_markdown(made, catalogue, words, wanted, progress).encode()
    # Excel needs the byte order mark to read Hangul.
    return plan_as_csv(made, catalogue, words, wanted, progress).encode("utf-8-sig")


def _calendar_name(current: CurrentPlan) -> str:
    """Return a name by which a calendar finds the plan's earlier events.

    People hand such files on. The name is a hash, so that nobody can tell which plans have the same
    owner.
    """
    found = current.assessed.assessment
    return sha256(f"{found.owner}/{found.number}".encode()).hexdigest()[:NAME_DIGITS]
