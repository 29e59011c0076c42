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

from app.planning.fewest import fewest_hours
from app.planning.open_steps import OpenSteps, Places, places
from app.planning.order import in_order
from app.planning.points import Points
from app.planning.solver import Constraint, Limits, Model, solve

OFF_THE_WAY: Final = 2
"""Weight of an hour, between choices of equal readiness, for steps outside the full plan."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen study steps.

    `gap` is an upper bound for the points that another set could add within the same hours and with
    the same wishes. 0 means proven best. Points count readiness and the focus, if there is one.
    """

    chosen: Places
    gap: int = 0

    @property
    def optimal(self) -> bool:
        """Whether the set is proven best for these hours and wishes."""
        return self.gap == 0


def best_within(ground: OpenSteps, points: Points, hours: int, limits: Limits) -> Choice:
    """Return the closed set of study steps with the most readiness that fits into the hours.

    It contains the wished steps that fit.
    """
    everything = fewest_hours(ground, ground.goals) & ground.study
    if ground.hours_of(everything) <= hours:
        return Choice(everything)
    study = [place for place in places(ground.study) if ground.hours[place] <= hours]
    if not study:
        return Choice(0)
    wished = _wished_that_fit(ground, hours)
    answer = solve(_model(ground, points, study, hours, everything, wished), limits)
    chosen = sum(
        1 << place for place, value in zip(study, answer.values, strict=False) if value > 1 / 2
    )
    stands = (
        bool(answer.values)
        and ground.is_closed(chosen)
        and ground.hours_of(chosen) <= hours
        and not wished & ~chosen
    )
    if not stands:
        chosen = _first_that_fit(ground, points, everything, hours, wished)
    found = _without_detours(ground, points, chosen, wished)
    return Choice(
        found,
        0
        if answer.proven and stands
        else _gap(points, found, answer.bound, _one_point(ground, study, everything)),
    )


def _wished_that_fit(ground: OpenSteps, hours: int) -> Places:
    """Return the wished steps that fit with their prerequisites, tried by priority."""
    taken = 0
    for place in ground.wished:
        goals = [1 << each for each in places(taken | 1 << place)]
        if ground.hours_of(fewest_hours(ground, goals)) <= hours:
            taken |= 1 << place
    return taken


def _model(
    ground: OpenSteps,
    points: Points,
    study: list[int],
    hours: int,
    everything: Places,
    wished: Places,
) -> Model:
    column = {place: number for number, place in enumerate(study)}
    one_point = _one_point(ground, study, everything)
    costs = [
        (points.own[p] + points.lean[p]) * one_point
        - _price(ground, p, everything)
        - (n + 1) / (len(study) + 1) ** 2
        for p, n in column.items()
    ]
    rows = [Constraint({n: ground.hours[p] for p, n in column.items()}, at_most=hours)]
    rows += [Constraint({column[place]: -1}, at_most=-1) for place in places(wished)]
    for place, number in column.items():
        rows += [
            Constraint({number: 1, **_any_of(alternatives, column)}, at_most=0)
            for alternatives in ground.waits[place]
        ]
    for group_level in points.group_levels:
        rows.append(Constraint({len(costs): 1, **_any_of(group_level.steps, column)}, at_most=0))
        costs.append(group_level.points * one_point)
    return Model(tuple(costs), whole=len(study), rows=tuple(rows))


def _price(ground: OpenSteps, place: int, everything: Places) -> int:
    return ground.hours[place] * (1 if everything >> place & 1 else OFF_THE_WAY)


def _one_point(ground: OpenSteps, study: list[int], everything: Places) -> int:
    """Return the objective value of one point of readiness: more than all hours together."""
    return sum(_price(ground, place, everything) for place in study) + 1


def _gap(points: Points, chosen: Places, bound: float, one_point: int) -> int:
    """Return how many more points are possible by the bound of a search that ended early.

    The objective of a set is its points minus less than one point, which limits the points under
    the bound.
    """
    every = points.whole - points.met + sum(points.lean)
    most = every if isinf(bound) else min(every, floor(bound / one_point) + 1)
    return max(0, most - points.worth(0, chosen))


def _any_of(alternatives: Places, column: dict[int, int]) -> dict[int, int]:
    return {column[place]: -1 for place in places(alternatives) if place in column}


def _without_detours(ground: OpenSteps, points: Points, chosen: Places, wished: Places) -> Places:
    """Drop the steps that the solver chose without any effect on the reached levels."""
    reached = [
        1 << place
        for place in places(chosen)
        if points.own[place] or (wished | ground.focus) >> place & 1
    ]
    reached += [
        group_level.steps & chosen
        for group_level in points.group_levels
        if group_level.steps & chosen
    ]
    return fewest_hours(ground, reached, within=chosen)


def _first_that_fit(
    ground: OpenSteps, points: Points, everything: Places, hours: int, wished: Places
) -> Places:
    """Return a valid choice for when the solver found none in time.

    It takes the wished steps, then the steps of the full plan that still fit.
    """
    chosen = fewest_hours(ground, [1 << place for place in places(wished)])
    left = hours - ground.hours_of(chosen)
    for place in in_order(ground, points, everything & ~chosen, chosen):
        if ground.hours[place] <= left and all(
            alternatives & chosen for alternatives in ground.waits[place]
        ):
            chosen, left = chosen | 1 << place, left - ground.hours[place]
    return chosen
