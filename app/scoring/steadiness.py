"""Sensitivity of the first place to the coefficients: how often each role is first if they vary.

A draw multiplies every coefficient of every role by its own factor, uniform from 0.8 to 1.2. Then
it scales each role back to COEFFICIENT_SUM in whole numbers. The result is a set of profiles like
the catalogue's own, so skips, shifts of all ratings and flat profiles behave exactly as they do
there.

The factors are deterministic. They are big-endian 2-byte words of SHAKE256 (FIPS 202, an
extendable-output function) of "role/item", by id. The draws are the same for everybody and do not
depend on the order of roles and items.

A share found in DRAWS draws has a standard error of sqrt(share * (1 - share) / DRAWS). It is 0.035
at most, and 0.018 at a share of 0.93.

All draws are added at once. Each coefficient's draws are packed into one integer, `width` bits
each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import shake_256
from itertools import accumulate, pairwise
from struct import unpack

from app.catalogue.model import COEFFICIENT_SUM, TOP_LEVEL, Catalogue, Ratings
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import CACHED_CATALOGUES, Profiles, profiles

DRAWS = 200
SPREAD_PERCENT = 20
"""Largest change of a coefficient, up or down, in percent."""
WORD_BYTES = 2
TOP_WORD = 256**WORD_BYTES - 1


@dataclass(frozen=True, slots=True)
class FirstPlaces:
    """Number of draws, 0 to DRAWS, in which a role is strictly above all others."""

    role: str
    draws: int

    @property
    def share(self) -> float:
        """Share of the draws, 0 to 1."""
        return self.draws / DRAWS


def first_places(catalogue: Catalogue, ratings: Ratings) -> tuple[FirstPlaces, ...]:
    """Return every role's first places, most first, equal ones in the catalogue's order.

    A draw in which several roles share the first place counts for none of them. Raises ValueError
    for a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    draws = coefficient_draws(catalogue)
    groups = _groups(item_ratings(numbers, ratings))
    totals = [
        sum([value * sum(map(row.__getitem__, places)) for value, places in groups])
        for row in draws.rows
    ]
    places_by_role = [
        FirstPlaces(role, draws.above(totals, place)) for place, role in enumerate(numbers.roles)
    ]
    return tuple(sorted(places_by_role, key=lambda each: -each.draws))


@dataclass(frozen=True, slots=True)
class CoefficientDraws:
    """All draws of a catalogue's coefficients, packed into integers."""

    rows: tuple[tuple[int, ...], ...]
    """Shape (roles, items): one integer that holds a draw in every `width` bits."""
    ones: int
    """The value 1 in every draw."""
    width: int
    """Number of bits per draw."""

    def above(self, totals: Sequence[int], role: int) -> int:
        """Return in how many draws the role's total is above all others.

        The top bit of each draw is set first. After the subtraction it is still set exactly where
        (total - 1) - other is not negative.
        """
        top = self.ones << (self.width - 1)
        own = totals[role] + top - self.ones
        is_above = top
        for place, total in enumerate(totals):
            if place != role:
                is_above &= own - total
        return is_above.bit_count()


def _groups(person: ItemRatings) -> list[tuple[int, list[int]]]:
    """Group the indices of items by their points (see match.py) minus the most common value.

    Items at the most common value need no addition then. A role's coefficients have the same sum
    in every draw, so subtracting one value from every item shifts all roles equally.
    """
    item_points = [
        person.total if level is None else level * person.answered for level in person.levels
    ]
    commonest = max(item_points, key=item_points.count)
    groups: dict[int, list[int]] = {}
    for place, value in enumerate(item_points):
        if value != commonest:
            groups.setdefault(value - commonest, []).append(place)
    return list(groups.items())


@lru_cache(maxsize=CACHED_CATALOGUES)
def coefficient_draws(catalogue: Catalogue) -> CoefficientDraws:
    """Return the draws of a catalogue, cached per catalogue.

    Each draw is two bits wider than the largest total, for a sign and the top bit.
    """
    numbers = profiles(catalogue)
    width = (COEFFICIENT_SUM * TOP_LEVEL * len(numbers.items)).bit_length() + 2
    rows = tuple(
        tuple(_side_by_side(values, width) for values in zip(*_draws(numbers, role), strict=True))
        for role in numbers.roles
    )
    return CoefficientDraws(rows, _side_by_side([1] * DRAWS, width), width)


def _draws(numbers: Profiles, role: str) -> Iterator[tuple[int, ...]]:
    """Yield DRAWS variations of the role's coefficients, in item order.

    Rounding follows the items' ids and does not depend on their order.
    """
    order = sorted(range(len(numbers.items)), key=lambda place: numbers.items[place])
    row = numbers.coefficients[numbers.place(role)]
    columns = [
        [row[place] * weight for weight in _weights(role, numbers.items[place])] for place in order
    ]
    back = sorted(range(len(order)), key=lambda place: order[place])
    for values in zip(*columns, strict=True):
        *ends, whole = accumulate(values, initial=0)
        rounded = [*(COEFFICIENT_SUM * end // whole for end in ends), COEFFICIENT_SUM]
        shares = [after - before for before, after in pairwise(rounded)]
        yield tuple([shares[place] for place in back])


def _weights(role: str, item: str) -> list[int]:
    """Return a whole number for each draw: TOP_WORD x (100 ± SPREAD_PERCENT), uniform."""
    words = unpack(f">{DRAWS}H", shake_256(f"{role}/{item}".encode()).digest(DRAWS * WORD_BYTES))
    return [(100 - SPREAD_PERCENT) * TOP_WORD + 2 * SPREAD_PERCENT * word for word in words]


def _side_by_side(values: Sequence[int], width: int) -> int:
    return sum([value << (width * place) for place, value in enumerate(values)])
