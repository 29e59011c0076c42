"""Which steps to take when the hours before a deadline are not enough for all: the most readiness, proven, by HiGHS.

The model has a yes-or-no variable for each open study step and, for each further level of a group of alternatives, a share that one of
them must carry. A step needs one of each of its prerequisites; all hours fit; the objective is readiness in whole points. Among equal
choices it prefers fewer hours, those off the way to full readiness counting twice, then earlier ids: all that is less than one point.
Wished steps come first: each in its turn, if it fits with what it needs, must be taken, and the rest is chosen beside them.
Steps of a focus bring points of their own, which count in the choice and are no readiness.
"""

from dataclasses import dataclass
from math import floor, isinf
from typing import Final

from app.planning.fewest import fewest_hours
from app.planning.open_steps import OpenSteps, Places, places
from app.planning.order import in_order
from app.planning.points import Points
from app.planning.solver import Limits, Model, Row, solve

OFF_THE_WAY: Final = 2
"""How many times an hour counts, between choices of equal readiness, when full readiness would go another way."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen study steps, and how many points at most another set within the hours, with the same wishes, could bring more: 0 is proof.

    Points are those of readiness, and of a focus where there is one.
    """

    chosen: Places
    gap: int = 0

    @property
    def optimal(self) -> bool:
        """Whether no other set within the hours and with the same wishes brings more: proven."""
        return self.gap == 0


def best_within(ground: OpenSteps, points: Points, hours: int, limits: Limits) -> Choice:
    """The closed set of study steps within the hours that brings the most readiness beside the wished ones that fit."""
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
    """The wished steps that fit with what they need: each in its turn, if there is still room for it."""
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
    rows = [Row({n: ground.hours[p] for p, n in column.items()}, at_most=hours)]
    rows += [Row({column[place]: -1}, at_most=-1) for place in places(wished)]
    for place, number in column.items():
        rows += [
            Row({number: 1, **_any_of(alternatives, column)}, at_most=0)
            for alternatives in ground.waits[place]
        ]
    for rung in points.rungs:
        rows.append(Row({len(costs): 1, **_any_of(rung.steps, column)}, at_most=0))
        costs.append(rung.points * one_point)
    return Model(tuple(costs), whole=len(study), rows=tuple(rows))


def _price(ground: OpenSteps, place: int, everything: Places) -> int:
    return ground.hours[place] * (1 if everything >> place & 1 else OFF_THE_WAY)


def _one_point(ground: OpenSteps, study: list[int], everything: Places) -> int:
    """What one point of readiness is worth: more than all hours together."""
    return sum(_price(ground, place, everything) for place in study) + 1


def _gap(points: Points, chosen: Places, bound: float, one_point: int) -> int:
    """How many points more the bound of a search that ended early leaves possible.

    The objective of a set is its points, less a part of one: at most so many points fit under the bound.
    """
    every = points.whole - points.met + sum(points.lean)
    most = every if isinf(bound) else min(every, floor(bound / one_point) + 1)
    return max(0, most - points.worth(0, chosen))


def _any_of(alternatives: Places, column: dict[int, int]) -> dict[int, int]:
    return {column[place]: -1 for place in places(alternatives) if place in column}


def _without_detours(ground: OpenSteps, points: Points, chosen: Places, wished: Places) -> Places:
    """The fewest hours that reach the same levels: whatever the solver took for nothing is dropped."""
    reached = [
        1 << place
        for place in places(chosen)
        if points.own[place] or (wished | ground.focus) >> place & 1
    ]
    reached += [rung.steps & chosen for rung in points.rungs if rung.steps & chosen]
    return fewest_hours(ground, reached, within=chosen)


def _first_that_fit(
    ground: OpenSteps, points: Points, everything: Places, hours: int, wished: Places
) -> Places:
    """A choice that stands where the solver gave none in its time: the wished steps, then the whole plan's as long as they fit."""
    chosen = fewest_hours(ground, [1 << place for place in places(wished)])
    left = hours - ground.hours_of(chosen)
    for place in in_order(ground, points, everything & ~chosen, chosen):
        if ground.hours[place] <= left and all(
            alternatives & chosen for alternatives in ground.waits[place]
        ):
            chosen, left = chosen | 1 << place, left - ground.hours[place]
    return chosen
