"""Readiness at the deadline as a function of hours a week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import MAX_HOURS_A_WEEK, Pace, Target
from app.planning.open_steps import indices, open_steps
from app.planning.plan import USUAL_LIMITS, chosen_steps, readiness_after
from app.planning.points import target_points
from app.planning.solver import Limits
from app.planning.wishes import NO_WISHES, Wishes

PACES: Final = (1, 2, 4, 6, 8, 10, 15, 20, 30, 40)
"""Hours a week that the curve always includes."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Readiness at the deadline, 0 to 1, for a number of hours a week.

    `optimal` tells whether the choice of steps is proven best.
    """

    hours_a_week: int
    readiness: float
    optimal: bool


def curve(
    catalogue: Catalogue,
    ratings: Ratings,
    target: Target,
    start: date,
    deadline: date,
    paces: Iterable[int] = PACES,
    limits: Limits = USUAL_LIMITS,
    wishes: Wishes = NO_WISHES,
) -> tuple[CurvePoint, ...]:
    """Return the points of the curve for these paces, ascending. Ignores paces over 40 hours.

    Readiness never falls along the curve if all choices are proven best and no wish takes hours.
    Raises ValueError as `plan` does.
    """
    available = open_steps(catalogue, ratings, target, wishes)
    points = target_points(catalogue, ratings, target, available)
    curve_points = list[CurvePoint]()
    for hours_a_week in sorted({each for each in paces if each <= MAX_HOURS_A_WEEK}):
        choice = chosen_steps(available, points, Pace(hours_a_week, start, deadline), limits)
        steps = [available.steps[index] for index in indices(choice.chosen)]
        ready = readiness_after(catalogue, ratings, target, steps)[-1]
        curve_points.append(CurvePoint(hours_a_week, ready, choice.optimal))
    return tuple(curve_points)
