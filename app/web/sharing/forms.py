"""What a link shows, and for how long."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, StringField, ValidationError
from wtforms.form import BaseForm

from app.web.form_errors import NOT_LISTED

DAYS = ("1", "7", "30", "90")
USUAL_DAYS = "7"
NOT_MADE = lazy_gettext("No link has been made yet. Press the button once more.")


class Days(StringField):
    """One of DAYS."""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms's name)
        if self.data not in DAYS:
            raise ValidationError(NOT_LISTED)


class ShareForm(Form):
    """Ratings and plan go along only where their boxes are ticked."""

    days = Days(lazy_gettext("The link ends after"))
    ratings = BooleanField(lazy_gettext("My ratings"))
    plan = BooleanField(lazy_gettext("My learning plan"))


def share_form(sent: MultiDict[str, str] | None = None) -> ShareForm:
    """The form as it stands at first, or as it was sent."""
    first: Mapping[str, object] = {"days": USUAL_DAYS}
    return ShareForm(sent, data=first)
