"""The one home of each Flask extension."""

from flask import request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest


class Csrf(CSRFProtect):  # type: ignore[misc]  # Flask-WTF is untyped
    """Flask-WTF's check of the token, which would break on a part of a form that has no name; no page sends one."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.endpoint and None in request.form:
            raise BadRequest
        super().protect(apply_exemptions)


babel = Babel()
csrf = Csrf()
