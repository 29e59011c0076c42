"""The plan page, and its pace."""

from datetime import UTC, datetime

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.planning.plan import plan as make_plan
from app.storage.assessments import pace_assessment
from app.storage.engine import StorageUnavailable
from app.web.assessed import Assessed, aimed
from app.web.context import now, writes
from app.web.errors import not_kept, still_typed
from app.web.language import switch_language
from app.web.owner import form_assessment, tag
from app.web.plan.files import KINDS, plan_file, reader_words
from app.web.plan.forms import NOT_KEPT, PaceForm
from app.web.plan.views import plan_page

pages = Blueprint("plan", __name__)


@pages.get("/assessments/<int:number>/plan")
def plan(number: int) -> ResponseReturnValue:
    found = aimed(number)
    return _page(found, PaceForm(hours=found.hours_a_week))


@pages.get("/assessments/<int:number>/plan.<any(ics, md, csv):kind>")
def take_along(number: int, kind: str) -> ResponseReturnValue:
    """The plan as a calendar, a Markdown text or a table."""
    found, stamp = aimed(number), datetime.fromtimestamp(now(), UTC)
    answer = make_response(plan_file(found, kind, to_user_timezone(stamp).date(), stamp))
    answer.headers["Content-Type"] = f"{KINDS[kind]}; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename=orienteer-{found.target.role}-{found.target.stage}.{kind}"
    return answer


@pages.post("/assessments/<int:number>/plan")
def pace(number: int) -> ResponseReturnValue:
    """Choose how many hours a week; a number that cannot be comes back with what is wrong."""
    switch_language(request.form.get("lang"))
    found, form = aimed(number), PaceForm(request.form)
    if not form.validate() or form.hours.data is None:
        return make_response(_page(found, form), 400)
    with writes() as db:
        form_assessment(db, number)
        pace_assessment(db, found.assessment.owner, number, form.hours.data)
    return redirect(url_for("plan.plan", number=number), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def hours_are_still_typed(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """Hours that could not be kept come back as they were typed."""
    plain = not_kept(error)
    if request.endpoint != "plan.pace":
        return plain
    switch_language(request.form.get("lang"))
    try:
        found = aimed((request.view_args or {})["number"])
    except (HTTPException, StorageUnavailable):
        return plain
    if request.form.get("assessment") not in (None, tag(found.assessment)):
        return plain
    form = PaceForm(request.form)
    form.validate()
    form.hours.errors = [NOT_KEPT]
    return still_typed(plain, _page(found, form))


def _page(found: Assessed, form: PaceForm) -> str:
    made = make_plan(found.catalogue, found.ratings, found.target, found.hours_a_week)
    return render_template("plan.html", page=plan_page(found, made, reader_words()), form=form)
