"""Progress in a plan: steps done, steps overdue, and the readiness by now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.catalogue.model import Catalogue, Ratings
from app.planning.alternatives import is_met, level_of
from app.planning.model import Plan
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """A person's progress in a plan on a given day."""

    week: int | None
    """Week of the plan, counted from 1. None before the first week, after the last, and without a
    start."""
    done: tuple[str, ...]
    """Steps of the plan that are done, in its order."""
    behind: tuple[str, ...]
    """Overdue study steps: not done although their last week is over. In the plan's order."""
    behind_hours: int
    """Total hours of the overdue steps."""
    readiness: float
    """Readiness for the target with the done steps, 0 to 1. A skipped item counts as not met."""
    up_to: float
    """The same if every item that is still skipped met its requirement, `readiness` to 1."""


def confirmed(catalogue: Catalogue, ratings: Ratings, done: Iterable[str]) -> Ratings:
    """Return the ratings raised to the level that each done step reaches.

    A skipped skill counts as answered then. Unknown steps change nothing.
    """
    raised = dict(ratings)
    for id in done:
        step = catalogue.step.get(id)
        if step and not is_met(step, raised):
            raised[step.skill] = step.to_level
    return raised


def progress_report(
    catalogue: Catalogue, ratings: Ratings, plan: Plan, done: Iterable[str], today: date
) -> ProgressReport:
    """Return the progress of a person who has done these steps since the assessment.

    `ratings` are those of the assessment. A step also counts as done if a later step of its skill
    is done.
    """
    now, over = confirmed(catalogue, ratings, done), weeks_over(plan, today)
    requirements = requirements_of(catalogue, plan.target.role, plan.target.stage)
    finished = {step.id for step in plan.steps if level_of(now, step.skill) >= step.to_level}
    ready = stage_readiness(requirements, now)
    behind = [
        step
        for step in plan.steps
        if step.week_last and step.week_last <= over and step.id not in finished
    ]
    return ProgressReport(
        week=_week(plan, today, over),
        done=tuple(step.id for step in plan.steps if step.id in finished),
        behind=tuple(step.id for step in behind),
        behind_hours=sum(step.hours for step in behind),
        readiness=ready.now,
        up_to=ready.up_to,
    )


def weeks_over(plan: Plan, today: date) -> int:
    """Return how many weeks of the plan have ended before this day. 0 without a start."""
    last_days = [plan.pace.last_day(week) for week in range(1, len(plan.weeks) + 1)]
    return sum(1 for day in last_days if day is not None and day < today)


def _week(plan: Plan, today: date, over: int) -> int | None:
    """Return the week of this day, before which so many weeks have ended; None outside the plan."""
    if plan.pace.start is None or today < plan.pace.start or over == len(plan.weeks):
        return None
    return over + 1
