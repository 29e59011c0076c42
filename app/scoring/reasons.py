"""Why a role comes out where it does: the items that speak for it and against it.

An item's term is (its coefficient less the others' mean coefficient) x (the person's rating less the person's mean). Coefficients of
every role have the same sum, so that the terms add up exactly to the role's lead over the mean of the others (or over the one other):
nothing is left unexplained. An item that was skipped stands at the person's mean and adds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring.items import Answers, answers
from app.scoring.profiles import Profiles, profiles

SHOWN = 3
"""How many reasons a page can carry on each side."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One answered item, its rating, and what it adds to the role's lead (below 0: takes from it), in levels."""

    item: str
    rating: int
    value: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """The strongest reasons first; equal ones in item order."""

    speaks_for: tuple[Reason, ...]
    speaks_against: tuple[Reason, ...]


def reasons(catalogue: Catalogue, ratings: Ratings, role: str, most: int = SHOWN) -> Reasons:
    """What most raises and most lowers the role against the mean of all other roles, up to `most` items each.

    ValueError: an unknown role, or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    others = [other for other in numbers.roles if other != role]
    return _against(numbers, answers(numbers, ratings), role, others, most)


def reasons_between(catalogue: Catalogue, ratings: Ratings, role: str, other: str, most: int = SHOWN) -> Reasons:
    """What most raises and most lowers the role against one other, up to `most` items each; errors as in `reasons`."""
    numbers = profiles(catalogue)
    return _against(numbers, answers(numbers, ratings), role, [other], most)


def _against(numbers: Profiles, person: Answers, role: str, others: Sequence[str], most: int) -> Reasons:
    own = numbers.coefficients[numbers.place(role)]
    rows = [numbers.coefficients[numbers.place(other)] for other in others]
    summed = rows[0] if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True)))
    count, divisor, total = len(rows), person.divisor, person.total
    parts = COEFFICIENT_SUM * count * divisor
    terms = [
        ((count * a - b) * (divisor * level - total), item, level)
        for item, level, a, b in zip(numbers.items, person.levels, own, summed, strict=True)
        if level is not None
    ]
    rising = sorted(terms, key=itemgetter(0))
    falling = sorted(terms, key=itemgetter(0), reverse=True)
    return Reasons(
        tuple([Reason(item, level, term / parts) for term, item, level in falling[:most] if term > 0]),
        tuple([Reason(item, level, term / parts) for term, item, level in rising[:most] if term < 0]),
    )
