"""The owner's return code, made and shown once, and the browsers that open their assessments."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.storage.devices import disconnect_device, disconnect_other_devices, list_devices
from app.storage.return_codes import code_made_at, make_code, owner_of_code
from app.web.auth import current_owner, known_owner
from app.web.context import now, reads, writes
from app.web.files import as_attachment
from app.web.i18n import switch_language
from app.web.returning.forms import OTHER_DEVICES, DeviceForm, NewCodeForm, ShownCodeForm
from app.web.returning.views import code_page, code_text

pages = Blueprint("code", __name__)


@pages.get("/return/code")
def own() -> ResponseReturnValue:
    """Show since when there is a code, and the owner's browsers."""
    if (owner := current_owner()) is None:
        return redirect(url_for("returning.way_in"), 303)
    with reads() as db:
        made_at, devices = code_made_at(db, owner.id), list_devices(db, owner.id)
    return render_template(
        "returning/return_code.html", made_at=made_at, devices=devices, this=owner.device
    )


@pages.post("/return/code")
def make() -> ResponseReturnValue:
    """Make a new code and show it: only in this answer, and never again."""
    form, owner, code = NewCodeForm(), known_owner(), None
    if form.validate():
        with writes() as db:
            code = make_code(db, owner.id, now(), form.replaces.data)
    if code is None:
        flash(
            _(
                "A code has been made since that page was opened, and a code is shown once. "
                "If you have not noted it, make a new one."
            ),
            "done",
        )
        return redirect(url_for("returning.code.own"), 303)
    return code_page(code)


@pages.route("/return/code/shown", methods=["GET", "POST"])
def shown() -> ResponseReturnValue:
    """Show the code of a page once more: in the other language, or as a text file."""
    form = ShownCodeForm()
    switch_language(form.lang.data)
    owner = known_owner()
    if not form.validate_on_submit():
        return redirect(url_for("returning.code.own"), 303)
    with reads() as db:
        is_theirs = owner_of_code(db, form.return_code) == owner.id
    if not is_theirs:
        return redirect(url_for("returning.code.own"), 303)
    if form.format.data == "text" and not form.lang.data:
        return as_attachment(
            "orienteer-return-code.txt", make_response(code_text(form.return_code))
        )
    return code_page(form.return_code)


@pages.post("/return/devices")
def end() -> ResponseReturnValue:
    """End one browser, or with `others` all but this."""
    form, owner, ended = DeviceForm(), known_owner(), 0
    if form.validate():
        with writes() as db:
            if form.device.data == OTHER_DEVICES:
                ended = disconnect_other_devices(db, owner)
            elif (device := int(form.device.data or 0)) != owner.device:
                ended = int(disconnect_device(db, owner.id, device))
    flash(
        ngettext(
            "%(num)s browser opens your assessments no longer.",
            "%(num)s browsers open your assessments no longer.",
            ended,
        )
        if ended
        else _("There was no such browser any more."),
        "done",
    )
    return redirect(url_for("returning.code.own", _anchor="devices"), 303)
