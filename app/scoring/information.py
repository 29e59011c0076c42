"""Information: how much an item says about which role comes first, and whether answers are enough.

An item's share in the squared differences of two roles' coefficients is its share in what tells
these two apart (the variance of their distance, see uncertainty.py). Its information is the mean of
these shares over all pairs of roles: 0 to 1, and all items' sum to 1. A group of alternatives
counts as soon as one of its skills is answered.

Roles are ranked when the answered items carry `scale.min_information` or more. Information is
counted in whole parts, so that sums are exact in any order, also in arrays of float64.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Final

from app.catalogue.model import Catalogue, Ratings, Scale
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import CACHED_CATALOGUES, Profiles, profiles

INFORMATION_SUM: Final = 10**15
"""What all items carry together, in parts. It is below 2**53."""


@lru_cache(maxsize=CACHED_CATALOGUES)
def information(catalogue: Catalogue) -> tuple[int, ...]:
    """Return each item's information in parts of INFORMATION_SUM, in the catalogue's order.

    Rounded by the largest remainder method; of equal remainders the first by id is rounded up.
    """
    exact = {
        item: share * INFORMATION_SUM for item, share in _mean_shares(profiles(catalogue)).items()
    }
    whole = {item: int(parts) for item, parts in exact.items()}
    by_remainder = sorted(exact, key=lambda item: (whole[item] - exact[item], item))
    rounded_up = set(by_remainder[: INFORMATION_SUM - sum(whole.values())])
    return tuple([parts + (item in rounded_up) for item, parts in whole.items()])


def answered_information(catalogue: Catalogue, person: ItemRatings) -> int:
    """Return what the answered items carry, 0 to INFORMATION_SUM."""
    parts = information(catalogue)
    return INFORMATION_SUM - sum([parts[place] for place in person.skipped])


def information_needed(scale: Scale) -> int:
    """Return what answers must carry for a ranking, in parts of INFORMATION_SUM."""
    return round((scale.min_information or 0) * INFORMATION_SUM)


def is_enough_to_rank(catalogue: Catalogue, person: ItemRatings) -> bool:
    """Return whether the answers carry enough for a ranking. Without any answer they do not."""
    if person.skills_answered == 0:
        return False
    least = catalogue.scale.min_answered
    if least is not None:
        return person.skills_answered / len(catalogue.skills) >= least
    return answered_information(catalogue, person) >= information_needed(catalogue.scale)


def questions_needed(catalogue: Catalogue, ratings: Ratings) -> tuple[str, ...]:
    """Return the fewest questions whose answers would bring a ranking, in the catalogue's order.

    Of a group of alternatives the first skill is named. Taking the item that carries most first
    gives the smallest number. Empty where the answers are enough, and for a catalogue that is
    older than information. Raises ValueError for a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    if catalogue.scale.min_answered is not None or is_enough_to_rank(catalogue, person):
        return ()
    parts = information(catalogue)
    missing = information_needed(catalogue.scale) - answered_information(catalogue, person)
    named: list[int] = []
    for place in sorted(person.skipped, key=lambda each: (-parts[each], numbers.items[each])):
        if named and missing <= 0:
            break
        named.append(place)
        missing -= parts[place]
    return tuple([numbers.members[place][0] for place in sorted(named)])


def _mean_shares(numbers: Profiles) -> Mapping[str, Fraction]:
    """Return each item's mean share over the pairs of roles that differ, by id.

    Where no two roles differ, all items are alike.
    """
    pairs = combinations(range(len(numbers.roles)), 2)
    squares = [numbers.squares[one][other] for one, other in pairs]
    differing = [(each, sum(each)) for each in squares if any(each)]
    if not differing:
        return dict.fromkeys(numbers.items, Fraction(1, len(numbers.items)))
    return {
        item: sum((Fraction(each[place], whole) for each, whole in differing), Fraction())
        / len(differing)
        for place, item in enumerate(numbers.items)
    }
