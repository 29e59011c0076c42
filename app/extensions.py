"""The one home of each Flask extension."""

from flask import g, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest


class Csrf(CSRFProtect):  # type: ignore[misc]  # Flask-WTF is untyped
    """Flask-WTF's check of the token, which would break on a part of a form that has no name; no page sends one."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.endpoint and None in request.form:
            raise BadRequest
        super().protect(apply_exemptions)


def token() -> str:
    """The token of this request's forms, made once."""
    made: str = g.get("csrf_token") or generate_csrf()
    return made


babel = Babel()
csrf = Csrf()
