"""Counterfactuals: the fewest level-ups to make another role lead, or to be ready for a target.

Study buys levels up to HIGHEST_RISE. Level 4 takes experience and is never counted on.

A role that shall lead. Only answered items that some stage of the role requires may rise. The
distance of two roles is linear in the items, so each level of an item gains the same. W is the
distance behind the best role plus one. A skipped item cannot rise; it stays at the mean of the
answered ones. With n answered items, one level adds n times the item's own difference of
coefficients, plus the sum of the skipped items' differences (in points, see match.py). Why the
greatest gains are the fewest level-ups is said in level_ups.py.

Readiness. Credit by thirds gains more with the second level than with the first, so the greatest
gain first would not be exact. See `change_to_readiness`.

The nearest change over all other roles. As soon as any role is strictly above the present best,
that one no longer leads, and below the smallest of the pairwise counts no role is above it. The
role with that count need not lead then, because a third role may have overtaken both.
"""

from collections.abc import Iterable, Sequence

from app.catalogue.model import Catalogue, Ratings
from app.scoring import levels_rule, match
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.level_ups import (
    Counterfactual,
    fewest_level_ups,
)
from app.scoring.profiles import profiles
from app.scoring.ready import change_to_ready
from app.scoring.requirements import Requirements, required_skills

HIGHEST_RISE = 3
"""The highest level that study reaches."""
FAR_FROM_CHANGING = 6
"""With more level-ups than this, the page says that the order is far from changing."""


def changes_to_lead(
    catalogue: Catalogue, ratings: Ratings, roles: Iterable[str]
) -> tuple[Counterfactual | None, ...]:
    """Return for each role the fewest level-ups that put it strictly above the present best role.

    The best role itself needs none. A third role may be above both afterwards. None if the highest
    levels that study reaches are not enough. Raises ValueError for an unknown role or a level
    outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    points = match.points(numbers, person)
    best = points.index(max(points))
    return tuple(
        [
            _change_to_overtake(catalogue, ratings, person, numbers.place(role), points, best)
            for role in roles
        ]
    )


def nearest(changes: Iterable[Counterfactual | None]) -> Counterfactual | None:
    """Return the first change with the fewest levels, or None if there is no change.

    Given in the order of the match, of equally small changes that of the nearer role is returned.
    """
    return min(
        (change for change in changes if change is not None),
        key=lambda change: change.count,
        default=None,
    )


def leader_after(catalogue: Catalogue, ratings: Ratings, change: Counterfactual) -> str:
    """Return the role that leads after a change. More than one role may overtake the best."""
    numbers = profiles(catalogue)
    points = match.points(
        numbers,
        item_ratings(numbers, {**ratings, **{up.skill: up.to_level for up in change.level_ups}}),
    )
    return numbers.roles[points.index(max(points))]


def change_to_readiness(
    catalogue: Catalogue, ratings: Ratings, requirements: Requirements
) -> Counterfactual | None:
    """Return the fewest level-ups that make a person ready, or None if study does not reach it.

    Raises ValueError for a level outside 0 to 4.
    """
    if requirements.rule == "levels":
        return levels_rule.change_to_readiness(catalogue, ratings, requirements)
    level_ups = change_to_ready(catalogue, ratings, requirements, HIGHEST_RISE)
    return None if level_ups is None else Counterfactual(requirements.role, level_ups)


def _change_to_overtake(
    catalogue: Catalogue,
    ratings: Ratings,
    person: ItemRatings,
    role: int,
    points: Sequence[int],
    best: int,
) -> Counterfactual | None:
    numbers = profiles(catalogue)
    if role == best:
        return Counterfactual(numbers.roles[role], ())
    lead, answered = numbers.leads[role][best], person.answered
    moved_skips = sum([lead[place] for place in person.skipped])
    can_rise, top = _raisable(catalogue, numbers.roles[role])
    rises = [
        (gain, members, level, top)
        for members, level, own in zip(numbers.members, person.levels, lead, strict=True)
        if level is not None
        and level < top
        and not can_rise.isdisjoint(members)
        and (gain := answered * own + moved_skips) > 0
    ]
    level_ups = fewest_level_ups(catalogue, ratings, rises, points[best] - points[role] + 1)
    return None if level_ups is None else Counterfactual(numbers.roles[role], level_ups)


def _raisable(catalogue: Catalogue, role: str) -> tuple[frozenset[str], int]:
    """Return the skills that may rise for a role, and up to which level."""
    if catalogue.rule == "levels":
        return frozenset(catalogue.skill), levels_rule.HIGHEST_RISE
    return required_skills(catalogue, role), HIGHEST_RISE
