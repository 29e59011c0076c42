"""What the plan page, its week and a step's own page show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.catalogue.steps import Focus, Step
from app.documents.words import Words
from app.planning.curve import CurvePoint
from app.planning.model import MOST_HOURS_A_WEEK
from app.storage.plans import NOT_BEGUN, StepProgress
from app.web.plan.course import Course, course
from app.web.plan.following import Following, more_hours
from app.web.plan.rows import Material, Reached, StepRow, material, reached, step_rows
from app.web.plan.timeline import WIDTH, Timeline, timeline


@dataclass(frozen=True, slots=True)
class CurveMark:
    """A point of the curve with its place in the picture, and whether it is this plan's own."""

    point: CurvePoint
    x: float
    y: float
    is_here: bool


@dataclass(frozen=True, slots=True)
class PlanPage(Course):
    timeline: Timeline
    curve: tuple[CurveMark, ...]
    one_more: float | None
    """What one hour a week more brings at the deadline, in points of a hundred; None where that is not known."""
    sooner: int
    """By how many weeks one hour a week more shortens a plan without a deadline."""
    ends: date | None
    """The last day of the last week."""
    low: int
    high: int
    """Hours of study in all, when every step takes its low or its high figure."""
    low_weeks: int
    high_weeks: int
    left_out: tuple[tuple[Reached, int], ...]
    """What the deadline had no room for, with its hours."""
    given_up: tuple[Reached, ...]
    left_out_by_wish: tuple[Reached, ...]
    put_in_by_wish: tuple[Reached, ...]
    before: tuple[Reached, ...]
    focus: Focus | None

    @property
    def spare_hours(self) -> int:
        """Hours before the deadline that no further step fits in; 0 without a deadline."""
        return (self.plan.pace.hours or self.plan.hours) - self.plan.hours

    @property
    def has_wishes(self) -> bool:
        """Whether the choice of steps is bound by more than the hours."""
        return bool(
            self.focus or self.put_in_by_wish or self.left_out_by_wish or self.plan.wishes.begun
        )


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step by itself: what it asks for, and how far its owner is."""

    following: Following
    step: Step
    material: Material
    row: StepRow | None
    """Its place in the plan, if it has one."""
    progress: StepProgress
    is_left_out: bool
    is_put_in: bool


def plan_page(following: Following, words: Words) -> PlanPage:
    plan, catalogue, steps = following.plan, following.found.catalogue, course(following, words)
    rows, weeks = steps.rows, steps.weeks
    hours = [row.material.content.hours for row in rows if row.material.content.hours]
    low, high = sum(each.low for each in hours), sum(each.high for each in hours)
    pace, points = plan.pace.hours_a_week, more_hours(following)
    return PlanPage(
        following=following,
        rows=rows,
        weeks=weeks,
        timeline=timeline(following, rows),
        curve=tuple(_curve(points, pace)),
        one_more=_one_more(points, pace),
        sooner=len(weeks) - -(-plan.hours // (pace + 1)) if pace < MOST_HOURS_A_WEEK else 0,
        ends=weeks[-1].last if weeks else None,
        low=low,
        high=high,
        low_weeks=-(-low // pace),
        high_weeks=-(-high // pace),
        left_out=tuple(
            (reached(catalogue, id), _likely(catalogue.step[id])) for id in plan.left_out
        ),
        given_up=tuple(
            reached(catalogue, id) for id in plan.given_up if id not in plan.wishes.leave_out
        ),
        left_out_by_wish=tuple(
            reached(catalogue, id) for id in sorted(plan.wishes.leave_out) if id in catalogue.step
        ),
        put_in_by_wish=tuple(
            reached(catalogue, id) for id in sorted(plan.wishes.put_in) if id in catalogue.step
        ),
        before=tuple(reached(catalogue, step.id) for step in following.before),
        focus=catalogue.focus.get(following.terms.focus or ""),
    )


def step_page(following: Following, step: Step, words: Words) -> StepPage:
    return StepPage(
        following=following,
        step=step,
        material=material(following, words, step),
        row=next((row for row in step_rows(following, words) if row.step.id == step.id), None),
        progress=following.progress.get(step.id, NOT_BEGUN),
        is_left_out=step.id in following.terms.leave_out,
        is_put_in=step.id in following.terms.put_in,
    )


def _likely(step: Step) -> int:
    return step.hours.likely if step.hours else 0


def _curve(points: Iterable[CurvePoint], pace: int) -> Iterable[CurveMark]:
    points = tuple(points)
    most = max((point.hours_a_week for point in points), default=1)
    for point in points:
        yield CurveMark(
            point,
            WIDTH * point.hours_a_week / most,
            WIDTH * (1 - point.readiness),
            point.hours_a_week == pace,
        )


def _one_more(points: Iterable[CurvePoint], pace: int) -> float | None:
    ready = {point.hours_a_week: point.readiness for point in points}
    return (ready[pace + 1] - ready[pace]) * 100 if pace + 1 in ready else None
