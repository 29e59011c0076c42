"""The errors of a form, for the summary at the top of a page that shows the form again."""

from dataclasses import dataclass

from flask_babel import lazy_gettext
from wtforms import Form

NOT_LISTED = lazy_gettext("Choose one from the list.")


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field's id on the page, its label there, and the error."""

    id: str
    label: str
    message: str


def field_errors(form: Form) -> tuple[FieldError, ...]:
    """Return every error of a validated form, in the order of its fields."""
    return tuple(
        FieldError(field.id, str(field.label.text), str(error))
        for field in form
        for error in field.errors
    )
