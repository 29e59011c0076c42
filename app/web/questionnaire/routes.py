"""The area pages, the single answers that the page's script sends, and the review."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound

from app.catalogue.model import LEVELS, Area
from app.scoring.result import answers_needed, score
from app.scoring.saved import result_to_json
from app.storage.assessments import finish_assessment, keep_answers
from app.storage.engine import StorageUnavailable
from app.storage.ratings import Answer, Answers, is_newer
from app.storage.tables import LATEST_REVISION
from app.web.context import catalogue, now, reads, writes
from app.web.errors import not_kept, still_typed
from app.web.language import language, switch_language
from app.web.owner import form_assessment, own_assessment, tag, this_assessment
from app.web.questionnaire.forms import UNKNOWN_CHOICE, Submission, read_submission
from app.web.questionnaire.views import NOTHING, Again, area_page, conflict, course, first_unanswered, review_rows

pages = Blueprint("questionnaire", __name__)


@pages.get("/assessments/<int:number>/resume")
def resume(number: int) -> ResponseReturnValue:
    """On to the first area with an open question, or to the review."""
    with reads() as db:
        area = first_unanswered(catalogue(), own_assessment(db, number).answers)
    where = url_for("questionnaire.area", number=number, area=area) if area else url_for("questionnaire.review", number=number)
    return redirect(where, 303)


@pages.get("/assessments/<int:number>/<area>")
def area(number: int, area: str) -> ResponseReturnValue:
    with reads() as db:
        found = own_assessment(db, number)
    if found.finished_at:
        return redirect(url_for("results.result", number=number), 303)
    return _show(number, tag(found), _area(area), found.answers)


@pages.post("/assessments/<int:number>/<area>")
def keep(number: int, area: str) -> ResponseReturnValue:
    """Keep what the form changed, then go where its button says."""
    switch_language(request.form.get("lang"))
    here = _area(area)
    with writes() as db:
        found = form_assessment(db, number)
        if found.finished_at:
            return redirect(url_for("results.result", number=number), 303)
        sent, stored = read_submission(catalogue().skills_by_area[area], request.form, found.answers), found.answers
        problems = {skill: str(UNKNOWN_CHOICE) for skill in sent.unknown}
        if not problems:
            stored = keep_answers(db, found, sent.changed)
            problems = _conflicts(sent, stored)
    if sent.unknown:
        return _show(number, tag(found), here, stored, Again(sent.known, sent.bases, problems), 400)
    if problems:
        return _show(number, tag(found), here, stored, Again({skill: sent.chosen[skill] for skill in problems}, problems=problems), 409)
    return redirect(_next(number, here), 303)


@pages.put("/assessments/<int:number>/ratings/<skill>")
def keep_one(number: int, skill: str) -> ResponseReturnValue:
    """Keep one answer when its revision is above the stored one; otherwise answer with what is stored."""
    if skill not in catalogue().skill:
        abort(404)
    answer = _sent_answer()
    if answer is None:
        return jsonify(error=_('Send {"level": 0 to 4 or null, "revision": a whole number from 1}.')), 400
    with writes() as db:
        found = this_assessment(db, number, _sent().get("assessment"))
        kept = not found.finished_at and is_newer(answer, found.answers.get(skill))
        stored = (keep_answers(db, found, {skill: answer}) if kept else found.answers).get(skill, Answer(None, 0))
    return jsonify(level=stored.level, revision=stored.revision, finished=bool(found.finished_at)), 200 if kept else 409


@pages.get("/assessments/<int:number>/review")
def review(number: int) -> ResponseReturnValue:
    with reads() as db:
        found = own_assessment(db, number)
    if found.finished_at:
        return redirect(url_for("results.result", number=number), 303)
    content = catalogue()
    answers = {id: found.answers[id] for id in content.skill if id in found.answers}  # it may hold skills that are no longer asked
    return render_template(
        "review.html",
        tag=tag(found),
        number=number,
        controls=course(content, answers),
        rows=review_rows(content, language(), answers),
        answered=sum(a.level is not None for a in answers.values()),
        skipped=sum(a.level is None for a in answers.values()),
        questions=len(content.skills),
        needed=answers_needed(content),
        last=content.areas[-1],
    )


@pages.post("/assessments/<int:number>/review")
def finish(number: int) -> ResponseReturnValue:
    """Make the result and freeze it; a second click finds it made."""
    with writes() as db:
        found = form_assessment(db, number)
        if not found.finished_at:
            result = score(catalogue(), {skill: answer.level for skill, answer in found.answers.items()})
            finish_assessment(db, found.owner, number, now(), catalogue(), result_to_json(result))
    return redirect(url_for("results.result", number=number), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def nothing_typed_is_lost(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """A form that could not be kept comes back with everything that was chosen in it."""
    plain = not_kept(error)
    where = request.view_args or {}
    if request.endpoint != "questionnaire.keep":
        return plain
    switch_language(request.form.get("lang"))
    number, mine = where["number"], request.form.get("assessment", "")
    answers: Answers = {}
    try:
        here = _area(where["area"])
        with reads() as db:
            found = form_assessment(db, number)
        if found.finished_at:
            return redirect(url_for("results.result", number=number), 303)
        mine, answers = tag(found), found.answers
    except NotFound:
        return plain
    except StorageUnavailable:  # not even reading is possible: the form alone says what was chosen
        pass
    sent = read_submission(catalogue().skills_by_area[here.id], request.form, answers)
    return still_typed(plain, _page(number, mine, here, answers, Again(sent.known, sent.bases), plain.status_code))


def _area(id: str) -> Area:
    return next((area for area in catalogue().areas if area.id == id), None) or abort(404)


def _show(number: int, mine: str, here: Area, answers: Answers, again: Again = NOTHING, status: int = 200) -> Response:
    return make_response(_page(number, mine, here, answers, again, status), status)


def _page(number: int, mine: str, here: Area, answers: Answers, again: Again, status: int) -> str:
    page = area_page(catalogue(), language(), here, answers, again)
    return render_template("area.html", number=number, tag=mine, page=page, status=status)


def _conflicts(sent: Submission, stored: Answers) -> dict[str, str]:
    """The changes that a newer answer from elsewhere kept out, with both values in words."""
    content, speech = catalogue(), language()
    return {
        skill: conflict(content.skill[skill], speech, stored[skill], sent.chosen[skill])
        for skill, answer in sent.changed.items()
        if stored[skill].level != answer.level
    }


def _sent_answer() -> Answer | None:
    """The answer in a PUT's JSON, or None when it is not one."""
    sent = _sent()
    if "level" not in sent:
        return None
    value, revision = sent["level"], sent.get("revision")
    if type(revision) is not int or not 1 <= revision <= LATEST_REVISION:
        return None
    return Answer(value, revision) if value is None or (type(value) is int and value in LEVELS) else None


def _sent() -> dict[str, Any]:
    """A PUT's JSON object; empty when it is none."""
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets without end
        return {}
    return sent if isinstance(sent, dict) else {}


def _next(number: int, here: Area) -> str:
    """Where the pressed button leads: on, back, to another area, or away for now; a language switch stays."""
    areas = [area.id for area in catalogue().areas]
    go = request.form.get("go", "next")
    place = areas.index(here.id)
    if request.form.get("lang"):
        return url_for("questionnaire.area", number=number, area=here.id)
    if go == "save":
        return url_for("saved.assessments")
    if go == "back" and place:
        return url_for("questionnaire.area", number=number, area=areas[place - 1])
    if go in areas:
        return url_for("questionnaire.area", number=number, area=go)
    for after in areas[place + 1 : place + 2]:
        return url_for("questionnaire.area", number=number, area=after)
    return url_for("questionnaire.review", number=number)
