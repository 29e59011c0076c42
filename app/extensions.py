"""The one home of each Flask extension."""

import hmac
import secrets
from typing import Final, cast

from flask import Flask, current_app, g, request, session
from flask_babel import Babel
from flask_limiter import Limiter
from flask_wtf import CSRFProtect
from itsdangerous import BadData
from werkzeug.exceptions import BadRequest

from app.fingerprints import network_fingerprint
from app.signatures import Signatures

SIGNATURES: Final = "orienteer.tokens"
NAME: Final = "csrf_token"
HEADER: Final = "HTTP_X_CSRFTOKEN"
"""As the server names it."""
TOKEN_BYTES: Final = 20
SAFE: Final = {"GET", "HEAD", "OPTIONS", "TRACE"}
JSON: Final = "application/json"


class Csrf(CSRFProtect):  # type: ignore[misc]  # Flask-WTF is untyped
    """Flask-WTF's check of the token, with what it signs and checks remembered: by itself it takes a third of what keeping an answer takes.

    It would also break on a part of a form that has no name; no page sends one.
    """

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.extensions[SIGNATURES] = Signatures(app.config["WTF_CSRF_SECRET_KEY"], salt="wtf-csrf-token")

    def protect(self, apply_exemptions: bool = False) -> None:
        """CSRFError: the token of a request that changes something is missing or another's."""
        if request.method in SAFE or (apply_exemptions and (not request.endpoint or self._is_exempt())):
            return
        sent = self._get_csrf_token()
        try:
            is_ours = bool(sent) and NAME in session and hmac.compare_digest(session[NAME], _signatures().loads(sent or ""))
        except BadData:
            is_ours = False
        if not is_ours:
            self._error_response("The token is missing, or not this session's.")

    def _get_csrf_token(self) -> str | None:
        """The header's, else the form's. What is too large is refused before anything else is said of it: by reading it."""
        if request.mimetype == JSON:  # it holds no form to look for
            request.get_data()
        elif None in request.form:
            raise BadRequest
        return request.environ.get(HEADER) or request.form.get(NAME)


def token() -> str:
    """The token of this request's forms: its session's, signed."""
    made: str | None = g.get(NAME)
    if made is None:
        if (own := session.get(NAME)) is None:
            own = session[NAME] = secrets.token_hex(TOKEN_BYTES)
        made = g.csrf_token = _signatures().signed(own)
    return made


def _signatures() -> Signatures:
    return cast(Signatures, current_app.extensions[SIGNATURES])


babel = Babel()
csrf = Csrf()
limiter = Limiter(key_func=network_fingerprint, key_prefix="orienteer", swallow_errors=True)
"""A request that cannot be counted is logged and goes through. Its fallback to memory does not cover that:
of several requests that wait for Redis when it stops, the first turns the fallback on and the others raise."""
