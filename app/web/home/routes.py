"""Home; POST /assessments begins an assessment; leaving clears this device."""

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.storage.assessment_list import find_latest
from app.storage.assessments import begin_assessment, begin_first, find_assessment
from app.storage.codes import code_made_at
from app.storage.engine import Connection, StorageUnavailable
from app.storage.owners import Owner
from app.web.context import catalogue, now, reads, writes
from app.web.home.sheet import home_html
from app.web.language import forget_language
from app.web.limits import new_owners
from app.web.numbers import number_in
from app.web.owner import NoAssessment, current_owner, forget, refuse_form_of_another, remember
from app.web.theme import forget_theme

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    latest = None
    if owner := current_owner():
        with reads() as db:
            latest = find_latest(db, owner.id)
    return home_html(latest)


@pages.post("/assessments")
@new_owners
def begin() -> ResponseReturnValue:
    """Begin an assessment, from the answers of an earlier one (`from`) and with all questions on one page (`go`) if the learner wishes."""
    owner, secret = current_owner(), None
    with writes() as db:
        if owner:
            number = begin_assessment(db, owner.id, now(), _start_from(db, owner))
        elif "from" in request.form:
            raise NoAssessment
        else:
            secret, number = begin_first(db, now())
    session.permanent = True
    answer = make_response(redirect(_first_page(number), 303))
    if secret:
        remember(answer, secret)
    return answer


@pages.get("/leave")
def leave() -> ResponseReturnValue:
    return render_template("leave.html", code_made_at=_code_made_at())


@pages.post("/leave")
def clear() -> ResponseReturnValue:
    """Forget the owner on this device, and end it as one of theirs; their assessments stay stored."""
    session.clear()
    answer = make_response(render_template("left.html"))
    forget(answer)
    forget_language(answer)
    forget_theme(answer)
    return answer


def _code_made_at() -> int | None:
    """When the reader's return code was made; None for none, and where the database does not say."""
    try:
        found = current_owner()
        with reads() as db:
            return code_made_at(db, found.id) if found else None
    except StorageUnavailable:
        return None


def _first_page(number: int) -> str:
    """Where the pressed button leads: to the first area, or to all questions on one page, which the review is."""
    if request.form.get("go") == "review":
        return url_for("questionnaire.review.look_over", number=number)
    return url_for("questionnaire.area", number=number, area=catalogue().areas[0].id)


def _start_from(db: Connection, owner: Owner) -> int | None:
    wish = request.form.get("from")
    if wish is None:
        return None
    number = number_in(wish)
    found = None if number is None else find_assessment(db, owner.id, number)
    if found is None:
        raise NoAssessment
    refuse_form_of_another(found)
    return found.number
