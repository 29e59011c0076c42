"""Forms of the home page."""

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, StringField, ValidationError

LARGEST_NUMBER = 999_999_999


class StartForm(FlaskForm):
    """Starts an assessment."""

    start_from = IntegerField(name="from")
    """The number of an earlier assessment whose answers are copied."""
    go = StringField()
    """`review` leads to all questions on one page, anything else to the first area."""

    def validate_start_from(self, field: Field) -> None:
        """Refuse what can be no assessment's number."""
        if field.data is not None and not 1 <= field.data <= LARGEST_NUMBER:
            raise ValidationError("no assessment has this number")


class LeaveForm(FlaskForm):
    """Clears this device. It has no fields but the CSRF token."""
