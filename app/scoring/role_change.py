"""Changes of readiness and of the closest role that exceed the noise of rating oneself twice.

Noise and index are those of change.py. An item is compared if one of its skills was answered both
times. The rating of a group is the highest of those skills, and its error is taken as that of one
rating. This overstates the noise at most: the maximum of several independent normal ratings never
has a larger variance than one of them (Gaussian Poincaré inequality, its gradient has length 1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring.change import (
    Pair,
    ReliableChange,
    Verdict,
    answered_twice,
    difference_variance,
    is_enough,
)
from app.scoring.items import highest_rating
from app.scoring.profiles import profiles
from app.scoring.requirements import Requirements

ClosestRoleVerdict = Literal["same_role", "really_changed", "could_be_noise", "not_comparable"]


@dataclass(frozen=True, slots=True)
class ReadinessChange:
    """Readiness before and after, 0 to 1.

    Items that are not compared count as not met both times. `change` is None if the compared items
    carry too little of the weight.
    """

    before: float
    after: float
    change: ReliableChange | None

    @property
    def verdict(self) -> Verdict:
        return self.change.verdict if self.change else "not_comparable"


@dataclass(frozen=True, slots=True)
class ClosestRoleChange:
    """Whether the closest role really changed.

    `gained` is how many levels the later closest role gained on the earlier one, or None if they
    were not compared.
    """

    verdict: ClosestRoleVerdict
    gained: ReliableChange | None = None


def readiness_change(
    catalogue: Catalogue, before: Ratings, after: Ratings, requirements: Requirements
) -> ReadinessChange:
    """Return how the readiness for some requirements changed.

    Items err independently, and only up to the required level. Raises ValueError for a level
    outside 0 to 4.
    """
    pairs = _item_pairs(catalogue, before, after, (each.any_of for each in requirements.items))
    compared = [
        (each, pair)
        for each, pair in zip(requirements.items, pairs, strict=True)
        if pair is not None
    ]
    whole = requirements.whole
    then, now = (sum(each.credit[pair[time]] for each, pair in compared) for time in (0, 1))
    change = None
    if is_enough(
        catalogue.scale,
        sum(each.weight for each, _ in compared),
        sum(each.weight for each in requirements.items),
    ):
        error = catalogue.scale.item_error
        variance = fsum(difference_variance(error, pair, each.credit) for each, pair in compared)
        change = ReliableChange((now - then) / whole, sqrt(variance) / whole)
    return ReadinessChange(then / whole, now / whole, change)


def closest_role_change(
    catalogue: Catalogue, before: Ratings, after: Ratings, first: str | None, later: str | None
) -> ClosestRoleChange:
    """Return whether the closest role changed from `first` to `later` by more than noise.

    Of simulated people who did not change, about one in five gets another closest role. One in six
    of these (4 % of all) is told that it really changed, because the test runs only where the noise
    was large enough to change the role. Not comparable: a role that is None or unknown, or less
    than `min_compared` of the skills answered both times. Raises ValueError for a level outside
    0 to 4.
    """
    numbers = profiles(catalogue)
    if first is None or later is None or not {first, later} <= set(numbers.roles):
        return ClosestRoleChange("not_comparable")
    if first == later:
        return ClosestRoleChange("same_role")
    if not is_enough(
        catalogue.scale, len(answered_twice(catalogue, before, after)), len(numbers.skills)
    ):
        return ClosestRoleChange("not_comparable")
    pairs = _item_pairs(catalogue, before, after, numbers.members)
    gained = _gained(catalogue, pairs, numbers.place(first), numbers.place(later))
    return ClosestRoleChange(
        "really_changed" if gained.verdict == "rose" else "could_be_noise", gained
    )


def _gained(
    catalogue: Catalogue, pairs: list[Pair | None], first: int, later: int
) -> ReliableChange:
    """Return by how many levels `later` gained on `first`, roles given by index.

    The match is linear in the ratings, and an item that is not compared takes the mean of the
    others. A compared item's level therefore adds its own difference of coefficients and its share
    in that mean, in the points of match.py.
    """
    numbers = profiles(catalogue)
    lead = [
        b - a for a, b in zip(numbers.coefficients[first], numbers.coefficients[later], strict=True)
    ]
    at_the_mean = sum(own for own, pair in zip(lead, pairs, strict=True) if pair is None)
    compared = [(own, pair) for own, pair in zip(lead, pairs, strict=True) if pair is not None]
    terms = [(len(compared) * own + at_the_mean, pair) for own, pair in compared]
    parts = COEFFICIENT_SUM * len(compared)
    variance = fsum(
        points * points * difference_variance(catalogue.scale.item_error, pair)
        for points, pair in terms
    )
    return ReliableChange(
        sum(points * (after - before) for points, (before, after) in terms) / parts,
        sqrt(variance) / parts,
    )


def _item_pairs(
    catalogue: Catalogue,
    before: Ratings,
    after: Ratings,
    alternatives: Iterable[tuple[str, ...]],
) -> list[Pair | None]:
    """Return each item's rating before and after, from the skills that were answered both times.

    An item is given by its alternatives. One without such a skill gets None.
    """
    pairs = answered_twice(catalogue, before, after)
    then, now = ({skill: pair[time] for skill, pair in pairs.items()} for time in (0, 1))
    rated = ((highest_rating(each, then), highest_rating(each, now)) for each in alternatives)
    return [None if one is None or other is None else (one, other) for one, other in rated]
