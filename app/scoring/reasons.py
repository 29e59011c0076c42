"""Reasons: the items that speak most for a role and most against it.

An item's term is (role's coefficient - mean coefficient of the other roles) x (rating - the
person's mean rating). The coefficients of every role have the same sum. Therefore the terms add up
exactly to the role's lead over the mean of the other roles, or over the one other role. A skipped
item stands at the person's mean and adds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import Profiles, profiles

SHOWN = 3
"""Number of reasons that a page shows on each side."""


CoefficientRank = Literal["most", "more", "less", "least"]
"""How an item's coefficient compares: "most" and "least" against every other role, "more" and
"less" against their mean."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One answered item with its rating (0 to 4).

    `value` is what the item adds to the role's lead, in levels. It is negative where it reduces it.
    """

    item: str
    rating: int
    value: float
    counts: CoefficientRank

    @property
    def above(self) -> bool:
        """Return whether the rating is above the person's mean. Otherwise it is below."""
        return (self.value > 0) is (self.counts in {"most", "more"})


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reasons for and against a role, strongest first, equal ones in item order."""

    speaks_for: tuple[Reason, ...]
    speaks_against: tuple[Reason, ...]
    average: float
    """Mean rating of the answered items, in levels. 0 without answers."""


def reasons(catalogue: Catalogue, ratings: Ratings, role: str, most: int = SHOWN) -> Reasons:
    """Return what most raises and most lowers the role against the mean of all other roles.

    Each side has at most `most` items. Raises ValueError for an unknown role or a level outside
    0 to 4.
    """
    numbers = profiles(catalogue)
    others = [other for other in numbers.roles if other != role]
    return _compare(numbers, item_ratings(numbers, ratings), role, others, most)


def reasons_between(
    catalogue: Catalogue, ratings: Ratings, role: str, other: str, most: int = SHOWN
) -> Reasons:
    """Return what most raises and most lowers the role against one other role.

    Each side has at most `most` items. Raises ValueError as `reasons` does.
    """
    numbers = profiles(catalogue)
    return _compare(numbers, item_ratings(numbers, ratings), role, [other], most)


def leads(catalogue: Catalogue, ratings: Ratings, role: str) -> tuple[float, ...]:
    """Return what each item adds to the role's lead over the mean of all other roles.

    Values are in levels and in item order, 0 for a skipped item. Raises ValueError as `reasons`
    does.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    lead_sums, divisor, total = numbers.lead_sums[numbers.place(role)], person.divisor, person.total
    parts = COEFFICIENT_SUM * (len(numbers.roles) - 1) * divisor
    each_item = zip(person.levels, lead_sums, strict=True)
    return tuple(
        [
            0.0 if level is None else edge * (divisor * level - total) / parts
            for level, edge in each_item
        ]
    )


def _compare(
    numbers: Profiles, person: ItemRatings, role: str, others: Sequence[str], most: int
) -> Reasons:
    at = numbers.place(role)
    own, rows = (
        numbers.coefficients[at],
        [numbers.coefficients[numbers.place(other)] for other in others],
    )
    lead_sums = (
        numbers.leads[at][numbers.place(others[0])] if len(others) == 1 else numbers.lead_sums[at]
    )
    divisor, total = person.divisor, person.total
    parts = COEFFICIENT_SUM * len(rows) * divisor
    terms = [
        (edge * (divisor * level - total), place, level)
        for place, (level, edge) in enumerate(zip(person.levels, lead_sums, strict=True))
        if level is not None
    ]

    def reason(term: int, place: int, level: int) -> Reason:
        return Reason(
            numbers.items[place],
            level,
            term / parts,
            _compare_coefficient(own[place], [row[place] for row in rows]),
        )

    rising = sorted([each for each in terms if each[0] < 0], key=itemgetter(0))
    falling = sorted([each for each in terms if each[0] > 0], key=itemgetter(0), reverse=True)
    return Reasons(
        tuple([reason(*each) for each in falling[:most]]),
        tuple([reason(*each) for each in rising[:most]]),
        total / divisor,
    )


def _compare_coefficient(own: int, others: Sequence[int]) -> CoefficientRank:
    """Compare a coefficient that differs from the mean of the other roles."""
    if own * len(others) > sum(others):
        return "most" if own > max(others) else "more"
    return "least" if own < min(others) else "less"
