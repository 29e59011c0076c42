"""Match: how well the shape of the ratings fits a role, in exact integers.

A role's match is the sum over items of coefficient x rating, divided by COEFFICIENT_SUM: a weighted mean in levels, 0 to 4.
An item that was skipped takes the mean of the answered ones, sum / n. To stay in whole numbers everything is counted in points, of
which COEFFICIENT_SUM x n make a level: an answered item stands in as n x rating, a skipped one as the sum of the answered ratings.
All values stay below 2**31 x 37, so that int64 arrays give the same points; whoever wants levels divides once, at the end.
"""

from operator import mul
from typing import NamedTuple

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring.items import Answers, answers
from app.scoring.profiles import Profiles, profiles


class Contribution(NamedTuple):
    """What one item adds to a role's match; over all items `points` sum to the match's points exactly."""

    item: str
    rating: int | None
    points: int
    parts: int
    """Points in a level."""

    @property
    def value(self) -> float:
        """In levels, 0 to 4."""
        return self.points / self.parts


def parts(person: Answers) -> int:
    """How many points make a level: COEFFICIENT_SUM times the number of answered items."""
    return COEFFICIENT_SUM * person.divisor


def points(numbers: Profiles, person: Answers) -> tuple[int, ...]:
    """Each role's match in points, in the catalogue's order; all 0 where nothing is answered."""
    standing = _standing(person)
    return tuple(sum(map(mul, row, standing)) for row in numbers.coefficients)


def contributions(catalogue: Catalogue, ratings: Ratings, role: str) -> tuple[Contribution, ...]:
    """What each item adds to the role's match, in item order; ValueError names an unknown role or a level outside 0 to 4."""
    numbers = profiles(catalogue)
    person = answers(numbers, ratings)
    row = numbers.coefficients[numbers.place(role)]
    shares = map(mul, row, _standing(person))
    level = parts(person)
    return tuple(
        [
            Contribution(*each, level)
            for each in zip(numbers.items, person.levels, shares, strict=True)
        ]
    )


def _standing(person: Answers) -> tuple[int, ...]:
    """Each item's rating times the number of answered items; a skip stands at their mean."""
    return tuple(
        [person.total if level is None else level * person.answered for level in person.levels]
    )
