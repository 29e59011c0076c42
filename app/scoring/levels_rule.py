"""The rule "levels": readiness, reasons and level-ups of results finished before the rule "thirds".

A snapshot without a rule has this one. Its results are shown as they were.

- Readiness: Σ w·min(x, level)/level ÷ Σ w over the requirements.
- A stage is the default target until it is fully met.
- Reasons: every answered item may be one.
- Level-ups: every answered item may rise, to level 4. READY_PERCENT of readiness is ready.

In readiness each level of a requirement gains the same, weight/level up to the required one, so
that the greedy choice of level_ups.py is exact there too. A skipped item rises from 0.
"""

from typing import TYPE_CHECKING

from app.catalogue.model import LEVELS, TOP_LEVEL, Catalogue, Ratings
from app.scoring.level_ups import READY_PERCENT, Counterfactual, fewest_level_ups

if TYPE_CHECKING:
    from app.scoring.requirements import Requirements

HIGHEST_RISE = TOP_LEVEL


def credit(level: int, whole: int) -> tuple[int, ...]:
    """Return what each rating from 0 to 4 meets of a requirement, of `whole` for the full level."""
    return tuple(whole * min(rating, level) // level for rating in LEVELS)


def reason_items(catalogue: Catalogue) -> frozenset[str]:
    """Return the items that may be a reason for or against a role."""
    return frozenset(item.id for item in catalogue.items)


def change_to_readiness(
    catalogue: Catalogue, ratings: Ratings, requirements: "Requirements"
) -> Counterfactual:
    """Return the fewest level-ups that reach READY_PERCENT of readiness.

    Raises ValueError for a level outside 0 to 4.
    """
    levels = [(each, each.rating(ratings) or 0) for each in requirements.items]
    met = sum([each.credit[level] for each, level in levels])
    rises = [
        (100 * each.gain(level, level + 1), each.any_of, level, each.level)
        for each, level in levels
        if level < each.level
    ]
    wanted = READY_PERCENT * requirements.whole - 100 * met
    return Counterfactual(
        requirements.role, fewest_level_ups(catalogue, ratings, rises, wanted) or ()
    )
