"""Worth at the deadline, which is how much of the requirements is met, by hours a week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import MAX_HOURS_A_WEEK, Pace, Target
from app.planning.open_steps import indices, open_steps
from app.planning.plan import USUAL_LIMITS, chosen_steps
from app.planning.points import target_points, worth_share
from app.planning.progress import confirmed
from app.planning.solver import Limits
from app.planning.wishes import NO_WISHES, Wishes
from app.scoring.requirements import requirements_of

PACES: Final = (1, 2, 4, 6, 8, 10, 15, 20, 30, 40)
"""Hours a week that the curve always includes."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Worth at the deadline for a number of hours a week, as a share of all worth, 0 to 1.

    `optimal` tells whether the choice of steps is proven best.
    """

    hours_a_week: int
    worth: float
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

    Worth never falls along the curve if all choices are proven best and no wish takes hours, while
    readiness can fall where more requirements are met in full. Raises ValueError as `plan` does.
    """
    available = open_steps(catalogue, ratings, target, wishes)
    points = target_points(catalogue, ratings, target, available)
    requirements = requirements_of(catalogue, target.role, target.stage)
    curve_points = list[CurvePoint]()
    for hours_a_week in sorted({each for each in paces if each <= MAX_HOURS_A_WEEK}):
        choice = chosen_steps(available, points, Pace(hours_a_week, start, deadline), limits)
        study = [available.steps[index].id for index in indices(choice.chosen)]
        worth = worth_share(requirements, confirmed(catalogue, ratings, study))
        curve_points.append(CurvePoint(hours_a_week, worth, choice.optimal))
    return tuple(curve_points)
