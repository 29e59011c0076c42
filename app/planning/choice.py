"""Choose the steps with the most readiness that fit before a deadline, proven best by HiGHS.

The integer program has a binary variable per open study step, and a variable from 0 to 1 per
further level of a group of alternatives. Constraints: a step needs one alternative of each of its
prerequisites, a group's level needs one of its steps, and all hours fit. The objective is readiness
in whole points. Ties are broken by terms that sum to less than one point: fewer hours, then earlier
ids. Hours of steps that the plan for full readiness does not use count twice.

Wished steps are forced, in the order of their priority, if they fit with their prerequisites. Steps
of a focus bring extra points, which count in the choice but not as readiness.
"""

from dataclasses import dataclass
from math import floor, isinf
from typing import Final

from app.planning.fewest_hours import fewest_hours
from app.planning.open_steps import OpenSteps, StepSet, indices
from app.planning.order import order_study_steps
from app.planning.points import Points
from app.planning.solver import Constraint, Limits, Model, solve

DETOUR_WEIGHT: Final = 2
"""Weight of an hour, between choices of equal readiness, for steps outside the full plan."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen study steps.

    `gap` is an upper bound for the points that another set could add within the same hours and with
    the same wishes. 0 means proven best. Points count readiness and the focus, if there is one.
    """

    chosen: StepSet
    gap: int = 0

    @property
    def optimal(self) -> bool:
        """Return whether the set is proven best for these hours and wishes."""
        return self.gap == 0


def best_within(available: OpenSteps, points: Points, hours: int, limits: Limits) -> Choice:
    """Return the closed set of study steps with the most readiness that fits into the hours.

    It contains the wished steps that fit.
    """
    full_plan = fewest_hours(available, available.goals) & available.study
    if available.hours_of(full_plan) <= hours:
        return Choice(full_plan)
    study = [index for index in indices(available.study) if available.hours[index] <= hours]
    if not study:
        return Choice(0)
    wished = _wished_that_fit(available, hours)
    solution = solve(_model(available, points, study, hours, full_plan, wished), limits)
    chosen = sum(
        1 << index for index, value in zip(study, solution.values, strict=False) if value > 1 / 2
    )
    is_valid = (
        bool(solution.values)
        and available.is_closed(chosen)
        and available.hours_of(chosen) <= hours
        and not wished & ~chosen
    )
    if not is_valid:
        chosen = _greedy_choice(available, points, full_plan, hours, wished)
    needed = _without_unneeded(available, points, chosen, wished)
    return Choice(
        needed,
        0
        if solution.proven and is_valid
        else _gap(points, needed, solution.bound, _one_point(available, study, full_plan)),
    )


def _wished_that_fit(available: OpenSteps, hours: int) -> StepSet:
    """Return the wished steps that fit with their prerequisites, tried by priority."""
    taken = 0
    for index in available.wished:
        goals = [1 << each for each in indices(taken | 1 << index)]
        if available.hours_of(fewest_hours(available, goals)) <= hours:
            taken |= 1 << index
    return taken


def _model(
    available: OpenSteps,
    points: Points,
    study: list[int],
    hours: int,
    full_plan: StepSet,
    wished: StepSet,
) -> Model:
    column = {index: number for number, index in enumerate(study)}
    one_point = _one_point(available, study, full_plan)
    costs = [
        (points.own[p] + points.focus_points[p]) * one_point
        - _price(available, p, full_plan)
        - (n + 1) / (len(study) + 1) ** 2
        for p, n in column.items()
    ]
    rows = [Constraint({n: available.hours[p] for p, n in column.items()}, at_most=hours)]
    rows += [Constraint({column[index]: -1}, at_most=-1) for index in indices(wished)]
    for index, number in column.items():
        rows += [
            Constraint({number: 1, **_any_of(alternatives, column)}, at_most=0)
            for alternatives in available.prerequisites[index]
        ]
    for group_level in points.group_levels:
        rows.append(Constraint({len(costs): 1, **_any_of(group_level.steps, column)}, at_most=0))
        costs.append(group_level.points * one_point)
    return Model(tuple(costs), whole=len(study), rows=tuple(rows))


def _price(available: OpenSteps, index: int, full_plan: StepSet) -> int:
    return available.hours[index] * (1 if full_plan >> index & 1 else DETOUR_WEIGHT)


def _one_point(available: OpenSteps, study: list[int], full_plan: StepSet) -> int:
    """Return the objective value of one point of readiness: more than all hours together."""
    return sum(_price(available, index, full_plan) for index in study) + 1


def _gap(points: Points, chosen: StepSet, bound: float, one_point: int) -> int:
    """Return how many more points are possible by the bound of a search that ended early.

    The objective of a set is its points minus less than one point, which limits the points under
    the bound.
    """
    every = points.whole - points.met + sum(points.focus_points)
    most = every if isinf(bound) else min(every, floor(bound / one_point) + 1)
    return max(0, most - points.worth(0, chosen))


def _any_of(alternatives: StepSet, column: dict[int, int]) -> dict[int, int]:
    return {column[index]: -1 for index in indices(alternatives) if index in column}


def _without_unneeded(
    available: OpenSteps, points: Points, chosen: StepSet, wished: StepSet
) -> StepSet:
    """Drop the steps that the solver chose without any effect on the reached levels."""
    reached = [
        1 << index
        for index in indices(chosen)
        if points.own[index] or (wished | available.focus) >> index & 1
    ]
    reached += [
        group_level.steps & chosen
        for group_level in points.group_levels
        if group_level.steps & chosen
    ]
    return fewest_hours(available, reached, within=chosen)


def _greedy_choice(
    available: OpenSteps, points: Points, full_plan: StepSet, hours: int, wished: StepSet
) -> StepSet:
    """Return a valid choice for when the solver found none in time.

    It takes the wished steps, then the steps of the full plan that still fit.
    """
    chosen = fewest_hours(available, [1 << index for index in indices(wished)])
    left = hours - available.hours_of(chosen)
    for index in order_study_steps(available, points, full_plan & ~chosen, chosen):
        if available.hours[index] <= left and all(
            alternatives & chosen for alternatives in available.prerequisites[index]
        ):
            chosen, left = chosen | 1 << index, left - available.hours[index]
    return chosen
