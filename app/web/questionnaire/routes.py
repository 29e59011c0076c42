"""The area pages, the review, and the single answers that the page's script sends."""

import json

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound

from app.catalogue.model import Area
from app.storage.answers import Answer, Answers, is_newer
from app.storage.assessments import Assessment, save_answers
from app.storage.engine import Connection, StorageUnavailable
from app.web.auth import assessment_tag, form_assessment, read_own, refuse_other_owners_form
from app.web.context import catalogue, writes
from app.web.http.errors import form_again_response, not_saved_response
from app.web.i18n import language, switch_language
from app.web.questionnaire.forms import AnswersForm, answer_in, answers_form_class, sent_json
from app.web.questionnaire.navigation import (
    after_area,
    after_review,
    area_address,
    first_unanswered,
)
from app.web.questionnaire.saving import (
    freeze_result,
    save_form,
    save_form_with_retries,
    save_with_retries,
    would_change,
)
from app.web.questionnaire.so_far import is_short
from app.web.questionnaire.views import area_page, review_page

pages = Blueprint("questionnaire", __name__)


@pages.get("/assessments/<int:number>/resume")
def resume(number: int) -> ResponseReturnValue:
    """Redirect to the next open question, in the short form or by area; at last to the review."""
    answers = read_own(number).answers
    area = first_unanswered(answers)
    if area is None:
        return redirect(url_for("questionnaire.review", number=number), 303)
    if is_short(catalogue(), answers):
        return redirect(url_for("questionnaire.short.quick", number=number), 303)
    return redirect(area_address(number, area, answers), 303)


@pages.get("/assessments/<int:number>/<area>")
def area(number: int, area: str) -> ResponseReturnValue:
    """Show an area's questions."""
    here, assessment = _area_or_404(area), read_own(number)
    if assessment.finished_at:
        return to_result(number)
    return _area_html(
        number,
        assessment_tag(assessment),
        here,
        assessment.answers,
        answers_form_class(catalogue(), area)(),
    )


@pages.post("/assessments/<int:number>/<area>")
def save_area(number: int, area: str) -> ResponseReturnValue:
    """Save what the form changed, then go where its button leads."""
    here = _area_or_404(area)
    form = answers_form_class(catalogue(), area)()
    switch_language(form.lang.data)
    assessment, saved = save_form_with_retries(number, form)
    if saved is None:
        return to_finished(assessment, form)
    if saved.rejected:
        html = _area_html(
            number, assessment_tag(assessment), here, saved.answers, saved.rejected, saved.status
        )
        return html, saved.status
    return redirect(after_area(number, here, form, saved.answers), 303)


@pages.put("/assessments/<int:number>/ratings/<skill>")
def save_answer(number: int, skill: str) -> ResponseReturnValue:
    """Save an answer if it is newer and the assessment not finished; else return the stored one.

    That has status 409. A question that was never answered has revision 0 there.
    """
    if skill not in catalogue().skill:
        abort(404)
    sent = sent_json()
    answer = answer_in(sent)
    if answer is None:
        error = _('Send {"level": 0 to 4 or null, "revision": a whole number from 1}.')
        return jsonify(error=error), 400

    def save(db: Connection, assessment: Assessment) -> Response:
        is_saved = not assessment.finished_at and is_newer(answer, assessment.answers.get(skill))
        answers = save_answers(db, assessment, {skill: answer}) if is_saved else assessment.answers
        stored = answers.get(skill, Answer(None, 0))
        body = {
            "level": stored.level,
            "revision": stored.revision,
            "finished": bool(assessment.finished_at),
        }
        return Response(json.dumps(body), 200 if is_saved else 409, mimetype="application/json")

    return save_with_retries(number, sent.get("assessment"), save)


@pages.get("/assessments/<int:number>/review")
def review(number: int) -> ResponseReturnValue:
    """Show all answers."""
    assessment = read_own(number)
    if assessment.finished_at:
        return to_result(number)
    return _review_html(
        number, assessment_tag(assessment), assessment.answers, answers_form_class(catalogue())()
    )


@pages.post("/assessments/<int:number>/review")
def finish(number: int) -> ResponseReturnValue:
    """Save what the form changed, then go where its button leads.

    Where no other button was pressed and no answer conflicts, the result is frozen first. A second
    click finds the result. The assessment is locked, and not saved with retries as elsewhere here,
    because its result must be that of all its answers.
    """
    form = answers_form_class(catalogue())()
    switch_language(form.lang.data)
    with writes() as db:
        assessment = form_assessment(db, number)
        if assessment.finished_at:
            return to_finished(assessment, form)
        saved = save_form(db, assessment, form)
        onward = after_review(number, form, saved.answers)
        if not saved.rejected and not onward:
            freeze_result(db, assessment, saved.answers)
    if saved.rejected:
        html = _review_html(
            number, assessment_tag(assessment), saved.answers, saved.rejected, saved.status
        )
        return html, saved.status
    return redirect(onward, 303) if onward else to_result(number)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def show_form_again(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """Show a submitted form that could not be saved again, with every choice.

    An assessment that was finished meanwhile leads to its result. Other requests get the error.
    """
    values = request.view_args or {}
    number, here = values["number"], _find_area(values.get("area"))
    if request.method != "POST" or ("area" in values and not here):
        return not_saved_response(error)
    form = answers_form_class(catalogue(), here and here.id)()
    switch_language(form.lang.data)
    not_saved = not_saved_response(error)
    try:
        assessment = own_if_readable(number)
    except NotFound:
        return not_saved
    if assessment and assessment.finished_at:
        return to_finished(assessment, form)
    page_tag = assessment_tag(assessment) if assessment else form.assessment.data or ""
    answers: Answers = assessment.answers if assessment else {}
    if here:
        html = _area_html(number, page_tag, here, answers, form, not_saved.status_code)
    else:
        html = _review_html(number, page_tag, answers, form, not_saved.status_code)
    return form_again_response(not_saved, html)


def _area_html(
    number: int, page_tag: str, area: Area, answers: Answers, form: AnswersForm, status: int = 200
) -> str:
    page = area_page(catalogue(), language(), area, answers, form)
    return render_template(
        "questionnaire/area.html", number=number, page_tag=page_tag, page=page, status=status
    )


def _review_html(
    number: int, page_tag: str, answers: Answers, form: AnswersForm, status: int = 200
) -> str:
    page = review_page(catalogue(), language(), answers, form)
    return render_template(
        "questionnaire/review.html", number=number, page_tag=page_tag, page=page, status=status
    )


def own_if_readable(number: int) -> Assessment | None:
    """Return the assessment that a submitted form belongs to, or None if it cannot be read now.

    The form has every choice. Raises NotFound where the assessment is not the sender's.
    """
    try:
        assessment = read_own(number)
        refuse_other_owners_form(assessment)
    except StorageUnavailable:
        return None
    return assessment


def to_finished(assessment: Assessment, form: AnswersForm) -> Response:
    """Go to the result of an assessment that is finished already; say so if choices were lost."""
    if would_change(assessment.answers, form):
        flash(
            _(
                "This assessment was finished already, so your last choices were not saved. "
                "To change an answer, rate yourself again."
            ),
            "care",
        )
    return to_result(assessment.number)


def to_result(number: int) -> Response:
    return make_response(redirect(url_for("results.result", number=number), 303))


def _area_or_404(id: str) -> Area:
    return _find_area(id) or abort(404)


def _find_area(id: str | None) -> Area | None:
    return next((area for area in catalogue().areas if area.id == id), None)
