"""Core requirements that a plan's deadline leaves no room for, as the plan page shows them."""

from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.model import Catalogue
from app.catalogue.text import Text
from app.planning.core_left_out import CoreLeftOut, core_left_out
from app.planning.model import Plan
from app.web.plan.current_plan import (
    CACHED_PLANS,
    CurrentPlan,
    RatingItems,
    computed_in_place,
    rating_items,
)
from app.web.plan.steps import StepName, step_named


@dataclass(frozen=True, slots=True)
class CoreRow:
    """A core requirement that is left out, and what stands in its place.

    The other fields are those of `CoreLeftOut`.
    """

    name: Text
    hours: int
    fits: bool
    instead: tuple[StepName, ...]


def core_rows(current: CurrentPlan) -> tuple[CoreRow, ...]:
    """Return the core requirements of which the plan leaves out steps; empty without a deadline."""
    if current.plan.pace.deadline is None or not current.plan.left_out:
        return ()  # without a place for heavy work, since there is none to do
    catalogue = current.assessed.catalogue
    left_out: tuple[CoreLeftOut, ...] = computed_in_place(
        _cached, catalogue, rating_items(current.ratings), current.plan
    )
    return tuple(
        CoreRow(
            catalogue.item[each.item].name,
            each.hours,
            each.fits,
            tuple(step_named(catalogue, id) for id in each.instead),
        )
        for each in left_out
    )


@lru_cache(CACHED_PLANS)
def _cached(catalogue: Catalogue, ratings: RatingItems, made: Plan) -> tuple[CoreLeftOut, ...]:
    return core_left_out(catalogue, dict(ratings), made)
