"""What the pages about return codes show."""

from dataclasses import dataclass
from typing import Final

from flask import render_template, url_for
from flask_babel import gettext as _

from app.storage.devices import count_devices
from app.storage.engine import Connection
from app.storage.owners import Owner
from app.storage.personal_data.merge import OwnedAssessments, count_owned
from app.storage.return_codes import GROUP, code_made_at, grouped

FIRST_ROW: Final = 4 * GROUP
"""A code is shown in two rows, of four and of three groups."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What a code opens, and what the browser in which it was typed opens already."""

    theirs: OwnedAssessments
    ours: OwnedAssessments
    code_made_at: int | None
    """When the return code of what this browser opens was made; None where it has none."""
    other_devices: int
    """How many other browsers open that too."""


def both_sides(db: Connection, current: Owner, into: int) -> Sides:
    """Return what `current` and the code's owner `into` have."""
    others = count_devices(db, current.id) - 1
    return Sides(
        count_owned(db, into),
        count_owned(db, current.id),
        code_made_at(db, current.id),
        max(others, 0),
    )


def code_page(code: str) -> str:
    """Render the page that shows a code."""
    rows = grouped(code[:FIRST_ROW]), grouped(code[FIRST_ROW:])
    return render_template("returning/return_code_shown.html", code=code, rows=rows)


def code_text(code: str) -> str:
    """Return a code as a text file."""
    address = url_for("returning.way_in", _external=True)
    lines = (
        _("Your return code for Orienteer"),
        grouped(code),
        f"{_('It opens your assessments at this address:')} {address}",
        _(
            "Whoever has it can open and change everything of yours here: "
            "keep it as you would a key."
        ),
    )
    return "\n\n".join(lines) + "\n"
