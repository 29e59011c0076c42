"""What the plan page and the page of the current week show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.catalogue.model import Catalogue
from app.catalogue.reading import Reading
from app.catalogue.steps import Focus
from app.exports.words import Words
from app.planning.course_map import CourseMap, plan_map
from app.planning.curve import CurvePoint
from app.planning.model import MAX_HOURS_A_WEEK, Plan
from app.planning.progress import confirmed
from app.web.career_path import CareerPath, career_path
from app.web.context import map_places
from app.web.plan.core_rows import CoreRow, core_rows
from app.web.plan.current_plan import CurrentPlan, worth_by_hours
from app.web.plan.steps import StepName, StepView, step_named, step_views
from app.web.plan.timeline import ChartPoint, Timeline, curve_points, timeline


@dataclass(frozen=True, slots=True)
class StudyWeek:
    """One week with its days, and the hours of each of its steps."""

    week: int
    first: date
    last: date
    hours: int
    parts: tuple[tuple[StepView, int], ...]
    is_now: bool


STEPS_AHEAD = 4
"""Steps that the whole plan shows from the first open one on; later ones are folded."""


@dataclass(frozen=True, slots=True)
class WeekPage:
    """A plan's steps and weeks, and where its owner is in them today."""

    current: CurrentPlan
    steps: tuple[StepView, ...]
    weeks: tuple[StudyWeek, ...]

    @property
    def plan(self) -> Plan:
        return self.current.plan

    @property
    def study(self) -> tuple[StepView, ...]:
        return tuple(step for step in self.steps if step.planned.kind == "study")

    @property
    def experience(self) -> tuple[StepView, ...]:
        return tuple(step for step in self.steps if step.planned.kind == "experience")

    @property
    def this_week(self) -> StudyWeek | None:
        return next((week for week in self.weeks if week.is_now), None)

    @property
    def late(self) -> tuple[StepView, ...]:
        """The steps of earlier weeks that are not done."""
        return tuple(step for step in self.study if step.is_late)

    @property
    def begun_early(self) -> tuple[StepView, ...]:
        """The steps in progress whose weeks are still to come."""
        week = self.this_week
        of_this_week = {step.planned.id for step, _ in week.parts} if week else set()
        return tuple(
            step
            for step in self.study
            if step.progress.state == "begun"
            and not step.is_late
            and step.planned.id not in of_this_week
        )

    @property
    def due(self) -> tuple[StepView, ...]:
        """The steps to work on now; without one of this week the first that is not done."""
        due = tuple(step for step in self.steps if step.is_due)
        return due or ((self.next_study,) if self.next_study else ())

    def hours_now(self, step: StepView) -> int:
        """Return the hours of this week for a step, or all its hours where it is in no week."""
        parts = self.this_week.parts if self.this_week else ()
        of_week = (hours for part, hours in parts if part.planned.id == step.planned.id)
        return next(of_week, step.planned.hours)

    @property
    def next_study(self) -> StepView | None:
        """The first study step that is not done."""
        return next((step for step in self.study if not step.is_done), None)

    @property
    def open_first(self) -> str | None:
        """The id of the step to show opened: the first that is not done."""
        return next((step.planned.id for step in self.steps if not step.is_done), None)

    @property
    def near_steps(self) -> tuple[StepView, ...]:
        """The steps that are read first: what is done, what is next, and some after that."""
        is_done = [step.is_done for step in self.steps]
        shown = (is_done.index(False) if False in is_done else len(is_done)) + STEPS_AHEAD
        return self.steps if len(self.steps) <= shown + 1 else self.steps[:shown]

    @property
    def later_steps(self) -> tuple[StepView, ...]:
        return self.steps[len(self.near_steps) :]


@dataclass(frozen=True, slots=True)
class PlanPage(WeekPage):
    """The whole plan: besides its weeks a timeline, a curve, and what is not in it."""

    timeline: Timeline
    curve: tuple[ChartPoint, ...]
    one_more: float | None
    """Per cent points of worth that one hour a week more adds by the deadline, if known."""
    sooner: int
    """Weeks by which one hour a week more shortens a plan without a deadline."""
    ends: date | None
    """The last day of the last week."""
    low: int
    high: int
    """Hours of study in all when every step takes its low or its high figure."""
    low_weeks: int
    high_weeks: int
    left_out: tuple[tuple[StepName, int], ...]
    """Steps that did not fit before the deadline, with their hours."""
    core_left_out: tuple[CoreRow, ...]
    given_up: tuple[StepName, ...]
    """Steps that need one that the owner left out."""
    left_out_by_wish: tuple[StepName, ...]
    put_in_by_wish: tuple[StepName, ...]
    done_before: tuple[StepName, ...]
    focus: Focus | None
    path: CareerPath
    """What comes after the target."""

    @property
    def spare_hours(self) -> int:
        """Hours before the deadline that no further step fits in; 0 without a deadline."""
        return (self.plan.pace.hours or self.plan.hours) - self.plan.hours

    @property
    def not_addable(self) -> frozenset[str]:
        """The ids of steps that are in the plan already, or that the owner left out."""
        terms = self.current.terms
        return frozenset(step.planned.id for step in self.steps) | terms.put_in | terms.leave_out

    @property
    def has_wishes(self) -> bool:
        """Return whether more than the hours limits the choice of steps."""
        return bool(
            self.focus or self.put_in_by_wish or self.left_out_by_wish or self.plan.wishes.begun
        )


def week_page(current: CurrentPlan, words: Words) -> WeekPage:
    """Return the steps and weeks of a plan."""
    steps = step_views(current, words)
    return WeekPage(current, steps, tuple(_study_weeks(current, steps)))


def plan_page(current: CurrentPlan, words: Words, reading: Reading) -> PlanPage:
    """Return the whole plan; `reading` is the content about career paths."""
    plan, catalogue, outline = current.plan, current.assessed.catalogue, week_page(current, words)
    weeks, pace, points = outline.weeks, plan.pace.hours_a_week, worth_by_hours(current)
    contents = [step.material.content for step in outline.steps]
    hours = [content.hours for content in contents if content.hours]
    low, high = sum(each.low for each in hours), sum(each.high for each in hours)
    left_by_wish = plan.wishes.leave_out
    given_up = [id for id in plan.given_up if id not in left_by_wish]
    return PlanPage(
        current=current,
        steps=outline.steps,
        weeks=weeks,
        timeline=timeline(current, outline.steps),
        curve=tuple(curve_points(points, pace)),
        one_more=_one_more(points, pace),
        sooner=len(weeks) - -(-plan.hours // (pace + 1)) if pace < MAX_HOURS_A_WEEK else 0,
        ends=weeks[-1].last if weeks else None,
        low=low,
        high=high,
        low_weeks=-(-low // pace),
        high_weeks=-(-high // pace),
        left_out=tuple(_left_out(catalogue, plan)),
        core_left_out=core_rows(current),
        given_up=_names(catalogue, given_up),
        left_out_by_wish=_names(catalogue, sorted(left_by_wish)),
        put_in_by_wish=_names(catalogue, sorted(plan.wishes.put_in)),
        done_before=_names(catalogue, [step.id for step in current.done_before]),
        focus=catalogue.focus.get(current.terms.focus or ""),
        path=career_path(catalogue, reading, plan.target.role, plan.target.stage),
    )


def map_of_plan(current: CurrentPlan) -> CourseMap:
    """Return the map of what its owner can do today, with the course through the open steps."""
    catalogue, done = current.assessed.catalogue, set(current.done)
    ratings = confirmed(catalogue, current.assessed.ratings, current.done)
    steps = {
        number: catalogue.step[step.id]
        for number, step in enumerate(current.plan.steps, 1)
        if step.id not in done
    }
    return plan_map(map_places(), catalogue, ratings, current.plan.target, steps)


def _study_weeks(current: CurrentPlan, steps: Iterable[StepView]) -> Iterator[StudyWeek]:
    by_id = {step.planned.id: step for step in steps}
    for week in current.plan.weeks:
        first = current.plan.pace.first_day(week.week) or current.today
        yield StudyWeek(
            week=week.week,
            first=first,
            last=current.plan.pace.last_day(week.week) or first,
            hours=week.hours,
            parts=tuple((by_id[part.step], part.hours) for part in week.parts),
            is_now=week.week == current.standing.week,
        )


def _names(catalogue: Catalogue, ids: Iterable[str]) -> tuple[StepName, ...]:
    """Return the steps that this catalogue has."""
    return tuple(step_named(catalogue, id) for id in ids if id in catalogue.step)


def _left_out(catalogue: Catalogue, plan: Plan) -> Iterator[tuple[StepName, int]]:
    for id in plan.left_out:
        hours = catalogue.step[id].hours
        yield step_named(catalogue, id), hours.likely if hours else 0


def _one_more(points: Iterable[CurvePoint], pace: int) -> float | None:
    worth = {point.hours_a_week: point.worth for point in points}
    return (worth[pace + 1] - worth[pace]) * 100 if pace + 1 in worth else None
