"""How much the first place depends on the coefficients: in how many drawn variations of them each role would be first.

A draw takes every coefficient of every role times its own number from 0.8 to 1.2, evenly spread, and scales each role's back to
COEFFICIENT_SUM in whole numbers: it is a set of profiles like the catalogue's own, so that skips, shifts of all ratings and flat
profiles work out as they do there, exactly. The numbers are words of two bytes, high byte first, of SHAKE256 (FIPS 202, an
extendable-output function) of "role/item", by their ids: nothing is left to chance or to the order of roles and items, and everybody
meets the same draws.

A share found in DRAWS draws has a standard error of sqrt(share * (1 - share) / DRAWS): 0.035 at most, 0.018 at a share of 0.93.

All draws are added up at once: of each coefficient they lie side by side in one whole number, each in `width` bits of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import shake_256
from itertools import accumulate, pairwise
from struct import unpack

from app.catalogue.model import COEFFICIENT_SUM, TOP_LEVEL, Catalogue, Ratings
from app.scoring.items import Answers, answers
from app.scoring.profiles import CACHED_CATALOGUES, Profiles, profiles

DRAWS = 200
SPREAD_PERCENT = 20
"""How far a coefficient moves up or down at most."""
WORD_BYTES = 2
TOP_WORD = 256**WORD_BYTES - 1


@dataclass(frozen=True, slots=True)
class FirstPlaces:
    """In how many draws the role stands strictly above all others, 0 to DRAWS."""

    role: str
    draws: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.draws / DRAWS


def first_places(catalogue: Catalogue, ratings: Ratings) -> tuple[FirstPlaces, ...]:
    """Every role's first places, most first, equal ones in the catalogue's order; a draw with several firsts counts for none.

    ValueError: a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    draws = drawn(catalogue)
    groups = _groups(answers(numbers, ratings))
    totals = [
        sum([value * sum(map(row.__getitem__, places)) for value, places in groups])
        for row in draws.rows
    ]
    found = [
        FirstPlaces(role, draws.above(totals, place)) for place, role in enumerate(numbers.roles)
    ]
    return tuple(sorted(found, key=lambda each: -each.draws))


@dataclass(frozen=True, slots=True)
class Drawn:
    """All draws of a catalogue's coefficients: per role and item one number that holds a draw in every `width` bits."""

    rows: tuple[tuple[int, ...], ...]
    ones: int
    """1 in every draw."""
    width: int

    def above(self, totals: Sequence[int], role: int) -> int:
        """In how many draws the role's total is above all others'.

        The top bit of a draw's place, set beforehand, stays set just where (total - 1) - other does not fall below 0.
        """
        top = self.ones << (self.width - 1)
        own = totals[role] + top - self.ones
        kept = top
        for place, total in enumerate(totals):
            if place != role:
                kept &= own - total
        return kept.bit_count()


def _groups(person: Answers) -> list[tuple[int, list[int]]]:
    """The places of items by what they stand at (see match.py), less the commonest standing, which needs no adding up then.

    A role's coefficients have the same sum in every draw, so that taking the same off every item moves all roles alike.
    """
    standing = [
        person.total if level is None else level * person.answered for level in person.levels
    ]
    commonest = max(standing, key=standing.count)
    groups: dict[int, list[int]] = {}
    for place, value in enumerate(standing):
        if value != commonest:
            groups.setdefault(value - commonest, []).append(place)
    return list(groups.items())


@lru_cache(maxsize=CACHED_CATALOGUES)
def drawn(catalogue: Catalogue) -> Drawn:
    """The draws of a catalogue, made at the first call for this very one: each two bits wider than the widest total.

    So a difference and the top bit have room.
    """
    numbers = profiles(catalogue)
    width = (COEFFICIENT_SUM * TOP_LEVEL * len(numbers.items)).bit_length() + 2
    rows = tuple(
        tuple(_side_by_side(values, width) for values in zip(*_draws(numbers, role), strict=True))
        for role in numbers.roles
    )
    return Drawn(rows, _side_by_side([1] * DRAWS, width), width)


def _draws(numbers: Profiles, role: str) -> Iterator[tuple[int, ...]]:
    """DRAWS variations of the role's coefficients, in item order; rounding goes by the items' ids, whatever their order."""
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
    """For each draw a whole number, evenly spread from 100 - SPREAD_PERCENT to 100 + SPREAD_PERCENT times TOP_WORD."""
    words = unpack(f">{DRAWS}H", shake_256(f"{role}/{item}".encode()).digest(DRAWS * WORD_BYTES))
    return [(100 - SPREAD_PERCENT) * TOP_WORD + 2 * SPREAD_PERCENT * word for word in words]


def _side_by_side(values: Sequence[int], width: int) -> int:
    return sum([value << (width * place) for place, value in enumerate(values)])
