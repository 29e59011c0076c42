"""One's own return code, made and shown once, and the browsers that open one's assessments."""

import re

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.storage.codes import (
    GROUP,
    Mistyped,
    code_made_at,
    grouped,
    make_code,
    owner_of_code,
    read_code,
)
from app.storage.devices import end_device, end_other_devices, list_devices
from app.web.context import now, reads, writes
from app.web.files import kept_as
from app.web.language import switch_language
from app.web.owner import current_owner, known_owner

pages = Blueprint("code", __name__)
WHOLE = re.compile("[0-9]{1,19}")
FIRST_ROW = 4 * GROUP
LARGEST = 2**63 - 2
"""Of the whole numbers that a database can hold, with one after it."""


@pages.get("/return/code")
def own() -> ResponseReturnValue:
    """Whether there is a code, and since when; where nothing is begun, the way in with one is all there is to show."""
    if (found := current_owner()) is None:
        return redirect(url_for("returning.way_in"), 303)
    with reads() as db:
        made_at, devices = code_made_at(db, found.id), list_devices(db, found.id)
    return render_template("return_code.html", made_at=made_at, devices=devices, this=found.device)


@pages.post("/return/code")
def make() -> ResponseReturnValue:
    """A new code, shown in this answer and never again; `replaces` is when the one was made that the form's page knew of."""
    with writes() as db:
        code = make_code(db, known_owner().id, now(), _whole(request.form.get("replaces", "")))
    if code is None:
        flash(
            _(
                "A code has been made since that page was opened, and a code is shown once. If you have not noted it, make a new one."
            ),
            "done",
        )
        return redirect(url_for("returning.code.own"), 303)
    return _shown(code)


@pages.route("/return/code/shown", methods=["GET", "POST"])
def shown() -> ResponseReturnValue:
    """The code that a page shows, once more: in the other language, or as a text file."""
    switch_language(request.form.get("lang"))
    found = known_owner()
    try:
        code = read_code(request.form.get("code", ""))
    except Mistyped:
        return redirect(url_for("returning.code.own"), 303)
    with reads() as db:
        is_theirs = owner_of_code(db, code) == found.id
    if not is_theirs:
        return redirect(url_for("returning.code.own"), 303)
    is_file = request.form.get("as") == "text" and not request.form.get("lang")
    return _file(code) if is_file else _shown(code)


@pages.post("/return/devices")
def end() -> ResponseReturnValue:
    """End one browser, or with `others` all but this."""
    found, which = known_owner(), request.form.get("device", "")
    with writes() as db:
        if which == "others":
            ended = end_other_devices(db, found)
        else:
            id = _whole(which)
            ended = int(id is not None and id != found.device and end_device(db, found.id, id))
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


def _whole(text: str) -> int | None:
    """The number that a text is, where a database can hold it."""
    return min(int(text), LARGEST) if WHOLE.fullmatch(text) else None


def _shown(code: str) -> ResponseReturnValue:
    rows = grouped(code[:FIRST_ROW]), grouped(code[FIRST_ROW:])
    return render_template("return_code_shown.html", code=code, rows=rows)


def _file(code: str) -> Response:
    lines = (
        _("Your return code for Orienteer"),
        grouped(code),
        _("It opens your assessments at this address:")
        + " "
        + url_for("returning.way_in", _external=True),
        _(
            "Whoever has it can open and change everything of yours here: keep it as you would a key."
        ),
    )
    return kept_as("orienteer-return-code.txt", make_response("\n\n".join(lines) + "\n"))
