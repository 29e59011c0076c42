"""The plan page, its week, and what the plan is for."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app.catalogue.model import STAGES
from app.documents.pdf import pdf_is_installed
from app.storage.engine import StorageUnavailable
from app.web.career_path import career_path
from app.web.context import context
from app.web.days import today
from app.web.example import example as example_assessed
from app.web.example import example_terms
from app.web.files import reader_words
from app.web.http.errors import comes_back, not_kept, why_again
from app.web.language import switch_language
from app.web.owner import refuse_form_of_another
from app.web.plan.course import course
from app.web.plan.following import Following, follow, following
from app.web.plan.forms import PlanForm
from app.web.plan.news import news
from app.web.plan.offers import offers
from app.web.plan.terms import form_of, keep
from app.web.plan.views import plan_page
from app.web.shared import refuse_link
from app.web.shared import shared as open_share

pages = Blueprint("plan", __name__)


@pages.get("/assessments/<int:number>/plan")
def plan(number: int) -> ResponseReturnValue:
    followed = following(number)
    return _page(followed, form_of(followed))


@pages.get("/example/plan")
def example() -> ResponseReturnValue:
    """What a plan looks like: a made-up person's, made today, which nobody can change."""
    followed = follow(example_assessed(), example_terms(today()), {}, today())
    return _page(followed, form_of(followed))


@pages.get("/shared/<token>/plan")
def shared(token: str) -> ResponseReturnValue:
    """The plan of a shared result as it stands today, without notes; what its owner did not share is as if it were not there."""
    found = open_share(token)
    if not found.with_plan:
        refuse_link()
    followed, target = (
        follow(found.planned, found.terms, found.progress, today()),
        found.outline.target,
    )
    path = career_path(found.outline.catalogue, context().reading, target.role, target.stage)
    return render_template(
        "shared_plan.html", shared=found, page=plan_page(followed, reader_words()), path=path
    )


@pages.get("/assessments/<int:number>/plan/week")
def week(number: int) -> ResponseReturnValue:
    """What there is to study this week."""
    return render_template("plan_week.html", page=course(following(number), reader_words()))


@pages.post("/assessments/<int:number>/plan")
def change(number: int) -> ResponseReturnValue:
    """Choose what the plan is for; what cannot be comes back with what is wrong. The language button keeps nothing, and loses nothing."""
    switch_language(request.form.get("lang"))
    followed = following(number)
    refuse_form_of_another(followed.found.assessment)
    form = form_of(followed, request.form)
    if request.form.get("lang"):
        return make_response(_page(followed, form))
    if request.form.get("go") == "today":
        form.begin_today()
    if not form.validate() or form.hours.data is None:
        return make_response(_page(followed, form), 400)
    keep(followed, form)
    flash(news(followed, following(number), reader_words()), "done")
    return redirect(url_for("plan.plan", number=number), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def terms_are_still_typed(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """What could not be kept comes back as it was typed."""
    if request.endpoint != "plan.change":
        return not_kept(error)

    def page() -> str:
        followed = following((request.view_args or {})["number"])
        refuse_form_of_another(followed.found.assessment)
        form = form_of(followed, request.form)
        form.validate()
        return _page(followed, form, why_again(error))

    return comes_back(error, page)


def _page(followed: Following, form: PlanForm, unkept: object = "") -> str:
    """The plan's page; `unkept` says why a form comes back in which nothing need be wrong."""
    found, here = followed.found, context()
    page = plan_page(followed, reader_words())
    path = career_path(found.catalogue, here.reading, found.target.role, found.target.stage)
    shown = {"page": page, "form": form, "unkept": unkept, "offers": offers(followed), "path": path}
    return render_template("plan.html", **shown, stages=STAGES, has_pdf=pdf_is_installed())
