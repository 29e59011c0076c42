"""The form of a step's page: its note, and buttons for its state and its place in the plan."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from app.catalogue.steps import Step
from app.exports.readable import is_readable, without_invisible
from app.storage.plans import StepProgress, StepState, Terms
from app.storage.tables import MAX_NOTE_LENGTH
from app.web.plan.current_plan import decide_freely, leave_out, put_in

NOTE_UNREADABLE = lazy_gettext("The note holds characters that cannot be shown. Type it again.")
NOTE_TOO_LONG = lazy_gettext("A note holds 1,000 characters at most.")
LINE_ENDS: Final = re.compile("\r\n|[\u2028\u2029]")
STATES: Final[Mapping[str, StepState]] = {"done": "done", "begun": "begun", "open": "open"}
WISHES: Final = {"put_in": put_in, "leave_out": leave_out, "usual": decide_freely}


def _clean_lines(typed: str | None) -> str:
    """Return the lines as they are saved: with plain line ends and without invisible characters."""
    return without_invisible(LINE_ENDS.sub("\n", typed or "")).strip()


def _require_readable(_form: object, field: Field) -> None:
    if not is_readable(field.data or "", allowed="\n\t"):
        raise ValidationError(NOTE_UNREADABLE)


class StepForm(FlaskForm):
    """A note on a step, what the note was when the page was made, and the pressed button."""

    note = TextAreaField(
        lazy_gettext("Your note"),
        filters=[_clean_lines],
        validators=[
            Length(max=MAX_NOTE_LENGTH, message=NOTE_TOO_LONG),
            _require_readable,
        ],
    )
    was = StringField(filters=[_clean_lines])
    do = StringField()

    def action(self, step: Step) -> str:
        """Return what the pressed button asks for; empty for the note alone.

        Only study steps can be put in.
        """
        do = self.do.data or ""
        is_known = do in STATES or (do in WISHES and (do != "put_in" or step.kind == "study"))
        return do if is_known else ""

    def changed(self, saved: StepProgress, step: Step) -> StepProgress | None:
        """Return the progress to save; None where the note would overwrite one not seen yet."""
        note = self._note_over(saved.note)
        if note is None:
            return None
        return replace(saved.moved(STATES.get(self.action(step), saved.state)), note=note)

    def changed_terms(self, terms: Terms, step: Step) -> Terms | None:
        """Return the terms with the step put in, left out, or neither; None for other buttons."""
        change = WISHES.get(self.action(step))
        return change(terms, step.id) if change else None

    def _note_over(self, saved: str) -> str | None:
        """Return the note to save over the saved one, or None where the writer has not seen it."""
        if not self.note.raw_data:
            return saved
        typed = str(self.note.data)
        was = str(self.was.data) if self.was.raw_data else saved
        if typed == was:
            return saved
        return typed if saved in (was, typed) else None
