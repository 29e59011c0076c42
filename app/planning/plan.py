"""Make a learning plan: which steps, in which order, in which weeks, and why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.choice import Choice, best_within
from app.planning.fewest import fewest_hours
from app.planning.model import Pace, Plan, PlannedStep, PlanReadiness, Target
from app.planning.open_steps import OpenSteps, Places, open_steps, places
from app.planning.order import experience_in_order, in_order
from app.planning.points import Points, points
from app.planning.solver import Limits
from app.planning.weeks import fill_weeks, span
from app.planning.why import closes, unlocks
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
    ground = open_steps(catalogue, ratings, target, wishes)
    counted = points(catalogue, ratings, target, ground)
    choice = chosen_steps(ground, counted, pace, limits)
    missing = fewest_hours(ground, ground.goals, kept=choice.chosen)
    experience = _reachable(ground, missing & ~ground.study, choice.chosen)
    order = _begun_first(ground, counted, choice.chosen)
    beside = experience_in_order(ground, counted, experience, choice.chosen)
    left_out = in_order(ground, counted, missing & ground.study, choice.chosen)
    weeks = fill_weeks(
        ((ground.steps[place].id, ground.hours[place]) for place in order), hours_a_week
    )
    return Plan(
        target=target,
        pace=pace,
        wishes=wishes,
        readiness=_readiness(counted, pace, choice.chosen, choice.chosen | experience),
        steps=_planned(
            catalogue, ratings, target, _gains(ground, counted, (*order, *beside)), span(weeks)
        ),
        weeks=weeks,
        left_out=tuple(ground.steps[place].id for place in left_out),
        given_up=_given_up(catalogue, ratings, target, wishes, ground),
        gap=min(1.0, counted.share(choice.gap)),
    )


def chosen_steps(ground: OpenSteps, counted: Points, pace: Pace, limits: Limits) -> Choice:
    """Return the study steps of a plan at this pace."""
    if pace.hours is None:
        return Choice(fewest_hours(ground, ground.goals) & ground.study)
    return best_within(ground, counted, pace.hours, limits)


def _begun_first(ground: OpenSteps, counted: Points, chosen: Places) -> tuple[int, ...]:
    """Order the chosen steps. Steps in progress and their prerequisites come first."""
    begun = fewest_hours(
        ground, [1 << place for place in places(ground.begun & chosen)], within=chosen
    )
    return (*in_order(ground, counted, begun), *in_order(ground, counted, chosen & ~begun, begun))


def _given_up(
    catalogue: Catalogue, ratings: Ratings, target: Target, wishes: Wishes, ground: OpenSteps
) -> tuple[str, ...]:
    """Return the steps of the full plan that the wish to leave out steps removes, by id."""
    if not wishes.leave_out:
        return ()
    without = open_steps(catalogue, ratings, target, replace(wishes, leave_out=frozenset()))
    possible = {step.id for step in ground.steps}
    whole = (without.steps[place].id for place in places(fewest_hours(without, without.goals)))
    return tuple(id for id in whole if id not in possible)


def _reachable(ground: OpenSteps, experience: Places, study: Places) -> Places:
    """Return the experience steps whose prerequisites the ratings or the chosen steps meet."""
    return sum(
        1 << place
        for place in places(experience)
        if all(alternatives & study for alternatives in ground.waits[place])
    )


def _readiness(counted: Points, pace: Pace, study: Places, everything: Places) -> PlanReadiness:
    at_deadline = None if pace.deadline is None else counted.share(counted.of(study))
    return PlanReadiness(
        counted.share(counted.met), at_deadline, counted.share(counted.of(everything))
    )


def _gains(ground: OpenSteps, counted: Points, order: Sequence[int]) -> list[tuple[Step, float]]:
    """Return each step with the readiness that it adds at its position."""
    done, gains = 0, list[tuple[Step, float]]()
    for place in order:
        gains.append((ground.steps[place], counted.share(counted.gain(done, 1 << place))))
        done |= 1 << place
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
