"""Charts of the plan page: the timeline of its weeks, and worth by hours a week.

All positions are per cents of a chart's width or height.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.planning.curve import CurvePoint
from app.planning.model import DAYS_A_WEEK
from app.web.plan.current_plan import CurrentPlan
from app.web.plan.steps import StepView

WIDTH: Final = 100
MAX_TICKS: Final = 4
"""More would not fit beside each other on a phone."""
SHORT_WEEKS: Final = 10
"""Up to so many weeks the ticks are weeks; above it they are months."""
MONTH_STEPS: Final = (1, 2, 3, 6, 12)
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A study step's share of all hours, so that two steps of one week are side by side."""

    step: StepView
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that the axis names."""

    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars, ticks, and the line for today."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    are_months: bool
    today: float | None
    """None before the first day and after the last."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point of the curve with its position, and whether it is this plan's own pace."""

    point: CurvePoint
    x: float
    y: float
    is_here: bool


def timeline(current: CurrentPlan, steps: Iterable[StepView]) -> Timeline:
    """Return the chart of a plan's weeks; empty for a plan without weeks."""
    plan, weeks = current.plan, len(current.plan.weeks)
    start = plan.pace.start
    if start is None or not weeks:
        return Timeline((), (), are_months=False, today=None)
    days, are_months = weeks * DAYS_A_WEEK, weeks > SHORT_WEEKS
    named = _month_ticks(start, days) if are_months else _week_ticks(start, weeks)
    today = _position(start, current.today, days)
    return Timeline(
        bars=tuple(_bars(steps, weeks * plan.pace.hours_a_week)),
        ticks=tuple(Tick(_position(start, day, days), day) for day in named),
        are_months=are_months,
        today=today if 0 <= today < WIDTH else None,
    )


def curve_points(points: Iterable[CurvePoint], hours: int) -> Iterator[ChartPoint]:
    """Yield the points of the curve of worth; `hours` is the plan's own pace."""
    points = tuple(points)
    most = max((point.hours_a_week for point in points), default=1)
    for point in points:
        x, y = WIDTH * point.hours_a_week / most, WIDTH * (1 - point.worth)
        yield ChartPoint(point, x, y, point.hours_a_week == hours)


def _bars(steps: Iterable[StepView], all_hours: int) -> Iterator[Bar]:
    before = 0
    for step in steps:
        if hours := step.planned.hours:
            yield Bar(step, WIDTH * before / all_hours, WIDTH * hours / all_hours)
            before += hours


def _week_ticks(start: date, weeks: int) -> list[date]:
    every = -(-weeks // MAX_TICKS)
    return [start + timedelta(week * DAYS_A_WEEK) for week in range(0, weeks, every)]


def _month_ticks(start: date, days: int) -> list[date]:
    """Return the first days of months: of every one, or every second, third, sixth … of many.

    January is always among them, because it is shown as the year.
    """
    last = start + timedelta(days)
    months = range(
        start.year * MONTHS_A_YEAR + start.month, last.year * MONTHS_A_YEAR + last.month
    )  # months count from 0 here, so these are the months after the first
    years = -(-len(months) // (MAX_TICKS * MONTHS_A_YEAR))
    every = next(
        (each for each in MONTH_STEPS if len(months) <= each * MAX_TICKS), years * MONTHS_A_YEAR
    )
    return [
        date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
        for month in months
        if month % every == 0
    ]


def _position(start: date, day: date, days: int) -> float:
    return WIDTH * (day - start).days / days
