"""Forms of the home page."""

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, StringField, ValidationError

from app.web.http.request_checks import number_in


class StartForm(FlaskForm):
    """Starts an assessment."""

    start_from = IntegerField(name="from")
    """The number of an earlier assessment whose answers are copied."""
    go = StringField()
    """`review` leads to all questions on one page, a skill's id to its question there, `full` to
    the first area. Without one of these a new assessment begins with the short form, and one with
    copied answers with the first area."""

    def validate_start_from(self, field: Field) -> None:
        """Refuse what can be no assessment's number; spaces around one are refused, too."""
        if field.raw_data and number_in(field.raw_data[0]) is None:
            raise ValidationError("no assessment has this number")


class LeaveForm(FlaskForm):
    """Clears this device. It has no fields but the CSRF token."""
