"""The short form, the result so far, and the questions that a plan still takes."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound

from app.catalogue.model import STAGES
from app.planning.model import Target
from app.scoring.result import score
from app.storage.answers import Answers
from app.storage.assessments import set_target
from app.storage.engine import StorageUnavailable
from app.web.auth import assessment_tag, form_assessment, read_own
from app.web.context import catalogue, writes
from app.web.finished_assessment import ratings_of
from app.web.http.errors import form_again_response, not_saved_response
from app.web.http.request_checks import number_in
from app.web.i18n import language, switch_language
from app.web.questionnaire.navigation import area_address, first_unanswered
from app.web.questionnaire.routes import own_if_readable, to_finished, to_result
from app.web.questionnaire.saving import freeze_result, save_form, save_form_with_retries
from app.web.questionnaire.short_form import ShortForm, short_form_class
from app.web.questionnaire.short_views import (
    PAGES_BEFORE_RESULT,
    first_open_page,
    plan_page,
    short_page,
)
from app.web.questionnaire.so_far import so_far, target_so_far

pages = Blueprint("short", __name__)


@pages.get("/assessments/<int:number>/quick")
def quick(number: int) -> ResponseReturnValue:
    """Show a page of the short form: `?page=`, or else the first one with an open question."""
    assessment = read_own(number)
    if assessment.finished_at:
        return to_result(number)
    named = number_in(request.args.get("page", ""))
    page = named or first_open_page(catalogue(), assessment.answers)
    if page is None or ("page" not in request.args and page > PAGES_BEFORE_RESULT):
        return redirect(url_for("questionnaire.short.result_so_far", number=number), 303)
    form = short_form_class(catalogue())(None)
    return _quick_html(number, assessment_tag(assessment), page, assessment.answers, form)


@pages.post("/assessments/<int:number>/quick")
def save_quick(number: int) -> ResponseReturnValue:
    """Save what the form changed, then go where its button leads."""
    form = short_form_class(catalogue())()
    switch_language(form.lang.data)
    assessment, saved = save_form_with_retries(number, form)
    if saved is None:
        return to_finished(assessment, form)
    if isinstance(saved.rejected, ShortForm):
        page, tag = _page_number(form), assessment_tag(assessment)
        html = _quick_html(number, tag, page, saved.answers, saved.rejected, saved.status)
        return html, saved.status
    return redirect(_after_quick(number, form), 303)


@pages.get("/assessments/<int:number>/so-far")
def result_so_far(number: int) -> ResponseReturnValue:
    """Show the result of the answers so far. Nothing is frozen."""
    assessment = read_own(number)
    if assessment.finished_at:
        return to_result(number)
    if not assessment.answers:
        return redirect(url_for("questionnaire.short.quick", number=number), 303)
    open_area = first_unanswered(assessment.answers)
    return render_template(
        "questionnaire/so_far.html",
        number=number,
        by_area=open_area and area_address(number, open_area, assessment.answers),
        page_tag=assessment_tag(assessment),
        page=so_far(catalogue(), language(), assessment.answers),
    )


@pages.get("/assessments/<int:number>/for-plan")
def for_plan(number: int) -> ResponseReturnValue:
    """Show the questions that a plan for the target still takes."""
    assessment = read_own(number)
    if assessment.finished_at:
        return to_result(number)
    role, stage = request.args.get("role"), request.args.get("stage")
    target = _target(role, stage, assessment.answers)
    if target is None:
        return redirect(url_for("questionnaire.short.result_so_far", number=number), 303)
    form = short_form_class(catalogue())(None)
    return _for_plan_html(number, assessment_tag(assessment), target, assessment.answers, form)


@pages.post("/assessments/<int:number>/for-plan")
def finish_for_plan(number: int) -> ResponseReturnValue:
    """Save the answers, finish the assessment with this target, and go to its plan.

    The assessment is locked, because its result must be that of all its answers.
    """
    form = short_form_class(catalogue())()
    switch_language(form.lang.data)
    with writes() as db:
        assessment = form_assessment(db, number)
        if assessment.finished_at:
            return to_finished(assessment, form)
        target = _target(form.role.data, form.stage.data, assessment.answers)
        saved = save_form(db, assessment, form)
        is_finished = bool(
            target and not saved.rejected and not form.lang.data and not form.go.data
        )
        if target and is_finished:
            freeze_result(db, assessment, saved.answers)
            set_target(db, assessment.owner, number, target.role, target.stage)
    if isinstance(saved.rejected, ShortForm) and target:
        tag = assessment_tag(assessment)
        html = _for_plan_html(number, tag, target, saved.answers, saved.rejected, saved.status)
        return html, saved.status
    if is_finished:
        return redirect(url_for("plan.plan", number=number), 303)
    if form.lang.data and target:
        role, stage = target.role, target.stage
        onward = url_for("questionnaire.short.for_plan", number=number, role=role, stage=stage)
        return redirect(onward, 303)
    return redirect(url_for("questionnaire.short.result_so_far", number=number), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def show_form_again(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """Show a submitted form that could not be saved again, with every choice."""
    not_saved, number = not_saved_response(error), (request.view_args or {})["number"]
    if request.method != "POST":
        return not_saved
    form = short_form_class(catalogue())()
    switch_language(form.lang.data)
    try:
        assessment = own_if_readable(number)
    except NotFound:
        return not_saved
    if assessment and assessment.finished_at:
        return to_finished(assessment, form)
    page_tag = assessment_tag(assessment) if assessment else form.assessment.data or ""
    answers: Answers = assessment.answers if assessment else {}
    status, target = not_saved.status_code, _target(form.role.data, form.stage.data, answers)
    if request.endpoint == "questionnaire.short.finish_for_plan":
        if target is None:
            return not_saved
        html = _for_plan_html(number, page_tag, target, answers, form, status)
    else:
        html = _quick_html(number, page_tag, _page_number(form), answers, form, status)
    return form_again_response(not_saved, html)


def _quick_html(
    number: int, page_tag: str, place: int, answers: Answers, form: ShortForm, status: int = 200
) -> str:
    page = short_page(catalogue(), language(), place, answers, form) or abort(404)
    return render_template(
        "questionnaire/quick.html",
        number=number,
        page_tag=page_tag,
        page=page,
        pages_before_result=PAGES_BEFORE_RESULT,
        first_area=catalogue().areas[0].id,
        status=status,
    )


def _for_plan_html(
    number: int, page_tag: str, target: Target, answers: Answers, form: ShortForm, status: int = 200
) -> str:
    return render_template(
        "questionnaire/for_plan.html",
        number=number,
        page_tag=page_tag,
        target=target,
        role=catalogue().role[target.role],
        page=plan_page(catalogue(), language(), target, answers, form),
        status=status,
    )


def _page_number(form: ShortForm) -> int:
    """Return the page that the form names; the first where it names none or no number."""
    return number_in(form.page.data or "") or 1


def _target(role: str | None, stage: str | None, answers: Answers) -> Target | None:
    """Return the target that a form or an address names, or else the closest role's."""
    named = next((each for each in STAGES if each == stage), None)
    if role and role in catalogue().role and named:
        return Target(role, named)
    return target_so_far(score(catalogue(), ratings_of(answers)))


def _after_quick(number: int, form: ShortForm) -> str:
    """Return where the pressed button of a page leads: next, back, save, or the other language."""
    place, go = _page_number(form), form.go.data
    if go == "save":
        flash(_("Your answers are saved. You can go on at any time."), "done")
        return url_for("saved.assessments")
    if form.lang.data:
        return url_for("questionnaire.short.quick", number=number, page=place)
    if go == "back" and place > 1 and place != PAGES_BEFORE_RESULT + 1:
        return url_for("questionnaire.short.quick", number=number, page=place - 1)
    if go != "back" and place < PAGES_BEFORE_RESULT:
        return url_for("questionnaire.short.quick", number=number, page=place + 1)
    return url_for("questionnaire.short.result_so_far", number=number)
