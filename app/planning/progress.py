"""Where a person stands in a plan: what is done, what should be done by now, and what both mean for readiness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import DAYS_A_WEEK, Plan
from app.planning.open_steps import level_of
from app.scoring.readiness import stage_readiness


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan and its person on a day."""

    week: int | None
    """The plan's week in which the day lies, from 1; None before the first week, after the last, and without a start."""
    done: tuple[str, ...]
    """The plan's steps that are done, in its order."""
    behind: tuple[str, ...]
    """Study steps whose last week is over and that are not done, in the plan's order."""
    behind_hours: int
    """The hours of those steps."""
    readiness: float
    """Readiness for the target with all that is done, 0 to 1."""


def confirmed(catalogue: Catalogue, ratings: Ratings, done: Iterable[str]) -> Ratings:
    """The ratings raised to the level that each done step reaches; a skip counts as answered then. Unknown steps change nothing."""
    raised = dict(ratings)
    for id in done:
        step = catalogue.step.get(id)
        if step and step.to_level > level_of(raised, step.skill):
            raised[step.skill] = step.to_level
    return raised


def standing(
    catalogue: Catalogue, ratings: Ratings, plan: Plan, done: Iterable[str], today: date
) -> Standing:
    """Where somebody stands who has done these steps since the assessment with these ratings.

    A step is done too when a later one of its skill is: whoever reached the higher level has the lower one.
    """
    now, over = confirmed(catalogue, ratings, done), weeks_over(plan, today)
    finished = {step.id for step in plan.steps if level_of(now, step.skill) >= step.to_level}
    behind = [
        step
        for step in plan.steps
        if step.week_last and step.week_last <= over and step.id not in finished
    ]
    return Standing(
        week=_week(plan, today),
        done=tuple(step.id for step in plan.steps if step.id in finished),
        behind=tuple(step.id for step in behind),
        behind_hours=sum(step.hours for step in behind),
        readiness=stage_readiness(catalogue, now, plan.target.role, plan.target.stage).now,
    )


def weeks_over(plan: Plan, today: date) -> int:
    """How many of the plan's weeks have ended before this day; 0 without a start."""
    if plan.pace.start is None:
        return 0
    return min(max((today - plan.pace.start).days // DAYS_A_WEEK, 0), len(plan.weeks))


def _week(plan: Plan, today: date) -> int | None:
    start = plan.pace.start
    if start is None or today < start:
        return None
    week = (today - start).days // DAYS_A_WEEK + 1
    return week if week <= len(plan.weeks) else None
