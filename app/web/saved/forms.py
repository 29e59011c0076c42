"""The name that a learner gives an assessment."""

import unicodedata

from flask_babel import lazy_gettext
from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import Length

from app.storage.tables import LONGEST_NAME

TOO_LONG = lazy_gettext("A name can have 80 characters at most.")
UNREADABLE = lazy_gettext("The name holds characters that cannot be shown. Type it again.")
REPLACEMENT = "\ufffd"


def _trim(value: str | None) -> str | None:
    return value.strip() if value else value


def _readable(_form: Form, field: Field) -> None:
    """No control characters, and nothing that was not valid UTF-8."""
    if any(unicodedata.category(c) in {"Cc", "Cs"} or c == REPLACEMENT for c in field.data or ""):
        raise ValidationError(UNREADABLE)


class NameForm(Form):
    """Empty takes the name away."""

    name = StringField(filters=[_trim], validators=[Length(max=LONGEST_NAME, message=TOO_LONG), _readable])
