"""What a plan is for, in one short form; and a step's own form."""

import re
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import cast

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Field, Form, StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, NumberRange

from app.catalogue.model import STAGES, Ratings
from app.catalogue.steps import Step
from app.catalogue.text import LANGUAGES, Language
from app.documents.readable import is_readable
from app.documents.words import EITHER, languages_of
from app.planning.model import FEWEST_HOURS_A_WEEK, FIRST_YEAR, LAST_YEAR, MOST_HOURS_A_WEEK
from app.planning.open_steps import level_of
from app.storage.tables import LONGEST_NOTE
from app.web.form_errors import NOT_LISTED
from app.web.form_fields import TypedField, WholeNumberField
from app.web.plan.following import Following, leaves_a_week

WRONG_HOURS = lazy_gettext("Write a whole number of hours from 1 to 40.")
WRONG_DAY = lazy_gettext(
    "Write a day of the years 2000 to 2099 as year, month, day, such as 2027-03-01."
)
TOO_SOON = lazy_gettext(
    "The deadline must be at least a week after the start: choose a later day, or none."
)
UNREADABLE = lazy_gettext("The note holds characters that cannot be shown. Type it again.")
TOO_LONG = lazy_gettext("A note holds 1,000 characters at most.")
DAY = r"\d{4}-\d{2}-\d{2}"


class WholeHours(WholeNumberField):
    message = WRONG_HOURS


class Day(TypedField, DateField):
    """A day that may be empty; one that is not sent keeps what it was given, and what was typed is shown again."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = _day(valuelist[0])
        if self.data and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
        if valuelist[0].strip() and not self.data:
            raise ValueError(WRONG_DAY)

    @property
    def kind(self) -> str:
        """The type of the field: one for days shows nothing but days."""
        return "date" if not self.typed or _day(self.typed) else "text"


def _day(typed: str) -> date | None:
    with suppress(ValueError):
        return (
            date.fromisoformat(typed.strip())
            if re.fullmatch(DAY, typed.strip(), re.ASCII)
            else None
        )
    return None


class Choice(StringField):
    """One of those known; nothing chosen is an empty text."""

    known: Container[str] = ()

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms's name)
        if self.data not in self.known:
            raise ValidationError(NOT_LISTED)


class Chosen(Field):
    """Some of those known; unknown ones are passed over, so that an older page can still be sent."""

    known: Container[str] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms's name)
        self.data = [value for value in self.data if value in self.known]


class PlanForm(Form):
    """Hours a week (1 to 40), days, role and stage, what to study from, a focus, and single steps, in the page's order."""

    hours = WholeHours(
        lazy_gettext("Hours a week"),
        validators=[
            InputRequired(WRONG_HOURS),
            NumberRange(FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK, WRONG_HOURS),
        ],
    )
    deadline = Day(lazy_gettext("Deadline, if there is one"))
    role = Choice(lazy_gettext("Role"))
    stage = Choice(lazy_gettext("Stage"))
    start = Day(lazy_gettext("Start date"))
    resources = Choice(lazy_gettext("Study from resources in"))
    focus = Choice(lazy_gettext("Focus"))
    add = Choice(lazy_gettext("Put a step in"))
    free_only = BooleanField(lazy_gettext("Free resources only"))
    put_in = Chosen()
    leave_out = Chosen()
    today: date
    """When a plan without a start begins."""

    def begin_today(self) -> None:
        """From today on, with the same deadline if a week is left until then."""
        self.start.data = self.today
        if self.deadline.data and not leaves_a_week(self.today, self.deadline.data):
            self.deadline.data = None

    def validate_deadline(self, field: Day) -> None:
        if field.data and not leaves_a_week(self.start.data or self.today, field.data):
            raise ValidationError(TOO_SOON)

    @property
    def languages(self) -> tuple[Language, ...]:
        return languages_of(self.resources.data or "")


def plan_form(
    followed: Following, sent: MultiDict[str, str] | None, kept: Mapping[str, object]
) -> PlanForm:
    """The form of a person's plan; `kept` is what the fields hold until something is sent."""
    catalogue, ratings = followed.found.catalogue, followed.ratings
    form = PlanForm(_told(sent, kept) if sent is not None else None, data=kept)
    form.today = followed.today
    form.role.known, form.stage.known, form.resources.known = (
        catalogue.role,
        STAGES,
        (EITHER, *LANGUAGES),
    )
    form.focus.known = {"", *catalogue.focus}
    form.add.known = {"", *(step.id for step in addable(catalogue.step.values(), ratings))}
    form.put_in.known = form.leave_out.known = catalogue.step
    return form


def addable(steps: Iterable[Step], ratings: Ratings) -> list[Step]:
    """The study steps not yet met."""
    return [
        step
        for step in steps
        if step.kind == "study" and level_of(ratings, step.skill) < step.to_level
    ]


def _told(sent: MultiDict[str, str], kept: Mapping[str, object]) -> MultiDict[str, str]:
    """Boxes that are not ticked are not sent: the page that showed them says which those were, and all others stay as they are."""
    told = MultiDict(sent)
    for name in ("put_in", "leave_out"):
        hidden = set(cast(Iterable[str], kept[name])) - set(sent.getlist(f"shown_{name}"))
        told.setlist(name, sorted(hidden | set(sent.getlist(name))))
    if kept["free_only"] and "shown_free_only" not in sent:
        told["free_only"] = "yes"
    return told


def _lines(typed: str | None) -> str:
    """Lines as they are kept: without the invisible characters that come along when text is copied."""
    return re.sub(
        "[\u00ad\u200b\u200e\u200f\u2060\ufeff]",
        "",
        re.sub("\r\n|[\u2028\u2029]", "\n", typed or ""),
    ).strip()


def _readable(_form: Form, field: Field) -> None:
    if not is_readable(field.data or "", allowed="\n\t"):
        raise ValidationError(UNREADABLE)


class StepForm(Form):
    """A note on a step, up to 1,000 characters, and what it was when the page was made."""

    note = StringField(
        lazy_gettext("Your note"),
        filters=[_lines],
        validators=[Length(max=LONGEST_NOTE, message=TOO_LONG), _readable],
    )
    was = StringField(filters=[_lines])

    def note_over(self, kept: str) -> str | None:
        """The note to keep where this one is kept now; None where it would write over one that its writer has not seen."""
        if not self.note.raw_data:
            return kept
        typed, was = str(self.note.data), str(self.was.data) if self.was.raw_data else kept
        if typed == was:
            return kept
        return typed if kept in (was, typed) else None
