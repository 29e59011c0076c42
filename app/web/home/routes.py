"""Home, starting an assessment, and clearing this device."""

from flask import Blueprint, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.planning.course_map import course_map
from app.storage.assessment_list import find_standing
from app.storage.assessments import find_assessment, start_assessment, start_first_assessment
from app.storage.engine import Connection, StorageUnavailable
from app.storage.return_codes import code_made_at
from app.web.auth import (
    NoAssessment,
    clear_device,
    current_owner,
    refuse_other_owners_form,
    set_owner_cookie,
)
from app.web.context import catalogue, map_places, now, reads, writes
from app.web.example import example
from app.web.home.forms import LeaveForm, StartForm
from app.web.http.limits import new_owners
from app.web.i18n import forget_language
from app.web.theme import forget_theme

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    """Show what the site does, and how this owner goes on."""
    standing = None
    if owner := current_owner():
        with reads() as db:
            standing = find_standing(db, owner.id)
    shown = example()
    return render_template(
        "home/home.html",
        catalogue=catalogue(),
        example=shown,
        map=course_map(map_places(), shown.catalogue, shown.ratings, shown.target),
        standing=standing,
    )


@pages.post("/assessments")
def begin() -> ResponseReturnValue:
    """Start an assessment, for a new owner if need be, and go to its questions."""
    form = StartForm()
    if not form.validate():
        raise NoAssessment
    owner, start_from, secret = current_owner(), form.start_from.data, None
    if owner is None and start_from is not None:
        raise NoAssessment
    with new_owners, writes() as db:
        if owner:
            if start_from is not None:
                _refuse_missing(db, owner.id, start_from)
            number = start_assessment(db, owner.id, now(), start_from)
        else:
            secret, number = start_first_assessment(db, now())
    session.permanent = True
    response = make_response(redirect(_first_page(number, form), 303))
    if secret:
        set_owner_cookie(response, secret)
    return response


@pages.get("/leave")
def leave() -> ResponseReturnValue:
    """Show what clearing this device means."""
    return render_template("home/leave.html", code_made_at=_code_made_at(), form=LeaveForm())


@pages.post("/leave")
def clear() -> ResponseReturnValue:
    """Forget the owner on this device and disconnect it; their assessments stay stored."""
    session.clear()
    response = make_response(render_template("home/left.html"))
    clear_device(response)
    forget_language(response)
    forget_theme(response)
    return response


def _first_page(number: int, form: StartForm) -> str:
    """Return where a new assessment begins, see StartForm."""
    go = form.go.data
    question = go if go in catalogue().skill else None
    if question or go == "review":
        return url_for("questionnaire.review", number=number, _anchor=question)
    if go == "full" or form.start_from.data is not None:
        return url_for("questionnaire.area", number=number, area=catalogue().areas[0].id)
    return url_for("questionnaire.short.quick", number=number)


def _code_made_at() -> int | None:
    """Return when the owner's return code was made; None for none, or if that is unknown now."""
    try:
        owner = current_owner()
        with reads() as db:
            return code_made_at(db, owner.id) if owner else None
    except StorageUnavailable:
        return None


def _refuse_missing(db: Connection, owner_id: int, number: int) -> None:
    """Raise NoAssessment unless the owner has this assessment and the form was made for it."""
    assessment = find_assessment(db, owner_id, number)
    if assessment is None:
        raise NoAssessment
    refuse_other_owners_form(assessment)
