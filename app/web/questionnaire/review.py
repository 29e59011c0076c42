"""The review: all answers in one list, each changed where it stands, and the end of the questions."""

from flask import Blueprint, Response, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app.scoring.result import score
from app.scoring.saved import result_to_json
from app.storage.assessments import finish_assessment
from app.storage.engine import StorageUnavailable
from app.web.assessed import levels
from app.web.context import catalogue, now, writes
from app.web.language import switch_language
from app.web.owner import form_assessment, read_own, tag
from app.web.questionnaire.keeping import keep_form, not_lost
from app.web.questionnaire.places import after_review
from app.web.questionnaire.review_sheet import open_review, review_html

pages = Blueprint("review", __name__)


@pages.get("/assessments/<int:number>/review")
def look_over(number: int) -> ResponseReturnValue:
    found = read_own(number)
    return _result(number) if found.finished_at else open_review(number, tag(found), found.answers)


@pages.post("/assessments/<int:number>/review")
def finish(number: int) -> ResponseReturnValue:
    """Keep what the form changed, then go where its button says: by default make the result and freeze it. A second click finds it made."""
    switch_language(request.form.get("lang"))
    with writes() as db:
        found = form_assessment(db, number)
        if found.finished_at:
            return _result(number)
        kept = keep_form(db, found, catalogue().skills)
        on = after_review(number, kept.answers)
        if not kept.again and not on:
            result = score(catalogue(), levels(kept.answers))
            finish_assessment(db, found.owner, number, now(), catalogue(), result_to_json(result))
            g.finished = True  # for what counts it, where something does
    if kept.again:
        return make_response(
            review_html(number, tag(found), kept.answers, kept.again, kept.status), kept.status
        )
    return redirect(on, 303) if on else _result(number)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def nothing_chosen_is_lost(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    return not_lost(error, catalogue().skills, review_html)


def _result(number: int) -> Response:
    return make_response(redirect(url_for("results.result", number=number), 303))
