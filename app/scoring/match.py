"""Match: how well the shape of the ratings fits a role, in exact integers.

A role's match is the sum of coefficient x rating over all items, divided by COEFFICIENT_SUM. It is
a weighted mean in levels, 0 to 4. A skipped item takes the mean of the n answered items.

The match is computed in points to stay exact. One level is COEFFICIENT_SUM x n points. An answered
item adds coefficient x n x rating, a skipped item coefficient x the sum of the answered ratings.
The points of a role are below 2**31 for up to 500 items, so the int64 arrays of `app.evaluation`
give the same points. Divide by `points_per_level` once, at the end, to get levels.
"""

from operator import mul
from typing import NamedTuple

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import Profiles, profiles


class Contribution(NamedTuple):
    """One item's share of a role's match. The `points` of all items sum to the match exactly."""

    item: str
    rating: int | None
    points: int
    points_per_level: int
    """Number of points in one level."""

    @property
    def value(self) -> float:
        """Share in levels, 0 to 4."""
        return self.points / self.points_per_level


def points_per_level(person: ItemRatings) -> int:
    """Return the number of points in one level: COEFFICIENT_SUM x answered items (at least 1)."""
    return COEFFICIENT_SUM * person.divisor


def points(numbers: Profiles, person: ItemRatings) -> tuple[int, ...]:
    """Return each role's match in points, in the catalogue's order. All are 0 without answers."""
    item_points = _item_points(person)
    return tuple(sum(map(mul, row, item_points)) for row in numbers.coefficients)


def contributions(catalogue: Catalogue, ratings: Ratings, role: str) -> tuple[Contribution, ...]:
    """Return what each item adds to the role's match, in item order.

    Raises ValueError for an unknown role or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    row = numbers.coefficients[numbers.place(role)]
    shares = map(mul, row, _item_points(person))
    level = points_per_level(person)
    return tuple(
        [
            Contribution(*each, level)
            for each in zip(numbers.items, person.levels, shares, strict=True)
        ]
    )


def _item_points(person: ItemRatings) -> tuple[int, ...]:
    """Return each item's rating x answered items; for a skipped item the sum of all ratings."""
    return tuple(
        [person.total if level is None else level * person.answered for level in person.levels]
    )
