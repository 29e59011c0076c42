"""The name that a learner gives an assessment."""

import unicodedata

from flask_babel import lazy_gettext
from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import Length

from app.storage.tables import LONGEST_NAME

TOO_LONG = lazy_gettext("A name can have 80 characters at most.")
UNREADABLE = lazy_gettext("The name holds characters that cannot be shown. Type it again.")
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
"""Parts of words in some scripts and of some emoji."""
BLANK = "\ufffd\u115f\u1160\u3164\uffa0"
"""What stands for text that could not be read, and letters without ink."""


def _trim(value: str | None) -> str | None:
    return value.strip() if value else value


def _readable(_form: Form, field: Field) -> None:
    """Only characters that show, and nothing that was not valid UTF-8."""
    if any((unicodedata.category(c) in UNSEEN and c not in JOINERS) or c in BLANK for c in field.data or ""):
        raise ValidationError(UNREADABLE)


class NameForm(Form):
    """Empty takes the name away."""

    name = StringField(filters=[_trim], validators=[Length(max=LONGEST_NAME, message=TOO_LONG), _readable])
