"""What a plan is for, in one short form; and a step's own form."""

import re
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Field, Form, StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, NumberRange

from app.catalogue.model import STAGES, Catalogue, Ratings
from app.catalogue.steps import Step
from app.catalogue.text import LANGUAGES, Language
from app.planning.model import DAYS_A_WEEK, FEWEST_HOURS_A_WEEK, FIRST_YEAR, LAST_YEAR, MOST_HOURS_A_WEEK
from app.planning.open_steps import level_of
from app.storage.tables import LONGEST_NOTE
from app.web.numbers import WholeNumber
from app.web.readable import is_readable

NOT_KEPT = lazy_gettext("This is not kept yet. Press the button once more.")
WRONG_HOURS = lazy_gettext("Write a whole number of hours from 1 to 40.")
WRONG_DAY = lazy_gettext("Write a day of the years 2000 to 2099 as year, month, day, such as 2027-03-01.")
TOO_SOON = lazy_gettext("The deadline must be at least a week after the start: choose a later day, or none.")
UNKNOWN = lazy_gettext("Choose one of the list.")
UNREADABLE = lazy_gettext("The note holds characters that cannot be shown. Type it again.")
TOO_LONG = lazy_gettext("A note holds 1,000 characters at most.")
DAY = r"\d{4}-\d{2}-\d{2}"
EITHER = "both"


class WholeHours(WholeNumber):
    wrong = WRONG_HOURS


class Day(DateField):
    """A day that may be empty; one that is not sent keeps what it was given, and what was typed is shown again."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        typed, self.data = valuelist[0].strip(), None
        if not typed:
            return
        with suppress(ValueError):
            self.data = date.fromisoformat(typed) if re.fullmatch(DAY, typed, re.ASCII) else None
        if self.data is None or not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValueError(WRONG_DAY)


class Choice(StringField):
    """One of those known; nothing chosen is an empty text."""

    known: Container[str] = ()

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms's name)
        if self.data not in self.known:
            raise ValidationError(UNKNOWN)


class Chosen(Field):
    """Some of those known; unknown ones are passed over, so that an older page can still be sent."""

    known: Container[str] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms's name)
        self.data = [value for value in self.data if value in self.known]


class PlanForm(Form):
    """Role and stage, hours a week (1 to 40), days, what to study from, a focus, and single steps."""

    role = Choice()
    stage = Choice()
    hours = WholeHours(validators=[InputRequired(WRONG_HOURS), NumberRange(FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK, WRONG_HOURS)])
    start = Day()
    deadline = Day()
    resources = Choice()
    free_only = BooleanField()
    focus = Choice()
    add = Choice()
    put_in = Chosen()
    leave_out = Chosen()

    def validate_deadline(self, field: Day) -> None:
        start = self.start.data
        if field.data and start and field.data < start + timedelta(days=DAYS_A_WEEK):
            raise ValidationError(TOO_SOON)

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(each for each in LANGUAGES if self.resources.data in (EITHER, each))


def plan_form(catalogue: Catalogue, ratings: Ratings, sent: MultiDict[str, str] | None, kept: Mapping[str, object]) -> PlanForm:
    """The form of a catalogue and a person; `kept` is what the fields hold until something is sent."""
    form = PlanForm(_told(sent, kept) if sent is not None else None, data=kept)
    form.role.known, form.stage.known, form.resources.known = catalogue.role, STAGES, (EITHER, *LANGUAGES)
    form.focus.known = {"", *catalogue.focus}
    form.add.known = {"", *(step.id for step in addable(catalogue.step.values(), ratings))}
    form.put_in.known = form.leave_out.known = catalogue.step
    return form


def addable(steps: Iterable[Step], ratings: Ratings) -> list[Step]:
    """The study steps not yet met."""
    return [step for step in steps if step.kind == "study" and level_of(ratings, step.skill) < step.to_level]


def _told(sent: MultiDict[str, str], kept: Mapping[str, object]) -> MultiDict[str, str]:
    """Boxes that are not ticked are not sent: only the page that showed them (`boxes`) says that they are not."""
    if "boxes" in sent:
        return sent
    told = MultiDict(sent)
    for name in ("put_in", "leave_out"):
        told.setlist(name, list(kept[name]))  # type: ignore[call-overload]
    if kept["free_only"]:
        told["free_only"] = "yes"
    return told


def _lines(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


def _readable(_form: Form, field: Field) -> None:
    if not is_readable(field.data or "", allowed="\n\t"):
        raise ValidationError(UNREADABLE)


class StepForm(Form):
    """A note on a step, up to 1,000 characters."""

    note = StringField(filters=[_lines], validators=[Length(max=LONGEST_NOTE, message=TOO_LONG), _readable])
