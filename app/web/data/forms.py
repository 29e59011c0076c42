"""The file that somebody wants to bring back."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import FileField, Form

from app.documents.own_data.found import LONGEST_SHOWN, FileFault
from app.web.readable import showable

NO_FILE = lazy_gettext("Choose a file first: the one that ends in .json, as it was downloaded.")
TOO_LARGE = lazy_gettext(
    "The file is larger than 4 MB, so it was not read. “My data” downloads no larger one unless the notes are very long: "
    "split its assessments over two files."
)


class FileForm(Form):
    """One file; what is wrong with it is said at its field."""

    file = FileField(lazy_gettext("JSON file"))


def refused(*errors: object) -> FileForm:
    """The form with what is wrong with the file."""
    form = FileForm()
    form.file.errors = [str(each) for each in errors]
    return form


def told(fault: FileFault) -> str:
    """What is wrong, where, and what to do, in the reader's language, without what no HTML may hold."""
    said = _(fault.sentence) % fault.values
    if fault.where:
        said = _("At %(where)s: %(fault)s", where=" › ".join(map(_short, fault.where)), fault=said)
    return showable(said)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
