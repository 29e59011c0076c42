"""The name that a learner gives an assessment."""

from flask_babel import lazy_gettext
from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import Length

from app.storage.tables import LONGEST_NAME
from app.web.readable import is_readable

TOO_LONG = lazy_gettext("A name can have 80 characters at most.")
UNREADABLE = lazy_gettext("The name holds characters that cannot be shown. Type it again.")


def _trim(value: str | None) -> str | None:
    return value.strip() if value else value


def _readable(_form: Form, field: Field) -> None:
    """Only characters that show, and nothing that was not valid UTF-8."""
    if not is_readable(field.data or ""):
        raise ValidationError(UNREADABLE)


class NameForm(Form):
    """Empty takes the name away."""

    name = StringField(
        lazy_gettext("Name"),
        filters=[_trim],
        validators=[Length(max=LONGEST_NAME, message=TOO_LONG), _readable],
    )
