"""Values of a learning plan: target, pace, steps, weeks and readiness."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.catalogue.model import Stage
from app.catalogue.steps import StepKind
from app.planning.wishes import Wishes

MIN_HOURS_A_WEEK: Final = 1
MAX_HOURS_A_WEEK: Final = 40
USUAL_HOURS_A_WEEK: Final = 6
DAYS_A_WEEK: Final = 7
LONG_PLAN_HOURS: Final = 400
"""Above it a plan says what study alone cannot do."""
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099


@dataclass(frozen=True, slots=True)
class Target:
    """The role and stage that a plan is for."""

    role: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Pace:
    """Hours of study a week (1 to 40), the start date and the deadline.

    Raises ValueError for hours outside 1 to 40, dates outside the years 2000 to 2099, a deadline
    without a start, and a deadline before the start.
    """

    hours_a_week: int = USUAL_HOURS_A_WEEK
    start: date | None = None
    deadline: date | None = None

    def __post_init__(self) -> None:
        if not MIN_HOURS_A_WEEK <= self.hours_a_week <= MAX_HOURS_A_WEEK:
            raise ValueError(
                f"{self.hours_a_week} hours a week: "
                f"give a whole number from {MIN_HOURS_A_WEEK} to {MAX_HOURS_A_WEEK}"
            )
        if any(
            day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR
            for day in (self.start, self.deadline)
        ):
            raise ValueError(
                f"a plan's days lie in the years {FIRST_YEAR} to {LAST_YEAR}: give another"
            )
        if self.deadline is not None and self.start is None:
            raise ValueError(
                "a deadline needs a start to count the weeks from: give the start date too"
            )
        if self.deadline is not None and self.start is not None and self.deadline < self.start:
            raise ValueError(
                f"the deadline {self.deadline} is before the start {self.start}: give a later one"
            )

    @property
    def days(self) -> int | None:
        """Days of study from start to deadline, or None without a deadline.

        The deadline itself is not a day of study, so Monday to Monday is seven days.
        """
        if self.deadline is None or self.start is None:
            return None
        return (self.deadline - self.start).days

    @property
    def hours(self) -> int | None:
        """Hours of study before the deadline, or None without a deadline.

        An unfinished last week counts in part. Parts of an hour do not count.
        """
        return None if self.days is None else self.days * self.hours_a_week // DAYS_A_WEEK

    def first_day(self, week: int) -> date | None:
        """Return the day on which a week (counted from 1) begins, or None without a start."""
        return None if self.start is None else self.start + timedelta(days=DAYS_A_WEEK * (week - 1))

    def last_day(self, week: int) -> date | None:
        """Return the last day of study of a week, at most the day before the deadline.

        None without a start.
        """
        following = self.first_day(week + 1)
        if following is None:
            return None
        return min(following, self.deadline or following) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step at its position in the plan."""

    id: str
    skill: str
    kind: StepKind
    from_level: int
    to_level: int
    hours: int
    """Likely hours of study. 0 for experience steps."""
    week_first: int | None
    """Counted from 1. None for experience steps, which are measured in months."""
    week_last: int | None
    gain: float
    """Readiness that the step adds at its position, 0 to 1."""
    closes: tuple[str, ...]
    """Items whose gap this step, or a later step of its skill, reduces."""
    unlocks: tuple[str, ...]
    """Later steps of other skills that need this step first, in the plan's order."""


@dataclass(frozen=True, slots=True)
class WeekPart:
    """Hours of one week for one step."""

    step: str
    hours: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week of study, counted from 1. `hours` is the sum of its parts."""

    week: int
    hours: int
    parts: tuple[WeekPart, ...]


@dataclass(frozen=True, slots=True)
class PlanReadiness:
    """Readiness for the target, 0 to 1, as `app.scoring.readiness` computes it."""

    now: float
    at_deadline: float | None
    """With all study steps of the plan done, without experience. None without a deadline."""
    at_end: float
    """With all steps of the plan done, experience included."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Ordered steps that close the gaps to a target, distributed over weeks."""

    target: Target
    pace: Pace
    wishes: Wishes
    readiness: PlanReadiness
    steps: tuple[PlannedStep, ...]
    """Study steps in the order of study, then experience steps."""
    weeks: tuple[Week, ...]
    left_out: tuple[str, ...]
    """Study steps that the target or the wishes need and that do not fit before the deadline. Those
    that core requirements need come first, then the others, each in the order of study."""
    given_up: tuple[str, ...]
    """Steps that the target needs and that the wish to leave out steps removes, by id. They
    include the steps to be left out themselves."""
    gap: float
    """Upper bound for what another choice of steps could add, as a share of all worth, 0 to 1.
    0 if the choice is proven best, and always without a deadline."""

    @property
    def optimal(self) -> bool:
        """Return whether the choice of steps is proven best. Always true without a deadline."""
        return self.gap == 0

    @property
    def hours(self) -> int:
        """Total hours of study."""
        return sum(step.hours for step in self.steps)

    @property
    def is_long(self) -> bool:
        """Return whether the plan has so many hours that it needs practice beside it."""
        return self.hours > LONG_PLAN_HOURS
