"""A plan's values: what it is for, how fast it goes, its steps and its weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.catalogue.model import Stage
from app.catalogue.steps import StepKind
from app.planning.wishes import Wishes

FEWEST_HOURS_A_WEEK: Final = 1
MOST_HOURS_A_WEEK: Final = 40
USUAL_HOURS_A_WEEK: Final = 6
DAYS_A_WEEK: Final = 7
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099


@dataclass(frozen=True, slots=True)
class Target:
    """The role and stage that a plan is for."""

    role: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Pace:
    """Hours a week (1 to 40), and the days between which they are studied; ValueError says what cannot be."""

    hours_a_week: int = USUAL_HOURS_A_WEEK
    start: date | None = None
    deadline: date | None = None

    def __post_init__(self) -> None:
        if not FEWEST_HOURS_A_WEEK <= self.hours_a_week <= MOST_HOURS_A_WEEK:
            raise ValueError(
                f"{self.hours_a_week} hours a week: give a whole number from {FEWEST_HOURS_A_WEEK} to {MOST_HOURS_A_WEEK}"
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
    def weeks(self) -> int | None:
        """Whole weeks from start to deadline, None without a deadline.

        A week is seven days, the first beginning on the start date; the deadline's own day is no day of study. So from one Monday to the
        next is one week, and what is left over at the end (0 to 6 days) is not counted.
        """
        if self.deadline is None or self.start is None:
            return None
        return (self.deadline - self.start).days // DAYS_A_WEEK

    @property
    def hours(self) -> int | None:
        """Hours of study before the deadline, None without one."""
        return None if self.weeks is None else self.weeks * self.hours_a_week

    def first_day(self, week: int) -> date | None:
        """The day on which a week (from 1) begins, None without a start."""
        return None if self.start is None else self.start + timedelta(days=DAYS_A_WEEK * (week - 1))


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step at its place in the plan."""

    id: str
    skill: str
    kind: StepKind
    from_level: int
    to_level: int
    hours: int
    """The likely figure; 0 for experience."""
    week_first: int | None
    """Counted from 1; None for experience, which is measured in months beside the weeks."""
    week_last: int | None
    gain: float
    """What the step adds to readiness at its place, 0 to 1."""
    closes: tuple[str, ...]
    """The items (required skills or groups) whose gap this step, or a later one of its skill, makes smaller."""
    unlocks: tuple[str, ...]
    """Steps of other skills, later in this plan, that need this one first: in the plan's order."""


@dataclass(frozen=True, slots=True)
class WeekPart:
    """Hours of one week that go to one step."""

    step: str
    hours: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week of study, counted from 1; the hours are the sum of its parts'."""

    week: int
    hours: int
    parts: tuple[WeekPart, ...]


@dataclass(frozen=True, slots=True)
class PlanReadiness:
    """Readiness for the target, 0 to 1, as scoring gives it."""

    now: float
    at_deadline: float | None
    """With the plan's study steps done, no experience step; None without a deadline."""
    at_end: float
    """With all steps of this plan done, experience too."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Ordered steps that close the gaps to a target, fitted to hours a week."""

    target: Target
    pace: Pace
    wishes: Wishes
    readiness: PlanReadiness
    steps: tuple[PlannedStep, ...]
    """Study steps in their order, then experience steps."""
    weeks: tuple[Week, ...]
    left_out: tuple[str, ...]
    """Study steps that would make the plan whole and that the deadline had no room for, in the order in which they would come."""
    given_up: tuple[str, ...]
    """Steps that would make the plan whole and that the wish to leave steps out takes away, those steps among them, by id."""
    gap: float
    """How much readiness at most another choice of steps could bring more, 0 to 1; 0 without a deadline and where the choice is proven."""

    @property
    def optimal(self) -> bool:
        """Whether the choice of steps is proven best; always so without a deadline."""
        return self.gap == 0

    @property
    def hours(self) -> int:
        """All hours of study."""
        return sum(step.hours for step in self.steps)
