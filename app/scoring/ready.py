"""The fewest level-ups that make a person ready, by dynamic programming over credit.

A requirement's credit is a third one level below the required one and full at it, so that the
second of two level-ups gains more than the first. Requirements are therefore taken one after
another, with every level that gives new credit, and of each sum of credit only the best way is
kept: fewest levels, then fewest hours, then the earlier skills first. Credit above what is needed
counts as what is needed. At most 300 sums occur, because credit is counted in thirds of a weight.

Of several alternatives the one with the highest rating rises; of equal ones the one whose levels
take fewer hours, then the earlier id. Beside an answered skill, skipped ones do not rise: from 0
they could at best do what the answered one does.
"""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.scoring.level_ups import READY_PERCENT, LevelUp
from app.scoring.requirements import RequiredItem, Requirements


@dataclass(frozen=True, slots=True)
class Rise:
    """A way to raise one requirement: gain in twelfths of a weight, levels, hours, level-up."""

    gain: int
    levels: int
    hours: int
    level_up: LevelUp | None


Way = tuple[int, int, tuple[int, ...]]
"""Levels and hours in all, and the levels of each requirement so far, negative: compared so."""


def change_to_ready(
    catalogue: Catalogue, ratings: Ratings, requirements: Requirements, top: int
) -> tuple[LevelUp, ...] | None:
    """Return the fewest level-ups up to level `top` that reach readiness, greatest gain first.

    Ready is READY_PERCENT of readiness, and credit in every core requirement. Empty for somebody
    who is ready, None if no level-ups are enough. Raises ValueError for a level outside 0 to 4.
    """
    choices = [
        _rises(catalogue, ratings, each, top)
        for each in sorted(requirements.items, key=lambda each: each.item)
    ]
    met = sum([each.credit[each.rating(ratings) or 0] for each in requirements.items])
    wanted = max(-(-READY_PERCENT * requirements.whole // 100) - met, 0)
    ways: dict[int, Way] = {0: (0, 0, ())}
    most = [0]
    for rises in reversed(choices):
        most.append(most[-1] + max((rise.gain for rise in rises), default=0))
    for number, rises in enumerate(choices, 1):
        least = wanted - most[len(choices) - number]
        ways = _longer(ways, rises, wanted, least)
    if wanted not in ways:
        return None
    raised = [
        next(rise for rise in rises if rise.levels == -levels)
        for rises, levels in zip(choices, ways[wanted][2], strict=True)
    ]
    raised.sort(key=lambda rise: -rise.gain)
    return tuple([rise.level_up for rise in raised if rise.level_up])


def _longer(ways: dict[int, Way], rises: list[Rise], wanted: int, least: int) -> dict[int, Way]:
    """Add a requirement to every way. Drop the sums from which `wanted` is out of reach."""
    found: dict[int, Way] = {}
    for gained, (levels, hours, chosen) in ways.items():
        for rise in rises:
            total = min(gained + rise.gain, wanted)
            if total < least:
                continue
            way = (levels + rise.levels, hours + rise.hours, (*chosen, -rise.levels))
            if total not in found or way < found[total]:
                found[total] = way
    return found


def _rises(catalogue: Catalogue, ratings: Ratings, required: RequiredItem, top: int) -> list[Rise]:
    """Return the ways to raise a requirement, from no rise on. A core one needs credit."""
    rating = required.rating(ratings)
    start = rating or 0
    rises = [Rise(0, 0, 0, None)] if required.credit[start] or not required.core else []
    for level in range(start + 1, min(required.level, top) + 1):
        gain = required.gain(start, level)
        if gain and gain > (rises[-1].gain if rises else 0):
            hours, skill = min(
                (sum(_hours(catalogue, skill, each) for each in range(start, level)), skill)
                for skill in required.any_of
                if ratings.get(skill) == rating
            )
            rises.append(Rise(gain, level - start, hours, LevelUp(skill, start, level)))
    return rises


def _hours(catalogue: Catalogue, skill: str, level: int) -> int:
    """Return the likely hours of the step up from a level."""
    hours = catalogue.skill[skill].steps[level].hours
    return hours.likely if hours else 0
