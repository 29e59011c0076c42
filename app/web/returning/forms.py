"""The field for a return code: forgiving, and exact about what is wrong."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, Form, StringField, ValidationError

from app.storage.codes import LENGTH, Mistyped, read_code

LONGEST_SHOWN = 12
"""How many signs that stand in no code are named at most."""


def _is_code(form: "CodeForm", field: Field) -> None:
    try:
        form.read = read_code(field.data or "")
    except Mistyped as slip:
        raise _fault(slip) from slip


class CodeForm(Form):
    """After it has validated, `read` is the code that was typed."""

    read = ""
    code = StringField(lazy_gettext("Return code"), validators=[_is_code])


def _fault(slip: Mistyped) -> ValidationError:
    """What is wrong with what was typed, in the reader's language."""
    if slip.fault == "empty":
        return ValidationError(_("Type your return code here."))
    if slip.fault == "strange":
        named = slip.found[: 2 * LONGEST_SHOWN].strip()
        return ValidationError(
            _(
                "A return code has only the digits and the letters A to Z, without U. These do not belong in it: %(found)s",
                found=named,
            )
        )
    if slip.fault == "length":
        return ValidationError(
            _(
                "A return code has %(all)s letters and digits; this has %(found)s.",
                all=LENGTH,
                found=slip.found,
            )
        )
    return ValidationError(
        _(
            "One letter or digit is not right, or two have changed places. Compare it with your note, one group after the other."
        )
    )
