"""The page that creates links to a result, lists the open ones, and ends them."""

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
    MAX_ID,
    MAX_LINKS,
    LinkEnded,
    create_share,
    find_own_share,
    list_shares,
    new_token,
    revoke_share,
)
from app.web.auth import form_assessment, refuse_other_owners_form
from app.web.context import now, reads, writes
from app.web.finished_assessment import FinishedAssessment, load_finished
from app.web.http.errors import (
    form_or_error_response,
    not_saved_message,
    not_saved_response,
    wait_message,
)
from app.web.http.limits import new_links
from app.web.i18n import switch_language_by_button
from app.web.sharing.forms import NOT_CREATED, EndLinkForm, ShareForm
from app.web.sharing.tokens import is_too_old, read_token, sign_new_token, sign_token

pages = Blueprint("sharing", __name__)
LINK_ID = re.compile("[0-9]{1,19}", re.ASCII)
TOO_MANY_LINKS = lazy_gettext(
    "%(most)s links to this result are open, and there can be no more. "
    "End one below to make another.",
    most=MAX_LINKS,
)
LINK_ENDED = lazy_gettext(
    "No link was made: this form was used before, or it was open for more than a day. "
    "Press the button to make one."
)


@pages.get("/assessments/<int:number>/share")
def share(number: int) -> ResponseReturnValue:
    """Show the form and the open links."""
    return _page(load_finished(number), ShareForm())


@pages.post("/assessments/<int:number>/share")
def create(number: int) -> ResponseReturnValue:
    """Create a link and show its address once.

    The language button creates none; an address that the page shows stays there.
    """
    is_language_button = switch_language_by_button()
    finished, form = load_finished(number), ShareForm()
    assessment = finished.assessment
    refuse_other_owners_form(assessment)
    if is_language_button:
        return _page(finished, form, shown_token=read_token(form.made.data, assessment))
    if not form.validate():
        return make_response(_page(finished, form), 400)
    token = read_token(form.link.data, assessment) or new_token()
    days = int(form.days.data)
    try:
        if is_too_old(form.link.data):
            raise LinkEnded
        with new_links, writes() as db:
            current, with_plan = form_assessment(db, number), form.plan.data and finished.has_target
            link = create_share(db, current, token, form.ratings.data, with_plan, days, now())
    except LinkEnded:
        form.link.data = None  # the page gets a new one
        return make_response(_page(finished, form, unsaved=LINK_ENDED), 409)
    if link is None:
        return make_response(_page(finished, form, unsaved=TOO_MANY_LINKS), 409)
    return _page(finished, ShareForm(formdata=None), shown_token=token)


@pages.post("/assessments/<int:number>/share/<link>/end")
def end(number: int, link: str) -> ResponseReturnValue:
    """End a link at once; ending it again changes nothing."""
    if not LINK_ID.fullmatch(link) or int(link) > MAX_ID:
        abort(404)
    if not EndLinkForm().validate():
        abort(400)
    with writes() as db:
        assessment = form_assessment(db, number)
        revoke_share(db, assessment.owner, number, int(link), now())
    flash(_("The link has ended. Whoever opens it now finds nothing."), "done")
    return redirect(url_for("sharing.share", number=number, _anchor="links"), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
@pages.errorhandler(RateLimitExceeded)
def show_form_again(
    error: CSRFError | StorageUnavailable | RateLimitExceeded,
) -> ResponseReturnValue:
    """Show the form as it was filled in where no link was created."""
    if request.endpoint != "sharing.create":
        return not_saved_response(error)

    def page() -> str:
        finished, form = (
            load_finished((request.view_args or {})["number"]),
            ShareForm(meta={"csrf": False}),
        )
        refuse_other_owners_form(finished.assessment)
        form.validate()
        if isinstance(error, RateLimitExceeded):
            return _page(finished, form, wait_message(error))
        return _page(finished, form, not_saved_message(error, NOT_CREATED))

    return form_or_error_response(error, page)


def _page(
    finished: FinishedAssessment,
    form: ShareForm,
    unsaved: object = "",
    shown_token: str | None = None,
) -> str:
    """Render the form and the open links.

    `shown_token` is that of a link whose address is shown; `unsaved` says why none was created.
    """
    assessment = finished.assessment
    with reads() as db:
        links = list_shares(db, assessment.owner, assessment.number, now())
        live = find_own_share(db, assessment, shown_token, now()) if shown_token else None
    new = None
    if shown_token and live:
        address = url_for("results.shared", token=shown_token, _external=True)
        new = {"share": live, "address": address, "signed": sign_token(shown_token, assessment)}
    sent = form.link.data if unsaved or form.errors else None
    return render_template(
        "sharing/share.html",
        finished=finished,
        form=form,
        unsaved=unsaved,
        links=links,
        new=new,
        link=sent if read_token(sent, assessment) else sign_new_token(assessment),
    )
