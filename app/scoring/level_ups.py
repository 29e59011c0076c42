"""Level-ups: which skills rise to reach a goal, and the fewest that do where gains are even.

Why the greedy choice of `fewest_level_ups` is exact. The level-ups must gain W points or more.

1. Only items count. A group counts as its best answered skill. n level-ups raise it by n at most,
   and by n if all go to that skill (to one of them if several are equal). Level-ups of its other
   skills raise it less or not at all. So it is enough to raise one skill per item, here called the
   *riser*.
2. Each level of an item gains the same g up to a top level, and nothing above.
3. Gains of different items add up. n levels gain at most the sum of the n greatest gains above 0.
   This sum can be reached, because the levels of an item gain the same and are taken from the
   bottom up. So n level-ups reach W if and only if the n greatest gains do, and the smallest such n
   is the answer. If all gains together are less than W, no level-ups are enough.

Ties. Each level taken has the greatest gain of those that can come next. Of equal ones the shorter
step comes first, then the skill with the earlier id, both for the riser of a group and between
items. Hours of study are shorter than any months of experience, because experience depends on other
people's trust.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from itertools import groupby
from operator import itemgetter

from app.catalogue.model import Catalogue, Ratings, Skill

READY_PERCENT = 80
"""Readiness, in percent, at which the page says that a person can apply."""


@dataclass(frozen=True, slots=True)
class LevelUp:
    """A rise of one skill from `from_level` (0 to 3) to `to_level` (1 to 4)."""

    skill: str
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Level-ups that reach a goal for a role, one entry per skill, greatest gain first.

    Empty if the goal is already reached. `role` is None where the goal is not that of a role.
    """

    role: str | None
    level_ups: tuple[LevelUp, ...]

    @property
    def count(self) -> int:
        """Number of levels in all, 0 or more."""
        return sum(each.to_level - each.from_level for each in self.level_ups)


RaisableItem = tuple[int, tuple[str, ...], int, int]
"""An item that can rise: gain per level, skills, present level, top level."""


def riser(skills: Mapping[str, Skill], members: tuple[str, ...], ratings: Ratings) -> Skill:
    """Return the skill that a level-up of the item raises."""
    if len(members) == 1:
        return skills[members[0]]
    highest = max(
        (level for skill in members if (level := ratings.get(skill)) is not None), default=None
    )
    candidates = [skills[skill] for skill in members if ratings.get(skill) == highest]
    return (
        candidates[0]
        if len(candidates) == 1
        else min(candidates, key=lambda skill: (step_length(skill, highest or 0), skill.id))
    )


def step_length(skill: Skill, level: int) -> tuple[bool, int]:
    """Return the length of the step up from a level. Any study is shorter than any experience."""
    step = skill.steps[level]
    return (True, step.months or 0) if step.hours is None else (False, step.hours.likely)


def fewest_level_ups(
    catalogue: Catalogue, ratings: Ratings, rises: Iterable[RaisableItem], wanted: int
) -> tuple[LevelUp, ...] | None:
    """Return the fewest levels whose gains sum to `wanted` or more, or None if all are too few."""
    taken = list[LevelUp]()
    for gain, equal in groupby(sorted(rises, key=itemgetter(0), reverse=True), itemgetter(0)):
        if wanted <= 0:
            break
        levels = -(-wanted // gain)
        risers = [
            (riser(catalogue.skill, members, ratings), level, top)
            for _, members, level, top in equal
        ]
        if len(risers) == 1:
            [(skill, level, top)] = risers
            raised = [LevelUp(skill.id, level, min(level + levels, top))]
        else:
            raised = _take_shortest(risers, levels)
        wanted -= gain * sum([each.to_level - each.from_level for each in raised])
        taken += raised
    return tuple(taken) if wanted <= 0 else None


def _take_shortest(risers: Sequence[tuple[Skill, int, int]], levels: int) -> list[LevelUp]:
    """Take `levels` levels of equal gain, or all there are.

    The shorter step comes first, then the earlier id.
    """
    heap = [
        (step_length(skill, level), skill.id, level, place)
        for place, (skill, level, _) in enumerate(risers)
    ]
    heapify(heap)
    taken: dict[str, LevelUp] = {}
    while heap and levels:
        _, name, level, place = heap[0]
        skill, first, top = risers[place]
        taken[name] = LevelUp(name, first, level + 1)
        levels -= 1
        if level + 1 < top:
            heapreplace(heap, (step_length(skill, level + 1), name, level + 1, place))
        else:
            heappop(heap)
    return list(taken.values())
