"""The form of a plan's terms: hours, dates, target, resources, focus and single steps."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Final, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange

from app.catalogue.model import STAGES, Catalogue, Ratings, Stage
from app.catalogue.steps import Step
from app.catalogue.text import Language
from app.exports.words import EITHER, STAGE_NAMES, languages_of
from app.planning.alternatives import is_met, level_of
from app.planning.model import FIRST_YEAR, LAST_YEAR, MAX_HOURS_A_WEEK, MIN_HOURS_A_WEEK, Target
from app.storage.plans import Terms
from app.web.form_fields import TypedField, WholeNumberField, select_field
from app.web.i18n import language
from app.web.plan.current_plan import (
    CurrentPlan,
    leaves_a_week,
    put_in,
    restarted_terms,
)

WRONG_HOURS = lazy_gettext("Write a whole number of hours from 1 to 40.")
WRONG_DAY = lazy_gettext(
    "Write a day of the years 2000 to 2099 as year, month, day, such as 2027-03-01."
)
TOO_SOON = lazy_gettext(
    "The deadline must be at least a week after the start: choose a later day, or none."
)
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _date(typed: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(typed.strip()) if DAY.fullmatch(typed.strip()) else None
    return None


class WholeHours(WholeNumberField):
    message = WRONG_HOURS


class OptionalDateField(TypedField, DateField):
    """A date or nothing, typed as year-month-day; a field that is not sent keeps its value."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = _date(valuelist[0])
        if self.data and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
        if valuelist[0].strip() and not self.data:
            raise ValueError(WRONG_DAY)

    @property
    def input_type(self) -> str:
        """The type of the input: a date input cannot show typed text that is no date."""
        return "date" if not self.typed or _date(self.typed) else "text"


def multi_select() -> SelectMultipleField:
    """Return a field for any step ids; ids that the catalogue does not have are dropped later."""
    return SelectMultipleField(validate_choice=False)


class PlanForm(FlaskForm):
    """A plan's terms, in the order of the page; `plan_form` makes one."""

    hours = WholeHours(
        lazy_gettext("Hours a week"),
        validators=[
            InputRequired(WRONG_HOURS),
            NumberRange(MIN_HOURS_A_WEEK, MAX_HOURS_A_WEEK, WRONG_HOURS),
        ],
    )
    deadline = OptionalDateField(lazy_gettext("Deadline, if there is one"))
    role = select_field(lazy_gettext("Role"))
    stage = select_field(lazy_gettext("Stage"))
    start = OptionalDateField(lazy_gettext("Start date"))
    resources = select_field(lazy_gettext("Study from resources in"))
    focus = select_field(lazy_gettext("Focus"))
    add = select_field(lazy_gettext("Put a step in"))
    free_only = BooleanField(lazy_gettext("Free resources only"))
    put_in = multi_select()
    leave_out = multi_select()
    shown_free_only = BooleanField()
    shown_put_in = multi_select()
    shown_leave_out = multi_select()
    """Which boxes the page showed: browsers do not send a box that is not ticked."""
    go = StringField()
    """The pressed button: `today` starts the plan today, all others save the form as it is."""
    today: date

    def validate_deadline(self, field: OptionalDateField) -> None:
        if field.data and not leaves_a_week(self.start.data or self.today, field.data):
            raise ValidationError(TOO_SOON)

    def start_today(self) -> None:
        """Start the plan today, with the same deadline if a week is left until then."""
        self.start.data = self.today
        if self.deadline.data and not leaves_a_week(self.today, self.deadline.data):
            self.deadline.data = None

    def keep_boxes_not_shown(self, terms: Terms, known: Collection[str]) -> None:
        """Keep the saved state of boxes that the sent page did not show: it may be an old page."""
        if not self.shown_free_only.data:
            self.free_only.data = terms.free_only or self.free_only.data
        for field, shown, saved in (
            (self.put_in, self.shown_put_in, terms.put_in),
            (self.leave_out, self.shown_leave_out, terms.leave_out),
        ):
            ids = (saved - set(shown.data or ())) | set(field.data or ())
            field.data = sorted(id for id in ids if id in known)

    @property
    def target(self) -> Target:
        """The chosen role and stage."""
        return Target(str(self.role.data), cast(Stage, self.stage.data))

    def new_terms(self, current: CurrentPlan) -> Terms:
        """Return the terms of a valid form: the plan starts again with them."""
        left_out = frozenset(self.leave_out.data or ())
        terms = replace(
            restarted_terms(current.terms, current.progress, current.today),
            start=self.start.data or current.today,
            deadline=self.deadline.data,
            languages=languages_of(self.resources.data or ""),
            free_only=bool(self.free_only.data),
            focus=self.focus.data or None,
            put_in=frozenset(self.put_in.data or ()) - left_out,
            leave_out=left_out,
        )
        return put_in(terms, self.add.data) if self.add.data else terms


def plan_form(current: CurrentPlan, meta: Mapping[str, object] | None = None) -> PlanForm:
    """Return the form with the plan's terms, or with what was sent where that differs."""
    terms, found, catalogue = current.terms, current.assessed, current.assessed.catalogue
    saved = {
        "role": found.target.role,
        "stage": found.target.stage,
        "hours": found.hours_a_week,
        "start": max(terms.start or current.today, current.today),
        "deadline": terms.deadline,
        "resources": terms.languages[0] if len(terms.languages) == 1 else EITHER,
        "free_only": terms.free_only,
        "focus": terms.focus if terms.focus in catalogue.focus else "",
        "add": "",
        "put_in": sorted(terms.put_in),
        "leave_out": sorted(terms.leave_out),
    }
    form = PlanForm(data=saved, meta=meta)
    form.today, here = current.today, language()
    form.role.choices = {role.id: role.name[here] for role in catalogue.roles}
    form.stage.choices = {stage: _(STAGE_NAMES[stage]) for stage in STAGES}
    form.resources.choices = _resource_choices()
    form.focus.choices = {"": _("none")} | _focus_choices(catalogue, here)
    form.add.choices = {"": _("none")} | _step_choices(catalogue, current.ratings, here)
    if form.is_submitted():
        form.keep_boxes_not_shown(terms, catalogue.step)
    return form


def addable_steps(catalogue: Catalogue, ratings: Ratings) -> list[Step]:
    """Return the study steps whose level is not reached yet."""
    return [
        step
        for step in catalogue.step.values()
        if step.kind == "study" and not is_met(step, ratings)
    ]


def _resource_choices() -> dict[str, str]:
    return {EITHER: _("Korean and English"), "ko": _("Korean only"), "en": _("English only")}


def _focus_choices(catalogue: Catalogue, here: Language) -> dict[str, object]:
    """Group the focuses by kind."""
    labels = {"industry": _("An industry"), "coming": _("A coming skill")}
    groups = {
        label: {each.id: each.name[here] for each in catalogue.focuses if each.kind == kind}
        for kind, label in labels.items()
    }
    return {label: focuses for label, focuses in groups.items() if focuses}


def _step_choices(catalogue: Catalogue, ratings: Ratings, here: Language) -> dict[str, object]:
    """Group the steps that can be put in by area."""
    steps = addable_steps(catalogue, ratings)
    groups = dict[str, object]()
    for area in catalogue.areas:
        names = {skill.id: skill.name[here] for skill in catalogue.skills_by_area[area.id]}
        groups[area.name[here]] = {
            step.id: f"{names[step.skill]} {level_of(ratings, step.skill)} → {step.to_level}"
            for step in steps
            if step.skill in names
        }
    return groups
