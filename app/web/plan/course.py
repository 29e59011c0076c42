"""A plan's steps and weeks as its reader stands in them: what the plan page and the week's page share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.documents.words import Words
from app.planning.model import DAYS_A_WEEK, Plan
from app.web.plan.following import Following
from app.web.plan.rows import StepRow, step_rows


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week: its days, and the hours of each step."""

    week: int
    first: date
    last: date
    hours: int
    parts: tuple[tuple[StepRow, int], ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Course:
    """All that the week's page needs."""

    following: Following
    rows: tuple[StepRow, ...]
    weeks: tuple[WeekRow, ...]

    @property
    def plan(self) -> Plan:
        return self.following.plan

    @property
    def study(self) -> tuple[StepRow, ...]:
        return tuple(row for row in self.rows if row.step.kind == "study")

    @property
    def experience(self) -> tuple[StepRow, ...]:
        return tuple(row for row in self.rows if row.step.kind == "experience")

    @property
    def this_week(self) -> WeekRow | None:
        return next((week for week in self.weeks if week.is_now), None)

    @property
    def left_over(self) -> tuple[StepRow, ...]:
        """What earlier weeks left."""
        return tuple(row for row in self.study if row.is_late)

    @property
    def begun_early(self) -> tuple[StepRow, ...]:
        """What is in progress although its weeks are still to come."""
        of_this_week = {row.step.id for row, _ in self.this_week.parts} if self.this_week else set()
        return tuple(
            row
            for row in self.study
            if row.progress.state == "begun" and not row.is_late and row.step.id not in of_this_week
        )

    @property
    def next_up(self) -> StepRow | None:
        """The first study step that is not done."""
        return next((row for row in self.study if not row.is_done), None)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has begun to follow the plan: it begins today, whichever day that is."""
        return bool(self.weeks) and (
            self.following.kept is None or self.following.kept.start is None
        )

    @property
    def open_first(self) -> str | None:
        """The step that somebody would want to see now: the first that is not done."""
        return next((row.step.id for row in self.rows if not row.is_done), None)


def course(following: Following, words: Words) -> Course:
    rows = step_rows(following, words)
    return Course(following, rows, tuple(_weeks(following, rows)))


def _weeks(following: Following, rows: Iterable[StepRow]) -> Iterable[WeekRow]:
    row = {each.step.id: each for each in rows}
    for week in following.plan.weeks:
        first = following.plan.pace.first_day(week.week) or following.today
        parts = tuple((row[part.step], part.hours) for part in week.parts)
        last = first + timedelta(days=DAYS_A_WEEK - 1)
        yield WeekRow(
            week.week, first, last, week.hours, parts, week.week == following.standing.week
        )
