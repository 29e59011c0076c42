"""Pages that are the same for everybody, and the form for other weights, which saves nothing."""

from datetime import date
from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError

from app.catalogue.evidence import SHORT_ANSWERS
from app.catalogue.model import STAGES, Ratings, Role
from app.scoring.chances import RERATINGS
from app.storage.assessment_list import find_latest_finished
from app.storage.assessments import Assessment
from app.storage.engine import StorageUnavailable
from app.web.auth import OWNER_COOKIE, current_owner
from app.web.charts.pay_chart import pay_chart
from app.web.context import catalogue, context, reads
from app.web.finished_assessment import ratings_of
from app.web.http.cookies import cookie_name
from app.web.http.errors import token_expired_response
from app.web.i18n import switch_language
from app.web.reading.forms import weights_form
from app.web.reading.method import method_page
from app.web.reading.views import pay_of, role_page, stage_standings
from app.web.reading.weights import WhatChanges, weights_page, what_changes

pages = Blueprint("reading", __name__)
PRIVACY_SINCE: Final = date(2026, 11, 25)
"""The date of the privacy page's text; change it with the text."""


@pages.get("/roles")
def roles() -> ResponseReturnValue:
    return render_template(
        "reading/roles.html",
        roles=catalogue().roles,
        pay={r.id: pay_of(context().reading, r.id) for r in catalogue().roles},
    )


@pages.get("/roles/<id>")
def role(id: str) -> ResponseReturnValue:
    """Show a role, and how the reader's latest result stands beside it."""
    found, latest = _role(id), _latest_finished()
    standings = stage_standings(catalogue(), found, ratings_of(latest.answers)) if latest else ()
    return render_template(
        "reading/role.html",
        page=role_page(catalogue(), context().reading, found),
        stages=STAGES,
        latest=latest,
        standings=standings,
        next_standing=next((each for each in standings if each.met < len(each.rows)), None),
    )


@pages.get("/ai-work")
def work() -> ResponseReturnValue:
    reading = context().reading
    return render_template(
        "reading/work.html",
        work=reading.work,
        pay=pay_chart(catalogue(), reading.pay),
        pay_source=reading.pay.source,
        catalogue=catalogue(),
    )


@pages.get("/method")
def method() -> ResponseReturnValue:
    return render_template(
        "reading/method.html",
        page=method_page(catalogue(), context().evidence),
        catalogue=catalogue(),
        reratings=RERATINGS,
        short_answers=SHORT_ANSWERS,
    )


@pages.get("/method/weights/<id>")
def weights(id: str) -> ResponseReturnValue:
    role = _role(id)
    return _weights(role, weights_form(catalogue(), role))


@pages.post("/method/weights/<id>")
def weigh(id: str) -> ResponseReturnValue:
    """Show what other numbers would change, also for the visitor's latest result; saves nothing."""
    role = _role(id)
    form = weights_form(catalogue(), role)
    switch_language(form.lang.data)
    if not form.validate():
        return _weights(role, form, 400)
    changes = what_changes(catalogue(), role, form, _latest_ratings())
    return _weights(role, form, 200 if changes else 400, changes)


@pages.errorhandler(CSRFError)
def show_form_again(error: CSRFError) -> ResponseReturnValue:
    """Show a form whose token is out of date as it was typed."""
    role = catalogue().role.get((request.view_args or {}).get("id", ""))
    if request.endpoint != "reading.weigh" or role is None:
        return token_expired_response(error)
    form = weights_form(catalogue(), role)
    switch_language(form.lang.data)
    form.validate()
    return _weights(role, form, 400, is_stale=True)


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    cookies = {"owner": cookie_name(OWNER_COOKIE)} | {
        name: cookie_name(name) for name in ("session", "lang", "theme")
    }
    settings = context().settings
    days = {"retention_days": settings.retention_days, "backup_days": settings.backup_days}
    return render_template("reading/privacy.html", cookies=cookies, since=PRIVACY_SINCE, **days)


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("reading/accessibility.html")


def _role(id: str) -> Role:
    return catalogue().role.get(id) or abort(404)


def _weights(
    role: Role,
    form: FlaskForm,
    status: int = 200,
    changes: WhatChanges | None = None,
    is_stale: bool = False,
) -> Response:
    page = weights_page(catalogue(), role, form)
    html = render_template(
        "reading/method_weights.html", page=page, changes=changes, status=status, is_stale=is_stale
    )
    return make_response(html, status)


def _latest_ratings() -> Ratings | None:
    """Return the ratings of the visitor's latest finished assessment, if there is one."""
    latest = _latest_finished()
    return ratings_of(latest.answers) if latest else None


def _latest_finished() -> Assessment | None:
    """Return the visitor's latest finished assessment; None without a database."""
    try:
        owner = current_owner()
        if owner is None:
            return None
        with reads() as db:
            return find_latest_finished(db, owner.id)
    except StorageUnavailable:
        return None
