"""Whoever has as many assessments as may be is told so, and what to do; nothing was changed."""

from http import HTTPStatus

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.storage.owners import MOST_ASSESSMENTS, AssessmentsFull
from app.web.errors import error_page


def install(app: Flask) -> None:
    app.register_error_handler(AssessmentsFull, _full)


def _full(_error: AssessmentsFull) -> ResponseReturnValue:
    text = _(
        "No more than %(most)s assessments are kept for one person, and this would be more, so nothing was changed. Under “My assessments” "
        "delete some that you no longer need. They make room a day later, when they are gone for good.",
        most=f"{MOST_ASSESSMENTS:,}",
    )
    return error_page(HTTPStatus.CONFLICT, _("That is more than can be kept"), text)
