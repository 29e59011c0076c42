"""Forms of the page about one's data."""

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import StringField

from app.exports.own_data.json_format import MAX_FILE_BYTES
from app.exports.own_data.json_values import MAX_QUOTED_LENGTH, FileFault
from app.web.form_fields import showable

NO_FILE: Final = lazy_gettext(
    "Choose a file first: the one that ends in .json, as it was downloaded."
)
TOO_LARGE: Final = lazy_gettext(
    "The file is larger than 4 MB, so it was not read. “My data” downloads no larger one unless "
    "the notes are very long: split its assessments over two files."
)


class ImportForm(FlaskForm):
    """Imports a file."""

    file = FileField(
        lazy_gettext("JSON file"),
        validators=[
            FileRequired(NO_FILE),
            FileSize(min_size=1, max_size=float("inf"), message=NO_FILE),
            FileSize(max_size=MAX_FILE_BYTES, message=TOO_LARGE),
        ],
    )


class EraseForm(FlaskForm):
    """Erases everything."""

    page_tag = StringField()
    """The tag of the owner that the page was made for."""


def fault_message(fault: FileFault) -> str:
    """Return what is wrong, where, and what to do, in the reader's language."""
    text = _(fault.sentence) % fault.values
    if fault.where:
        place = " › ".join(_shortened(name) for name in fault.where)
        text = _("At %(where)s: %(fault)s", where=place, fault=text)
    return showable(text)


def _shortened(name: str) -> str:
    return name if len(name) <= MAX_QUOTED_LENGTH else f"{name[:MAX_QUOTED_LENGTH]}…"
