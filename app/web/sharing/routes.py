"""The form that makes a link to a result, the links that are live, and ending one."""

import re

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError

from app.storage.engine import StorageUnavailable
from app.storage.shares import (
    LARGEST_ID,
    MOST_LINKS,
    begin_share,
    end_share,
    find_own_share,
    list_shares,
    new_token,
)
from app.web.context import now, reads, writes
from app.web.finished_assessment import FinishedAssessment, load_finished
from app.web.http.errors import comes_back, how_long, not_kept, why_again
from app.web.http.limits import new_links
from app.web.language import switch_language
from app.web.owner import form_assessment, refuse_form_of_another
from app.web.sharing.forms import DAYS, NOT_MADE, USUAL_DAYS, ShareForm, share_form
from app.web.sharing.tokens import fresh, sealed, unsealed

pages = Blueprint("sharing", __name__)
TOO_MANY = lazy_gettext(
    "%(most)s links to this result are open, and there can be no more. End one below to make another.",
    most=MOST_LINKS,
)


@pages.get("/assessments/<int:number>/share")
def share(number: int) -> ResponseReturnValue:
    return _page(load_finished(number), share_form())


@pages.post("/assessments/<int:number>/share")
def make(number: int) -> ResponseReturnValue:
    """Make a link and show its address; the language button makes none, and keeps the address in sight."""
    switch_language(request.form.get("lang"))
    found, form = load_finished(number), share_form(request.form)
    refuse_form_of_another(found.assessment)
    if request.form.get("lang"):
        return _page(found, form, made=unsealed(request.form.get("made"), found.assessment))
    if not form.validate():
        return make_response(_page(found, form), 400)
    token = unsealed(request.form.get("link"), found.assessment) or new_token()
    with new_links, writes() as db:
        kept, with_plan = form_assessment(db, number), bool(form.plan.data) and found.has_target
        made = begin_share(
            db, kept, token, bool(form.ratings.data), with_plan, int(form.days.data or 0), now()
        )
    if made is None:
        return make_response(_page(found, form, unkept=TOO_MANY), 409)
    return _page(found, share_form(), made=token)


@pages.post("/assessments/<int:number>/share/<link>/end")
def end(number: int, link: str) -> ResponseReturnValue:
    """Take a link back at once; a second press changes nothing."""
    if not re.fullmatch("[0-9]{1,19}", link, re.ASCII) or int(link) > LARGEST_ID:
        abort(404)
    with writes() as db:
        found = form_assessment(db, number)
        end_share(db, found.owner, number, int(link))
    flash(_("The link has ended. Whoever opens it now finds nothing."), "done")
    return redirect(url_for("sharing.share", number=number, _anchor="links"), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
@pages.errorhandler(RateLimitExceeded)
def choices_are_still_there(
    error: CSRFError | StorageUnavailable | RateLimitExceeded,
) -> ResponseReturnValue:
    """A form that could not be kept comes back as it was filled in."""
    if request.endpoint != "sharing.make":
        return not_kept(error)

    def page() -> str:
        found, form = load_finished((request.view_args or {})["number"]), share_form(request.form)
        refuse_form_of_another(found.assessment)
        form.validate()
        return _page(
            found,
            form,
            unkept=how_long(error)
            if isinstance(error, RateLimitExceeded)
            else why_again(error, NOT_MADE),
        )

    return comes_back(error, page)


def _page(
    found: FinishedAssessment, form: ShareForm, unkept: object = "", made: str | None = None
) -> str:
    """The form and the live links; `made` is the token of a link whose address is shown, and `unkept` says why there is none."""
    mine = found.assessment
    with reads() as db:
        links = list_shares(db, mine.owner, mine.number, now())
        live = find_own_share(db, mine, made, now()) if made else None
    new = None
    if made and live:
        new = {
            "share": live,
            "address": url_for("results.shared", token=made, _external=True),
            "sealed": sealed(made, mine),
        }
    link = request.form.get("link") if unkept or form.errors else None
    sealed_link = link if unsealed(link, mine) else fresh(mine)
    shown = {
        "found": found,
        "form": form,
        "unkept": unkept,
        "links": links,
        "new": new,
        "link": sealed_link,
    }
    return render_template("share.html", **shown, days=DAYS, usual=USUAL_DAYS)
