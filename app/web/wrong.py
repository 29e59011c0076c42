"""The fields of a form that are wrong, for the summary at the top of the page that comes back."""

from dataclasses import dataclass

from flask_babel import lazy_gettext
from wtforms import Form

NOT_LISTED = lazy_gettext("Choose one from the list.")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field's id on the page, what it is called there, and what is wrong with it."""

    id: str
    label: str
    said: str


def wrong(form: Form) -> tuple[Wrong, ...]:
    """Every fault of a form that was checked, in the order of its fields."""
    return tuple(
        Wrong(field.id, str(field.label.text), str(error))
        for field in form
        for error in field.errors
    )
