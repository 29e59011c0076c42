"""Pages that are the same for everybody."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.catalogue.model import STAGES
from app.web.context import catalogue, context
from app.web.owner import COOKIE
from app.web.reading.views import method_page, pay_of, role_page
from app.web.security import cookie_name

pages = Blueprint("reading", __name__)


@pages.get("/roles")
def roles() -> ResponseReturnValue:
    return render_template("roles.html", roles=catalogue().roles, pay={r.id: pay_of(context().reading, r.id) for r in catalogue().roles})


@pages.get("/roles/<id>")
def role(id: str) -> ResponseReturnValue:
    found = catalogue().role.get(id) or abort(404)
    return render_template("role.html", page=role_page(catalogue(), context().reading, found), stages=STAGES)


@pages.get("/ai-work")
def work() -> ResponseReturnValue:
    return render_template("work.html", work=context().reading.work, catalogue=catalogue())


@pages.get("/method")
def method() -> ResponseReturnValue:
    return render_template("method.html", page=method_page(catalogue()), catalogue=catalogue())


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    cookies = {"owner": cookie_name(COOKIE), "session": cookie_name("session")}
    return render_template("privacy.html", retention_days=context().settings.retention_days, cookies=cookies)


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("accessibility.html")
