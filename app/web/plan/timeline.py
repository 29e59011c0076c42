"""The plan's weeks as a picture: a bar for each step, a tick for months or weeks, and today. All places are per cents of its width."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.planning.model import DAYS_A_WEEK
from app.web.plan.following import Following
from app.web.plan.rows import StepRow

WIDTH: Final = 100
MOST_TICKS: Final = 4
"""More would not fit beside each other on a phone."""
SHORT_WEEKS: Final = 10
"""Up to so many weeks the ticks are weeks; then they are months."""
MONTH_STEPS: Final = (1, 2, 3, 6, 12)
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A study step's hours among those of all weeks, so that two steps of one week stand side by side."""

    row: StepRow
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that the axis names."""

    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Timeline:
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    are_months: bool
    today: float | None
    """None before the first day and after the last."""


def timeline(following: Following, rows: Iterable[StepRow]) -> Timeline:
    """The picture of a plan with a start; without weeks it is empty."""
    plan, weeks = following.plan, len(following.plan.weeks)
    start = plan.pace.start
    if start is None or not weeks:
        return Timeline((), (), are_months=False, today=None)
    days = weeks * DAYS_A_WEEK
    are_months = weeks > SHORT_WEEKS
    named = (
        _months(start, days)
        if are_months
        else [start + timedelta(each * DAYS_A_WEEK) for each in range(weeks)]
    )
    every = -(-len(named) // MOST_TICKS)
    ticks = tuple(
        Tick(_place(start, day, days), day) for day in (named if are_months else named[::every])
    )
    today = _place(start, following.today, days)
    return Timeline(
        tuple(_bars(rows, weeks * plan.pace.hours_a_week)),
        ticks,
        are_months,
        today if 0 <= today < WIDTH else None,
    )


def _bars(rows: Iterable[StepRow], room: int) -> Iterator[Bar]:
    before = 0
    for row in rows:
        if row.step.hours:
            yield Bar(row, WIDTH * before / room, WIDTH * row.step.hours / room)
            before += row.step.hours


def _months(start: date, days: int) -> list[date]:
    """The first days of the months between, of every second, third … month where there are many, a January among those."""
    last = start + timedelta(days)
    months = range(
        start.year * MONTHS_A_YEAR + start.month, last.year * MONTHS_A_YEAR + last.month
    )  # January is 0: each is the one after
    years = -(-len(months) // (MOST_TICKS * MONTHS_A_YEAR))
    every = next(
        (each for each in MONTH_STEPS if len(months) <= each * MOST_TICKS), years * MONTHS_A_YEAR
    )
    return [
        date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
        for month in months
        if month % every == 0
    ]


def _place(start: date, day: date, days: int) -> float:
    return WIDTH * (day - start).days / days
