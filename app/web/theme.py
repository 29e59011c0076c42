"""Light or dark: as the device has it, or as the reader chose at the foot of a page."""

from typing import Final
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.exceptions import HTTPException
from wtforms import StringField
from wtforms.validators import AnyOf

from app.extensions import csrf
from app.web.http.cookies import THEME_COOKIE_SECONDS, cookie, delete_cookie, set_cookie
from app.web.http.request_checks import is_shared, safe_url

THEME_COOKIE: Final = "theme"
PAPER: Final = {"light": "#faf8f2", "dark": "#10181a"}
"""The themes, each with its page's background, which a browser may use for its own frame."""
DEVICE: Final = "device"
ANCHOR: Final = "theme"
"""The anchor of the choice on every page."""

pages = Blueprint("theme", __name__)
csrf.exempt(pages)


class ThemeForm(FlaskForm):
    """Chooses a theme."""

    class Meta:
        """Without a token: another site could do no more than with a link to a language."""

        csrf = False

    to = StringField(validators=[AnyOf([*PAPER, DEVICE])])
    back = StringField()
    """The address of the page on which the button stood."""
    lang = StringField()
    """The language of a page whose own form is sent along."""


def theme() -> str | None:
    """Return the theme that the reader chose; None: as the device has it."""
    chosen = cookie(THEME_COOKIE)
    return chosen if chosen in PAPER else None


def theme_urls(has_form: bool, form_to: str | None) -> dict[str, str]:
    """Return the address of each button: the choice, and the page to return to.

    That is this page, or the address `form_to` of the form that the button sends along. The answer
    to a form that has no page of its own leads home. A shared page's address is a secret, which
    must stand in no other.
    """
    here = None
    if (has_form or request.method in {"GET", "HEAD"}) and not is_shared():
        here = request.full_path.removesuffix("?")
    device = url_for("theme.choose", to=DEVICE, back=form_to or here)
    return {value: device.replace(f"to={DEVICE}", f"to={value}", 1) for value in (DEVICE, *PAPER)}


def forget_theme(response: Response) -> None:
    """Delete the choice from the device."""
    delete_cookie(response, THEME_COOKIE)


@pages.post("/theme")
def choose() -> ResponseReturnValue:
    """Remember the choice `to` on this device and return to the page; 400 for an unknown theme.

    A page's own form that is sent along, with the page's language, is sent on to its address as if
    its language button had been pressed, so that nothing typed is lost.
    """
    form = ThemeForm(request.values)
    if not form.validate():
        abort(400)
    if form.lang.data is None:
        response = redirect(_return_url(form.back.data, "GET"), 303)
    else:
        response = redirect(_return_url(form.back.data, "POST"), 307)
    if form.to.data in PAPER:
        set_cookie(response, THEME_COOKIE, form.to.data, THEME_COOKIE_SECONDS)
    else:
        delete_cookie(response, THEME_COOKIE)
    return response


def _return_url(address: str | None, method: str) -> str:
    """Return the address of a page of this site; home for any other."""
    try:
        parts = urlsplit(address or "")
        endpoint, values = current_app.url_map.bind("").match(parts.path, method)
    except (HTTPException, ValueError):
        return url_for("home.home")
    if endpoint == "theme.choose":  # a POST that is sent on with its body would never end
        return url_for("home.home")
    return safe_url(endpoint, dict(parse_qsl(parts.query)) | dict(values), ANCHOR)
