"""Forms of the list of assessments."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Length

from app.exports.readable import is_readable, without_invisible
from app.storage.tables import MAX_NAME_LENGTH

NAME_TOO_LONG = lazy_gettext("A name can have 80 characters at most.")
NAME_UNREADABLE = lazy_gettext("The name holds characters that cannot be shown. Type it again.")


def _strip(value: str | None) -> str | None:
    return without_invisible(value).strip() if value else value


class NameForm(FlaskForm):
    """The name of an assessment; an empty one removes it."""

    name = StringField(
        lazy_gettext("Name"),
        filters=[_strip],
        validators=[Length(max=MAX_NAME_LENGTH, message=NAME_TOO_LONG)],
    )
    lang = StringField()
    """Set by the button that switches the page's language, which saves nothing."""

    def validate_name(self, field: Field) -> None:
        """Refuse characters that do not show, and what was not valid UTF-8."""
        if not is_readable(field.data or ""):
            raise ValidationError(NAME_UNREADABLE)
