"""Form fields that show again what was typed in them, and that say in our words what is wrong."""

import re
from typing import Any

from wtforms import Field, IntegerField, SelectField

from app.exports.readable import FORBIDDEN
from app.web.form_errors import NOT_LISTED

WHOLE_NUMBER = r"[0-9]{1,4}"


def showable(typed: object, lines: bool = False) -> str:
    """Return what was typed without the characters that HTML cannot hold.

    Line ends are removed too, unless the field has several `lines`.
    """
    text = FORBIDDEN.sub("", "" if typed is None else str(typed))
    return text if lines else text.replace("\n", "")


class TypedField(Field):
    """A field that shows again what was typed in it, valid or not."""

    @property
    def typed(self) -> str:
        """Return the text to show in the field."""
        return showable(self.raw_data[0] if self.raw_data else self.data)


class WholeNumberField(TypedField, IntegerField):
    """A whole number of up to four digits; `message` is the error for anything else."""

    message: object

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; a field that was not submitted keeps its value."""
        if valuelist and not re.fullmatch(WHOLE_NUMBER, valuelist[0].strip()):
            raise ValueError(self.message)
        super().process_formdata(valuelist)


def select_field(label: object, **options: Any) -> SelectField:
    """Return a field for one of its choices; they can also be set when the form is made."""
    return SelectField(label, invalid_choice_message=NOT_LISTED, **options)  # type: ignore[arg-type, call-arg]  # missing in its stubs
