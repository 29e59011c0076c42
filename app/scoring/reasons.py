"""Reasons: the items that speak most for a role and most against it.

An item's term is (role's coefficient - mean coefficient of the other roles) x (rating - the
person's mean rating). The coefficients of every role have the same sum. Therefore the terms add up
exactly to the role's lead over the mean of the other roles, or over the one other role. A skipped
item stands at the person's mean and adds nothing.

Not every term is a reason that a person would give. A reason is one of the role's characteristic
items; between two roles, one of either role's. A 0 is never a reason for a role. A reason against a
role is an item that the role requires, rated below the person's mean: more skill never speaks
against anything. Results by the rule "levels" show every term.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings, Rule
from app.scoring import levels_rule
from app.scoring.items import item_ratings
from app.scoring.profiles import CACHED_CATALOGUES, profiles
from app.scoring.requirements import required_skills

SHOWN = 3
"""Number of reasons that a page shows on each side."""
CLEARLY_ABOVE = 0.5
"""How far above the mean of the other roles a coefficient is clearly above it, in equal shares."""


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
    others = [other for other in profiles(catalogue).roles if other != role]
    characteristic = characteristic_items(catalogue, role)
    return _compare(catalogue, ratings, role, others, characteristic, most)


def reasons_between(
    catalogue: Catalogue, ratings: Ratings, role: str, other: str, most: int = SHOWN
) -> Reasons:
    """Return what most raises and most lowers the role against one other role.

    Each side has at most `most` items. Raises ValueError as `reasons` does.
    """
    characteristic = characteristic_items(catalogue, role) | characteristic_items(catalogue, other)
    return _compare(catalogue, ratings, role, [other], characteristic, most)


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
    catalogue: Catalogue,
    ratings: Ratings,
    role: str,
    others: Sequence[str],
    can_be_reasons: frozenset[str],
    most: int,
) -> Reasons:
    """Compare a role with others. `can_be_reasons` are items."""
    numbers, at = profiles(catalogue), profiles(catalogue).place(role)
    own, rows = (
        numbers.coefficients[at],
        [numbers.coefficients[numbers.place(other)] for other in others],
    )
    lead_sums = (
        numbers.leads[at][numbers.place(others[0])] if len(others) == 1 else numbers.lead_sums[at]
    )
    required, person = required_items(catalogue, role), item_ratings(numbers, ratings)
    divisor, total = person.divisor, person.total
    speaks_for, against = list[tuple[int, Reason]](), list[tuple[int, Reason]]()
    for item, level, edge, place in zip(
        numbers.items, person.levels, lead_sums, range(len(own)), strict=True
    ):
        if level is None or item not in can_be_reasons:
            continue
        term, is_above = edge * (divisor * level - total), divisor * level > total
        if _is_reason(catalogue.rule, term, level, is_above, item in required):
            value = term / (COEFFICIENT_SUM * len(rows) * divisor)
            counts = _compare_coefficient(own[place], [row[place] for row in rows])
            side = speaks_for if term > 0 else against
            side.append((abs(term), Reason(item, level, value, counts)))
    speaks_for.sort(key=lambda each: -each[0])
    against.sort(key=lambda each: -each[0])
    return Reasons(
        tuple([reason for _, reason in speaks_for[:most]]),
        tuple([reason for _, reason in against[:most]]),
        total / divisor,
    )


def _is_reason(rule: Rule, term: int, level: int, is_above: bool, is_required: bool) -> bool:
    """Return whether a term of an item is a reason, see above.

    `is_above` says whether the rating is above the person's mean, `is_required` whether the role
    requires the item.
    """
    if rule == "levels" or term == 0:
        return term != 0
    return is_above or (level > 0 and not is_required) if term > 0 else is_required and not is_above


@lru_cache(maxsize=CACHED_CATALOGUES * CACHED_CATALOGUES)
def characteristic_items(catalogue: Catalogue, role: str) -> frozenset[str]:
    """Return the items of a role that may be a reason.

    They are those that some stage requires, and those whose coefficient is above the mean of the
    other roles' by CLEARLY_ABOVE of an equal share or more. By the rule "levels": all items.
    """
    if catalogue.rule == "levels":
        return levels_rule.reason_items(catalogue)
    numbers = profiles(catalogue)
    others = len(numbers.roles) - 1
    least = CLEARLY_ABOVE * COEFFICIENT_SUM * others / len(numbers.items)
    lead_sums = numbers.lead_sums[numbers.place(role)]
    above = zip(numbers.items, lead_sums, strict=True)
    return required_items(catalogue, role) | {item for item, lead in above if lead >= least}


@lru_cache(maxsize=CACHED_CATALOGUES * CACHED_CATALOGUES)
def required_items(catalogue: Catalogue, role: str) -> frozenset[str]:
    """Return the items of the match of which some stage of the role requires a skill."""
    skills = required_skills(catalogue, role)
    return frozenset(item.id for item in catalogue.items if not skills.isdisjoint(item.skills))


def _compare_coefficient(own: int, others: Sequence[int]) -> CoefficientRank:
    """Compare a coefficient that differs from the mean of the other roles."""
    if own * len(others) > sum(others):
        return "most" if own > max(others) else "more"
    return "least" if own < min(others) else "less"
