"""The name that a learner gives an assessment."""

import unicodedata

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Length

from app.storage.tables import LONGEST_NAME

TOO_LONG = lazy_gettext("A name can have 80 characters at most.")
UNREADABLE = lazy_gettext("The name holds characters that cannot be shown. Type it again.")
REPLACEMENT = "\ufffd"


def _trim(value: str | None) -> str | None:
    return value.strip() if value else value


def _readable(_form: FlaskForm, field: Field) -> None:
    """No control characters, and nothing that was not valid UTF-8."""
    if any(unicodedata.category(c) in {"Cc", "Cs"} or c == REPLACEMENT for c in field.data or ""):
        raise ValidationError(UNREADABLE)


class NameForm(FlaskForm):
    """Empty takes the name away."""

    class Meta(FlaskForm.Meta):
        csrf = False  # every POST is checked before it comes here

    name = StringField(filters=[_trim], validators=[Length(max=LONGEST_NAME, message=TOO_LONG), _readable])
