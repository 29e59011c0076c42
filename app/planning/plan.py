"""Make a learning plan: which steps, in which order, in which weeks, and why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.choice import Choice, best_within
from app.planning.fewest_hours import fewest_hours
from app.planning.model import Pace, Plan, PlannedStep, PlanReadiness, Target
from app.planning.open_steps import OpenSteps, StepSet, indices, open_steps
from app.planning.order import order_experience_steps, order_study_steps
from app.planning.points import Points, target_points
from app.planning.solver import Limits
from app.planning.step_reasons import closes, unlocks
from app.planning.weeks import fill_weeks, week_spans
from app.planning.wishes import NO_WISHES, Wishes

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
    """Return the best plan for a person and a target. Skills without an answer start at 0.

    Without a deadline the plan reaches full readiness by the alternatives with the fewest hours,
    and contains the wished steps. With a deadline it contains the wished steps that fit, and the
    study steps that bring the most readiness within `hours_a_week` x the whole weeks from start to
    deadline. It then contains only experience steps whose prerequisites are met.

    Raises ValueError for an unknown role or stage, a level outside 0 to 4, hours outside 1 to 40, a
    deadline without a start or before it, and a date outside the years 2000 to 2099.
    """
    pace = Pace(hours_a_week, start, deadline)
    available = open_steps(catalogue, ratings, target, wishes)
    points = target_points(catalogue, ratings, target, available)
    choice = chosen_steps(available, points, pace, limits)
    missing = fewest_hours(available, available.goals, base=choice.chosen)
    experience = _reachable(available, missing & ~available.study, choice.chosen)
    order = _in_progress_first(available, points, choice.chosen)
    beside = order_experience_steps(available, points, experience, choice.chosen)
    left_out = order_study_steps(available, points, missing & available.study, choice.chosen)
    weeks = fill_weeks(
        ((available.steps[index].id, available.hours[index]) for index in order), hours_a_week
    )
    return Plan(
        target=target,
        pace=pace,
        wishes=wishes,
        readiness=_readiness(points, pace, choice.chosen, choice.chosen | experience),
        steps=_planned(
            catalogue,
            ratings,
            target,
            _gains(available, points, (*order, *beside)),
            week_spans(weeks),
        ),
        weeks=weeks,
        left_out=tuple(available.steps[index].id for index in left_out),
        given_up=_removed_by_wishes(catalogue, ratings, target, wishes, available),
        gap=min(1.0, points.share(choice.gap)),
    )


def chosen_steps(available: OpenSteps, points: Points, pace: Pace, limits: Limits) -> Choice:
    """Return the study steps of a plan at this pace."""
    if pace.hours is None:
        return Choice(fewest_hours(available, available.goals) & available.study)
    return best_within(available, points, pace.hours, limits)


def _in_progress_first(available: OpenSteps, points: Points, chosen: StepSet) -> tuple[int, ...]:
    """Order the chosen steps. Steps in progress and their prerequisites come first."""
    first = fewest_hours(
        available, [1 << index for index in indices(available.in_progress & chosen)], within=chosen
    )
    return (
        *order_study_steps(available, points, first),
        *order_study_steps(available, points, chosen & ~first, first),
    )


def _removed_by_wishes(
    catalogue: Catalogue, ratings: Ratings, target: Target, wishes: Wishes, available: OpenSteps
) -> tuple[str, ...]:
    """Return the steps of the full plan that the wish to leave out steps removes, by id."""
    if not wishes.leave_out:
        return ()
    without = open_steps(catalogue, ratings, target, replace(wishes, leave_out=frozenset()))
    possible = {step.id for step in available.steps}
    whole = (without.steps[index].id for index in indices(fewest_hours(without, without.goals)))
    return tuple(id for id in whole if id not in possible)


def _reachable(available: OpenSteps, experience: StepSet, study: StepSet) -> StepSet:
    """Return the experience steps whose prerequisites the ratings or the chosen steps meet."""
    return sum(
        1 << index
        for index in indices(experience)
        if all(alternatives & study for alternatives in available.prerequisites[index])
    )


def _readiness(points: Points, pace: Pace, study: StepSet, everything: StepSet) -> PlanReadiness:
    at_deadline = None if pace.deadline is None else points.share(points.of(study))
    return PlanReadiness(points.share(points.met), at_deadline, points.share(points.of(everything)))


def _gains(available: OpenSteps, points: Points, order: Sequence[int]) -> list[tuple[Step, float]]:
    """Return each step with the readiness that it adds at its position."""
    done, gains = 0, list[tuple[Step, float]]()
    for index in order:
        gains.append((available.steps[index], points.share(points.gain(done, 1 << index))))
        done |= 1 << index
    return gains


def _planned(
    catalogue: Catalogue,
    ratings: Ratings,
    target: Target,
    gains: list[tuple[Step, float]],
    weeks: dict[str, tuple[int, int]],
) -> tuple[PlannedStep, ...]:
    steps = [step for step, _ in gains]
    closing, unlocking = (
        closes(catalogue, ratings, target, steps),
        unlocks(catalogue, ratings, steps),
    )
    return tuple(
        PlannedStep(
            id=step.id,
            skill=step.skill,
            kind=step.kind,
            from_level=step.from_level,
            to_level=step.to_level,
            hours=step.hours.likely if step.hours else 0,
            week_first=weeks[step.id][0] if step.id in weeks else None,
            week_last=weeks[step.id][1] if step.id in weeks else None,
            gain=gain,
            closes=closing[step.id],
            unlocks=unlocking[step.id],
        )
        for step, gain in gains
    )
