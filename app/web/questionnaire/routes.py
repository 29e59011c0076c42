"""The area pages, and the single answers that the page's script sends."""

import json
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.catalogue.model import LEVELS, Area
from app.storage.assessments import Assessment, keep_answers
from app.storage.engine import Connection, StorageUnavailable
from app.storage.ratings import Answer, Answers, is_newer
from app.storage.tables import LATEST_REVISION
from app.web.context import catalogue
from app.web.errors import not_kept
from app.web.language import switch_language
from app.web.owner import form_tag, read_own, tag
from app.web.questionnaire.keeping import Kept, keep_form, not_lost, until_kept
from app.web.questionnaire.places import after_area, area_address
from app.web.questionnaire.sheet import area_html
from app.web.questionnaire.views import Again, first_unanswered

pages = Blueprint("questionnaire", __name__)


@pages.get("/assessments/<int:number>/resume")
def resume(number: int) -> ResponseReturnValue:
    """On to the first open question, or to the review."""
    answers = read_own(number).answers
    area = first_unanswered(catalogue(), answers)
    where = (
        area_address(number, area, answers)
        if area
        else url_for("questionnaire.review.look_over", number=number)
    )
    return redirect(where, 303)


@pages.get("/assessments/<int:number>/<area>")
def area(number: int, area: str) -> ResponseReturnValue:
    found = read_own(number)
    if found.finished_at:
        return redirect(url_for("results.result", number=number), 303)
    return area_html(number, tag(found), _area(area), found.answers)


@pages.post("/assessments/<int:number>/<area>")
def keep(number: int, area: str) -> ResponseReturnValue:
    """Keep what the form changed, then go where its button says."""
    switch_language(request.form.get("lang"))
    here, skills = _area(area), catalogue().skills_by_area[area]

    def attempt(db: Connection, found: Assessment) -> tuple[Assessment, Kept | None]:
        return found, None if found.finished_at else keep_form(db, found, skills)

    found, kept = until_kept(number, form_tag(), attempt)
    if not kept:
        return redirect(url_for("results.result", number=number), 303)
    if kept.again:
        return area_html(
            number, tag(found), here, kept.answers, kept.again, kept.status
        ), kept.status
    return redirect(after_area(number, here, kept.answers), 303)


@pages.put("/assessments/<int:number>/ratings/<skill>")
def keep_one(number: int, skill: str) -> ResponseReturnValue:
    """Keep one answer when its revision is above the stored one; otherwise answer with what is stored."""
    if skill not in catalogue().skill:
        abort(404)
    sent = _sent()
    answer = _answer_in(sent)
    if answer is None:
        return jsonify(
            error=_('Send {"level": 0 to 4 or null, "revision": a whole number from 1}.')
        ), 400

    def attempt(db: Connection, found: Assessment) -> Response:
        kept = not found.finished_at and is_newer(answer, found.answers.get(skill))
        stored = (keep_answers(db, found, {skill: answer}) if kept else found.answers).get(
            skill, Answer(None, 0)
        )
        told = {
            "level": stored.level,
            "revision": stored.revision,
            "finished": bool(found.finished_at),
        }
        return Response(json.dumps(told), 200 if kept else 409, mimetype="application/json")

    return until_kept(number, sent.get("assessment"), attempt)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def nothing_chosen_is_lost(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    here = _find_area((request.view_args or {}).get("area"))
    if request.endpoint != "questionnaire.keep" or not here:
        return not_kept(error)

    def show_again(
        number: int, mine: str, answers: Answers, again: Again, status: int
    ) -> str | bytes:
        return area_html(number, mine, here, answers, again, status)

    return not_lost(error, catalogue().skills_by_area[here.id], show_again)


def _area(id: str) -> Area:
    return _find_area(id) or abort(404)


def _find_area(id: str | None) -> Area | None:
    return next((area for area in catalogue().areas if area.id == id), None)


def _answer_in(sent: dict[str, Any]) -> Answer | None:
    """The answer in a PUT's JSON, or None when it is not one."""
    if "level" not in sent:
        return None
    value, revision = sent["level"], sent.get("revision")
    if type(revision) is not int or not 1 <= revision <= LATEST_REVISION:
        return None
    return (
        Answer(value, revision)
        if value is None or (type(value) is int and value in LEVELS)
        else None
    )


def _sent() -> dict[str, Any]:
    """A PUT's JSON object; empty when it is none."""
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets without end
        return {}
    return sent if isinstance(sent, dict) else {}
