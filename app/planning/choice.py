"""Which steps to take when the hours before a deadline are not enough for all: the most readiness, proven, by HiGHS.

The model has a yes-or-no variable for each open study step and, for each further level of a group of alternatives, a share that one of
them must carry. A step needs one of each of its prerequisites; all hours fit; the objective is readiness in whole points. Among equal
choices it prefers fewer hours, those off the way to full readiness counting twice, then earlier ids: all that is less than one point.
"""

from dataclasses import dataclass
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
    """The chosen study steps, and whether no other set within the hours is proven to bring more readiness."""

    chosen: Places
    optimal: bool


def best_within(ground: OpenSteps, points: Points, hours: int, limits: Limits) -> Choice:
    """The closed set of study steps within the hours that brings the most readiness."""
    everything = fewest_hours(ground, ground.goals) & ground.study
    if ground.hours_of(everything) <= hours:
        return Choice(everything, optimal=True)
    study = [place for place in places(ground.study) if ground.hours[place] <= hours]
    if not study:
        return Choice(0, optimal=True)
    answer = solve(_model(ground, points, study, hours, everything), limits)
    chosen = sum(1 << place for place, value in zip(study, answer.values, strict=False) if value > 1 / 2)
    if not answer.values or not ground.is_closed(chosen) or ground.hours_of(chosen) > hours:
        return Choice(_first_that_fit(ground, points, everything, hours), optimal=False)
    return Choice(_without_detours(ground, points, chosen), answer.proven)


def _model(ground: OpenSteps, points: Points, study: list[int], hours: int, everything: Places) -> Model:
    column = {place: number for number, place in enumerate(study)}
    price = {place: ground.hours[place] * (1 if everything >> place & 1 else OFF_THE_WAY) for place in study}
    one_point = sum(price.values()) + 1
    costs = [points.own[p] * one_point - price[p] - (n + 1) / (len(study) + 1) ** 2 for p, n in column.items()]
    rows = [Row({n: ground.hours[p] for p, n in column.items()}, at_most=hours)]
    for place, number in column.items():
        rows += [Row({number: 1, **_any_of(alternatives, column)}, at_most=0) for alternatives in ground.waits[place]]
    for rung in points.rungs:
        rows.append(Row({len(costs): 1, **_any_of(rung.steps, column)}, at_most=0))
        costs.append(rung.points * one_point)
    return Model(tuple(costs), whole=len(study), rows=tuple(rows))


def _any_of(alternatives: Places, column: dict[int, int]) -> dict[int, int]:
    return {column[place]: -1 for place in places(alternatives) if place in column}


def _without_detours(ground: OpenSteps, points: Points, chosen: Places) -> Places:
    """The fewest hours that reach the same levels: whatever the solver took for nothing is dropped."""
    reached = [1 << place for place in places(chosen) if points.own[place]]
    reached += [rung.steps & chosen for rung in points.rungs if rung.steps & chosen]
    return fewest_hours(ground, reached, within=chosen)


def _first_that_fit(ground: OpenSteps, points: Points, everything: Places, hours: int) -> Places:
    """A choice that stands where the solver gave none in its time: the whole plan's steps in their order, as long as they fit."""
    chosen, left = 0, hours
    for place in in_order(ground, points, everything):
        if ground.hours[place] <= left and all(alternatives & chosen for alternatives in ground.waits[place]):
            chosen, left = chosen | 1 << place, left - ground.hours[place]
    return chosen
