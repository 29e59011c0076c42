"""Chances: how often each role would come first if a person rated themselves again.

A re-rating changes every item by a normal error, and rounds and clips it to a level, 0 to 4. Both
ratings of an answered item err by the scale's `item_error`, so the error between them is
`item_error` x sqrt(2) levels. A skipped item starts from the mean of the answered ones and errs by
`skip_error`.

The errors are the same for everybody and on every machine. An item's RERATINGS errors are the
equally likely quantiles of a normal distribution (statistics.NormalDist). Their order follows
8-byte big-endian words of SHAKE256 (FIPS 202, an extendable-output function) of the item's id. So
the errors depend neither on the order of items nor on a random generator.

A re-rating in which several roles share the first place counts for each of them in equal parts.
A share found in 200 re-ratings has a standard error of at most sqrt(.5 * .5 / 200) = 0.035.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import shake_256
from math import sqrt
from operator import mul
from statistics import NormalDist
from struct import unpack
from typing import Final

from app.catalogue.model import LEVELS, TOP_LEVEL, Catalogue, Ratings, Scale
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import Profiles, profiles

RERATINGS: Final = 200
"""Number of re-ratings of a person."""
OUT_OF: Final = 10
"""Sum of the counts that people read."""
WORD_BYTES: Final = 8
DECIMALS: Final = 6
"""Decimals of an error. They hide the last digits, in which machines may differ."""

CACHED_ITEMS: Final = 256
"""Entries of each cache of re-ratings, more than a catalogue has items."""

Levels = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a role comes first in the re-ratings of a person."""

    role: str
    first: Fraction
    """Number of re-ratings, 0 to RERATINGS. Parts of one stand for ties."""

    @property
    def share(self) -> float:
        """Share of the re-ratings, 0 to 1."""
        return float(self.first / RERATINGS)


@dataclass(frozen=True, slots=True)
class ChanceCount:
    """In how many of OUT_OF re-ratings a role comes first, rounded: 1 to OUT_OF."""

    role: str
    count: int


def chances(catalogue: Catalogue, ratings: Ratings) -> tuple[Chance, ...]:
    """Return every role's chance, in the catalogue's order. All `first` sum to RERATINGS.

    Raises ValueError for a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    firsts = [Fraction(0)] * len(numbers.roles)
    for levels in _reratings(numbers, catalogue.scale, person):
        matches = [sum(map(mul, row, levels)) for row in numbers.coefficients]
        best = max(matches)
        part = Fraction(1, matches.count(best))
        for place, value in enumerate(matches):
            if value == best:
                firsts[place] += part
    return tuple(map(Chance, numbers.roles, firsts))


def counts_of_ten(found: Sequence[Chance]) -> tuple[ChanceCount, ...]:
    """Round chances to counts that sum to OUT_OF, greatest chance first; 0 is left out.

    Rounds by the largest remainder method. Of equal remainders the greater chance is rounded up.
    Equal chances stay in the catalogue's order.
    """
    order = sorted(found, key=lambda each: -each.first)
    parts = [divmod(each.first * OUT_OF, RERATINGS) for each in order]
    left = OUT_OF - sum([whole for whole, _ in parts])
    rounded_up = set(sorted(range(len(parts)), key=lambda place: -parts[place][1])[:left])
    counts = [whole + (place in rounded_up) for place, (whole, _) in enumerate(parts)]
    return tuple(
        ChanceCount(each.role, count) for each, count in zip(order, counts, strict=True) if count
    )


def is_flat(catalogue: Catalogue, ratings: Ratings) -> bool:
    """Return whether no answered item differs from another, so that nothing ranks the roles."""
    levels = item_ratings(profiles(catalogue), ratings).levels
    return len({level for level in levels if level is not None}) <= 1


def _reratings(numbers: Profiles, scale: Scale, person: ItemRatings) -> Iterator[Levels]:
    """Yield a level, 0 to 4, for every item in each re-rating."""
    mean = person.total / person.divisor
    columns = [
        _rerated(item, mean, scale.skip_error)
        if level is None
        else _rerated_levels(item, scale.item_error)[level]
        for item, level in zip(numbers.items, person.levels, strict=True)
    ]
    return zip(*columns, strict=True)


@lru_cache(CACHED_ITEMS)
def _rerated_levels(item: str, item_error: float) -> tuple[Levels, ...]:
    """Return the levels of an answered item in every re-rating, for each level that it has now."""
    return tuple([_rerated(item, level, item_error * sqrt(2)) for level in LEVELS])


def _rerated(item: str, centre: float, error: float) -> Levels:
    return tuple(
        [min(max(round(centre + error * each), 0), TOP_LEVEL) for each in normal_errors(item)]
    )


@lru_cache(CACHED_ITEMS)
def normal_errors(item: str) -> tuple[float, ...]:
    """Return the errors of an item in every re-rating, in standard deviations, -2.81 to 2.81."""
    words = unpack(f">{RERATINGS}Q", shake_256(item.encode()).digest(RERATINGS * WORD_BYTES))
    errors = [0.0] * RERATINGS
    for rank, place in enumerate(sorted(range(RERATINGS), key=words.__getitem__)):
        errors[place] = round(NormalDist().inv_cdf((rank + 0.5) / RERATINGS), DECIMALS)
    return tuple(errors)
