"""Light or dark: as the device has it, or as the reader has chosen at the foot of a page."""

from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.extensions import csrf
from app.web.addresses import made_anew
from app.web.http.cookies import cookie, delete_cookie, set_cookie
from app.web.security import is_shared

COOKIE = "theme"
THEME_SECONDS = 365 * 24 * 3600
PAPER = {"light": "#faf8f2", "dark": "#10181a"}
"""The themes, each with the ground of its pages, which a browser may give to its own frame too."""
DEVICE = "device"
ANCHOR = "theme"
"""Where on every page the choice stands."""

pages = Blueprint("theme", __name__)
csrf.exempt(pages)


def theme() -> str | None:
    """The theme that the reader has chosen; None is as the device has it."""
    chosen = cookie(COOKIE)
    return chosen if chosen in PAPER else None


def theme_urls(has_form: bool, form_to: str | None) -> dict[str, str]:
    """Where each button sends its reader's choice, and whence it came: this page, or where the form goes that the button takes along.

    The answer to a form that has no page of its own leads home. The address of what is shared is a secret, which goes into no other.
    """
    here = (
        request.full_path.removesuffix("?")
        if (has_form or request.method in {"GET", "HEAD"}) and not is_shared()
        else None
    )
    device = url_for("theme.choose", to=DEVICE, back=form_to or here)
    return {value: device.replace(f"to={DEVICE}", f"to={value}", 1) for value in (DEVICE, *PAPER)}


def forget_theme(response: Response) -> None:
    """Delete the choice from the device."""
    delete_cookie(response, COOKIE)


@pages.post("/theme")
def choose() -> ResponseReturnValue:
    """Keep the choice `to` on this device and go `back`; 400 for a theme that there is not.

    A page's own form that comes along, with the language that the page is in, goes on to where it belongs as if its language button had
    been pressed: what was typed is kept. Without a token, for what another site could do here is what its link to a language can.
    """
    chosen = request.args.get("to")
    if chosen not in {*PAPER, DEVICE}:
        abort(400)
    answer = redirect(_back("POST"), 307) if "lang" in request.form else redirect(_back("GET"), 303)
    if chosen == DEVICE:
        forget_theme(answer)
    else:
        set_cookie(answer, COOKIE, chosen, THEME_SECONDS)
    return answer


def _back(method: str) -> str:
    """The address of ours that the button stood on; home for any other. It is made anew, so that it leads nowhere else."""
    try:
        asked = urlsplit(request.values.get("back", ""))
        endpoint, values = current_app.url_map.bind("").match(asked.path, method)
    except (HTTPException, ValueError):
        return url_for("home.home")
    return made_anew(endpoint, dict(parse_qsl(asked.query)) | dict(values), ANCHOR)
