"""Make a learning plan: which steps, in which order and weeks, and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.alternatives import possible_steps
from app.planning.choice import Choice, best_within
from app.planning.model import Pace, Plan, PlannedStep, PlanReadiness, Target
from app.planning.open_steps import OpenSteps, StepSet, indices, open_steps
from app.planning.points import Points, target_points
from app.planning.progress import confirmed
from app.planning.solver import Limits
from app.planning.step_reasons import closes, unlocks
from app.planning.weeks import fill_weeks, week_spans
from app.planning.wishes import NO_WISHES, Wishes
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of

USUAL_LIMITS = Limits()


def plan(
    catalogue: Catalogue,
    ratings: Ratings,
    target: Target,
    hours_a_week: int,
    start: date | None = None,
    deadline: date | None = None,
    limits: Limits = USUAL_LIMITS,
    wishes: Wishes = NO_WISHES,
) -> Plan:
    """Return the plan for a person and a target. Skills without an answer start at 0.

    Alternatives are settled first. Without a deadline the plan reaches full readiness, unless the
    person leaves out what that takes, and contains the wished steps. With a deadline it contains
    the wished steps that fit, and the study steps that earn most points within the hours from start
    to deadline. An experience step is in the plan where the ratings or the chosen steps meet its
    prerequisites. Steps in progress come first with what they need, then all others in the order of
    the role's path.

    Raises ValueError for an unknown role or stage, a level outside 0 to 4, hours outside 1 to 40, a
    deadline without a start or before it, and a date outside the years 2000 to 2099.
    """
    pace = Pace(hours_a_week, start, deadline)
    available = open_steps(catalogue, ratings, target, wishes)
    points = target_points(catalogue, ratings, target, available)
    choice = chosen_steps(available, points, pace, limits)
    study, left_out = choice.chosen, available.study & ~choice.chosen
    for_core = left_out & available.with_prerequisites(points.core)
    order = [available.steps[index] for index in _in_progress_first(available, study)]
    beside = [available.steps[index] for index in _experience(available, study)]
    weeks = fill_weeks(((step.id, _hours(step)) for step in order), hours_a_week)
    ready = readiness_after(catalogue, ratings, target, (*order, *beside))
    return Plan(
        target=target,
        pace=pace,
        wishes=wishes,
        readiness=PlanReadiness(
            ready[0], None if pace.deadline is None else ready[len(order)], ready[-1]
        ),
        steps=_planned(catalogue, ratings, target, (*order, *beside), ready, week_spans(weeks)),
        weeks=weeks,
        left_out=tuple(
            available.steps[index].id
            for index in (*indices(for_core), *indices(left_out & ~for_core))
        ),
        given_up=_removed_by_wishes(catalogue, ratings, target, wishes),
        gap=min(1.0, choice.gap / points.whole),
    )


def chosen_steps(available: OpenSteps, points: Points, pace: Pace, limits: Limits) -> Choice:
    """Return the study steps of a plan at this pace."""
    if pace.hours is None:
        return Choice(available.study)
    return best_within(available, points, pace.hours, limits)


def readiness_after(
    catalogue: Catalogue, ratings: Ratings, target: Target, steps: Iterable[Step]
) -> list[float]:
    """Return readiness, 0 to 1, before the first step and after each one."""
    requirements = requirements_of(catalogue, target.role, target.stage)
    ready = [stage_readiness(requirements, ratings).now]
    for step in steps:
        ratings = confirmed(catalogue, ratings, [step.id])
        ready.append(stage_readiness(requirements, ratings).now)
    return ready


def _in_progress_first(available: OpenSteps, chosen: StepSet) -> tuple[int, ...]:
    """Order the chosen steps. Steps in progress and their prerequisites come first."""
    first = available.with_prerequisites(available.in_progress & chosen)
    return (*indices(first), *indices(chosen & ~first))


def _experience(available: OpenSteps, study: StepSet) -> list[int]:
    """Return the experience steps whose prerequisites the ratings or the chosen steps meet."""
    everything = (1 << len(available.steps)) - 1
    return [
        index
        for index in indices(everything & ~available.study)
        if not available.prerequisites[index] & ~study
    ]


def _removed_by_wishes(
    catalogue: Catalogue, ratings: Ratings, target: Target, wishes: Wishes
) -> tuple[str, ...]:
    """Return the ids of steps that leaving out steps removes, with or without a deadline."""
    if not wishes.leave_out:
        return ()
    whole = open_steps(catalogue, ratings, target, replace(wishes, leave_out=frozenset()))
    possible = possible_steps(catalogue, ratings, wishes.leave_out)
    return tuple(sorted(step.id for step in whole.steps if step.id not in possible))


def _planned(
    catalogue: Catalogue,
    ratings: Ratings,
    target: Target,
    steps: tuple[Step, ...],
    ready: list[float],
    weeks: dict[str, tuple[int, int]],
) -> tuple[PlannedStep, ...]:
    closing = closes(catalogue, ratings, target, steps)
    unlocking = unlocks(catalogue, ratings, steps)
    return tuple(
        PlannedStep(
            id=step.id,
            skill=step.skill,
            kind=step.kind,
            from_level=step.from_level,
            to_level=step.to_level,
            hours=_hours(step),
            week_first=weeks[step.id][0] if step.id in weeks else None,
            week_last=weeks[step.id][1] if step.id in weeks else None,
            gain=after - before,
            closes=closing[step.id],
            unlocks=unlocking[step.id],
        )
        for step, before, after in zip(steps, ready, ready[1:], strict=False)
    )


def _hours(step: Step) -> int:
    return step.hours.likely if step.hours else 0
