"""Choose the steps that bring most before a deadline, proven best by HiGHS.

The integer program has a binary variable per open study step. Constraints: a step needs its
prerequisites, and all hours fit. The objective is worth (see points.py); of equal choices the one
with fewer hours wins. Alternatives are settled before, so that the hours never decide between them.

Wished steps are forced, in the order of their priority, if they fit with their prerequisites.
"""

from dataclasses import dataclass
from math import floor, isinf

from app.planning.open_steps import OpenSteps, StepSet, indices
from app.planning.points import Points
from app.planning.solver import Constraint, Limits, Model, solve


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen study steps.

    `gap` is an upper bound for the points that another set could add within the same hours and with
    the same wishes. 0 means proven best. Points count the focus, if there is one.
    """

    chosen: StepSet
    gap: int = 0

    @property
    def optimal(self) -> bool:
        """Return whether the set is proven best for these hours and wishes."""
        return self.gap == 0


def best_within(available: OpenSteps, points: Points, hours: int, limits: Limits) -> Choice:
    """Return the study steps with the most points that fit into the hours.

    They contain their prerequisites and the wished steps that fit. Hours that stay free are filled
    along the path.
    """
    if available.hours_of(available.study) <= hours:
        return Choice(available.study)
    study = [
        index
        for index in indices(available.study)
        if available.hours_of(available.with_prerequisites(1 << index)) <= hours
    ]
    if not study:
        return Choice(0)
    wished = _wished_that_fit(available, hours)
    solution = solve(_model(available, points, study, hours, wished), limits)
    chosen = sum(
        1 << index for index, value in zip(study, solution.values, strict=False) if value > 1 / 2
    )
    is_valid = (
        bool(solution.values)
        and available.with_prerequisites(chosen) == chosen
        and available.hours_of(chosen) <= hours
        and not wished & ~chosen
    )
    if not is_valid:
        chosen = _greedy_choice(available, points, hours, wished)
    useful = [index for index in indices(chosen) if points.each[index]]
    needed = available.with_prerequisites(wished | sum(1 << index for index in useful))
    filled = _filled(available, needed, hours)
    if solution.proven and is_valid:
        return Choice(filled)
    return Choice(filled, _gap(points, filled, solution.bound, _one_point(available, study)))


def _wished_that_fit(available: OpenSteps, hours: int) -> StepSet:
    """Return the wished steps that fit, with their prerequisites, tried by priority."""
    taken = 0
    for index in available.wished:
        more = available.with_prerequisites(taken | 1 << index)
        if available.hours_of(more) <= hours:
            taken = more
    return taken


def _model(
    available: OpenSteps, points: Points, study: list[int], hours: int, wished: StepSet
) -> Model:
    column = {index: number for number, index in enumerate(study)}
    one_point = _one_point(available, study)
    costs = [points.each[index] * one_point - available.hours[index] for index in study]
    rows = [Constraint({n: available.hours[p] for p, n in column.items()}, at_most=hours)]
    rows += [Constraint({column[index]: -1}, at_most=-1) for index in indices(wished)]
    rows += [
        Constraint({number: 1, column[before]: -1}, at_most=0)
        for index, number in column.items()
        for before in indices(available.prerequisites[index])
    ]
    return Model(tuple(costs), whole=len(study), rows=tuple(rows))


def _one_point(available: OpenSteps, study: list[int]) -> int:
    """Return the objective value of one point: more than all hours together."""
    return sum(available.hours[index] for index in study) + 1


def _gap(points: Points, chosen: StepSet, bound: float, one_point: int) -> int:
    """Return how many more points are possible by the bound of a search that ended early.

    The objective of a set is its points minus less than one point, which limits the points under
    the bound.
    """
    every = sum(points.each)
    most = every if isinf(bound) else min(every, floor(bound / one_point) + 1)
    return max(0, most - points.of(chosen))


def _greedy_choice(available: OpenSteps, points: Points, hours: int, wished: StepSet) -> StepSet:
    """Return a valid choice for when the solver found none in time.

    It takes the wished steps, then, with its prerequisites, the step that brings most per hour.
    """
    chosen = wished
    while True:
        left, best, best_points, best_hours = hours - available.hours_of(chosen), 0, 0, 1
        for index in indices(available.study & ~chosen):
            more = available.with_prerequisites(1 << index) & ~chosen
            brings, takes = points.of(more), available.hours_of(more)
            if takes <= left and brings * best_hours > best_points * takes:
                best, best_points, best_hours = more, brings, takes
        if not best:
            return chosen
        chosen |= best


def _filled(available: OpenSteps, chosen: StepSet, hours: int) -> StepSet:
    """Add the steps that still fit, along the path: no further step fits in what stays free."""
    left = hours - available.hours_of(chosen)
    for index in indices(available.study & ~chosen):
        if not available.prerequisites[index] & ~chosen and available.hours[index] <= left:
            chosen, left = chosen | 1 << index, left - available.hours[index]
    return chosen
