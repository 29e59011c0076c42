"""Forms for return codes: entering one, making one, and ending browsers."""

import re
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, Form, IntegerField, StringField, ValidationError
from wtforms.validators import NumberRange, Optional

from app.storage.return_codes import LENGTH, Mistyped, read_code

MAX_NAMED_CHARACTERS: Final = 12
"""How many characters that stand in no code are named at most."""
MAX_INTEGER: Final = 2**63 - 2
"""Of the integers that a database can hold, with one after it."""
OTHER_DEVICES: Final = "others"


def normalized(typed: str | None) -> str:
    """Return a code without spaces and hyphens; what is no code stays as it was typed."""
    try:
        return read_code(typed or "")
    except Mistyped:
        return typed or ""


def is_return_code(_form: Form, field: Field) -> None:
    """Refuse what is no code, and say what is wrong with it."""
    try:
        read_code(field.data)
    except Mistyped as error:
        raise ValidationError(_message(error)) from error


class CodeForm(FlaskForm):
    """Enters a return code."""

    code = StringField(
        lazy_gettext("Return code"), filters=[normalized], validators=[is_return_code]
    )
    lang = StringField()
    """The language switch: the page comes back in it, with what was typed."""

    @property
    def return_code(self) -> str:
        """Return the code, once the form is valid."""
        return self.code.data or ""


class MergeForm(CodeForm):
    """Decides what becomes of the assessments that this browser has already."""

    do = StringField()
    """`together` moves them to the code's owner, `open` leaves them behind."""
    page_tag = StringField()
    """The tag of the owner that the page was made for."""

    @property
    def is_decided(self) -> bool:
        """Return whether one of the two buttons was pressed."""
        return self.do.data in {"together", "open"} and not self.lang.data


class ShownCodeForm(CodeForm):
    """Shows a code that its page shows already, in another language or as a file."""

    format = StringField(name="as")


class NewCodeForm(FlaskForm):
    """Makes a return code."""

    replaces = IntegerField(validators=[Optional(), NumberRange(0, MAX_INTEGER)])
    """When the code was made that the page knew of; empty for none."""


class DeviceForm(FlaskForm):
    """Ends one browser, or all others."""

    device = StringField()

    def validate_device(self, field: Field) -> None:
        """Refuse what can be no browser's id."""
        is_id = re.fullmatch("[0-9]{1,19}", field.data or "")
        if field.data != OTHER_DEVICES and not (is_id and int(field.data) <= MAX_INTEGER):
            raise ValidationError


def _message(error: Mistyped) -> str:
    if error.fault == "empty":
        return str(_("Type your return code here."))
    if error.fault == "strange":
        return str(
            _(
                "A return code has only the digits and the letters A to Z, without U. "
                "These do not belong in it: %(found)s",
                found=error.found[: 2 * MAX_NAMED_CHARACTERS].strip(),
            )
        )
    if error.fault == "length":
        return str(
            _(
                "A return code has %(all)s letters and digits; this has %(found)s.",
                all=LENGTH,
                found=error.found,
            )
        )
    return str(
        _(
            "One letter or digit is not right, or two have changed places. "
            "Compare it with your note, one group after the other."
        )
    )
