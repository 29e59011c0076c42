"""Between the form and what is kept: what a plan is for."""

from dataclasses import replace
from typing import cast

from werkzeug.datastructures import MultiDict

from app.catalogue.model import Stage
from app.documents.words import EITHER
from app.storage.assessments import aim_assessment, pace_assessment
from app.storage.plans import Terms, keep_terms
from app.web.context import writes
from app.web.owner import form_assessment
from app.web.plan.following import Following, replanned
from app.web.plan.forms import PlanForm, plan_form


def form_of(followed: Following, sent: MultiDict[str, str] | None = None) -> PlanForm:
    """The form with what the plan is for now, or with what was sent."""
    terms, found = followed.terms, followed.found
    kept = {
        "role": found.target.role,
        "stage": found.target.stage,
        "hours": found.hours_a_week,
        "start": max(terms.start or followed.today, followed.today),
        "deadline": terms.deadline,
        "resources": terms.languages[0] if len(terms.languages) == 1 else EITHER,
        "free_only": terms.free_only,
        "focus": terms.focus if terms.focus in found.catalogue.focus else "",
        "add": "",
        "put_in": sorted(terms.put_in),
        "leave_out": sorted(terms.leave_out),
    }
    return plan_form(followed, sent, kept)


def keep(followed: Following, form: PlanForm) -> None:
    """Keep a form that is valid: the plan begins anew with it."""
    number, owner = followed.found.number, followed.found.assessment.owner
    role, stage = str(form.role.data), cast(Stage, form.stage.data)
    with writes() as db:
        form_assessment(db, number)
        if (role, stage) != (followed.found.target.role, followed.found.target.stage):
            aim_assessment(db, owner, number, role, stage)
        pace_assessment(db, owner, number, form.hours.data or 0)
        keep_terms(db, owner, number, _terms(followed, form))


def put_in(terms: Terms, step: str) -> Terms:
    return replace(terms, put_in=terms.put_in | {step}, leave_out=terms.leave_out - {step})


def leave_out(terms: Terms, step: str) -> Terms:
    return replace(terms, put_in=terms.put_in - {step}, leave_out=terms.leave_out | {step})


def as_usual(terms: Terms, step: str) -> Terms:
    """Neither put in nor left out."""
    return replace(terms, put_in=terms.put_in - {step}, leave_out=terms.leave_out - {step})


def _terms(followed: Following, form: PlanForm) -> Terms:
    lists = set(form.put_in.data or ()), set(form.leave_out.data or ())
    asked = replace(
        replanned(followed.terms, followed.progress, followed.today),
        start=form.start.data or followed.today,
        deadline=form.deadline.data,
        languages=form.languages,
        free_only=bool(form.free_only.data),
        focus=form.focus.data or None,
        put_in=frozenset(lists[0] - lists[1]),
        leave_out=frozenset(lists[1]),
    )
    return put_in(asked, form.add.data) if form.add.data else asked
