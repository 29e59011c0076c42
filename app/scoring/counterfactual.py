"""Counterfactuals: the fewest level-ups to make another role lead, or to be ready for a target.

Why a greedy choice is exact. The level-ups must gain W points or more. For a role, W is its
distance behind the best role plus one. For readiness, W is what is missing to READY_PERCENT.

1. Only items count. A group counts as its best answered skill. n level-ups raise it by n at most,
   and by n if all go to that skill (to one of them if several are equal). Level-ups of its other
   skills raise it less or not at all. So it is enough to raise one skill per item, here called the
   *riser*.
2. Each level of an item gains the same g up to a top level, and nothing above. The distance of two
   roles is linear in the items, with a top of 4. Readiness adds weight/level for each level up to
   the required one, which is the top. The set of answered items does not change on the way. A
   skipped item at the mean keeps the distance linear: with n answered items, one level adds n times
   the item's own difference of coefficients, plus the sum of the skipped items' differences (in
   points, see match.py).
3. Gains of different items add up. n levels gain at most the sum of the n greatest gains above 0.
   This sum can be reached, because the levels of an item gain the same and are taken from the
   bottom up. So n level-ups reach W if and only if the n greatest gains do, and the smallest such n
   is the answer. Items with a gain of 0 or less are never raised. If all gains together are less
   than W, level 4 on everything is not enough.

Skips. In the match a skipped item cannot rise. Only answered items rise, and the mean of the
skipped ones with them. In readiness a skipped item counts as 0 and rises from there. In a group
that was skipped as a whole every skill may rise. Beside an answered skill, skipped skills do not
rise: from 0 they could at best do what the answered one does.

Ties. Each level taken has the greatest gain of those that can come next. Of equal ones the shorter
step comes first, then the skill with the earlier id, both for the riser of a group and between
items. Hours of study are shorter than any months of experience, because experience depends on other
people's trust.

The nearest change over all other roles. As soon as any role is strictly above the present best,
that one no longer leads, and below the smallest of the pairwise counts no role is above it. The
role with that count need not lead then, because a third role may have overtaken both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from itertools import groupby
from operator import itemgetter

from app.catalogue.model import TOP_LEVEL, Catalogue, Ratings, Skill
from app.scoring import match
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import profiles
from app.scoring.requirements import Requirements

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


def changes_to_lead(
    catalogue: Catalogue, ratings: Ratings, roles: Iterable[str]
) -> tuple[Counterfactual | None, ...]:
    """Return for each role the fewest level-ups that put it strictly above the present best role.

    The best role itself needs none. A third role may be above both afterwards. None if even level 4
    on every skill that helps is not enough. Raises ValueError for an unknown role or a level
    outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    points = match.points(numbers, person)
    best = points.index(max(points))
    return tuple(
        [
            _change_to_overtake(catalogue, ratings, person, numbers.place(role), points, best)
            for role in roles
        ]
    )


def nearest(changes: Iterable[Counterfactual | None]) -> Counterfactual | None:
    """Return the first change with the fewest levels, or None if there is no change.

    Given in the order of the match, of equally small changes that of the nearer role is returned.
    """
    return min(
        (change for change in changes if change is not None),
        key=lambda change: change.count,
        default=None,
    )


def leader_after(catalogue: Catalogue, ratings: Ratings, change: Counterfactual) -> str:
    """Return the role that leads after a change. More than one role may overtake the best."""
    numbers = profiles(catalogue)
    points = match.points(
        numbers,
        item_ratings(numbers, {**ratings, **{up.skill: up.to_level for up in change.level_ups}}),
    )
    return numbers.roles[points.index(max(points))]


def change_to_readiness(
    catalogue: Catalogue, ratings: Ratings, requirements: Requirements
) -> Counterfactual:
    """Return the fewest level-ups that reach READY_PERCENT of readiness.

    Raises ValueError for a level outside 0 to 4.
    """
    levels = [(each, each.rating(ratings) or 0) for each in requirements.items]
    met = sum([each.credit[level] for each, level in levels])
    rises = [
        (100 * each.gain(level, level + 1), each.any_of, level, each.level)
        for each, level in levels
        if level < each.level
    ]
    return Counterfactual(
        requirements.role,
        _fewest(catalogue, ratings, rises, READY_PERCENT * requirements.whole - 100 * met) or (),
    )


RaisableItem = tuple[int, tuple[str, ...], int, int]
"""An item that can rise: gain per level, skills, present level, top level."""


def _change_to_overtake(
    catalogue: Catalogue,
    ratings: Ratings,
    person: ItemRatings,
    role: int,
    points: Sequence[int],
    best: int,
) -> Counterfactual | None:
    numbers = profiles(catalogue)
    if role == best:
        return Counterfactual(numbers.roles[role], ())
    lead, answered = numbers.leads[role][best], person.answered
    moved_skips = sum([lead[place] for place in person.skipped])
    rises = [
        (gain, members, level, TOP_LEVEL)
        for members, level, own in zip(numbers.members, person.levels, lead, strict=True)
        if level is not None and level < TOP_LEVEL and (gain := answered * own + moved_skips) > 0
    ]
    level_ups = _fewest(catalogue, ratings, rises, points[best] - points[role] + 1)
    return None if level_ups is None else Counterfactual(numbers.roles[role], level_ups)


def _riser(skills: Mapping[str, Skill], members: tuple[str, ...], ratings: Ratings) -> Skill:
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
        else min(candidates, key=lambda skill: (_step_length(skill, highest or 0), skill.id))
    )


def _step_length(skill: Skill, level: int) -> tuple[bool, int]:
    """Return the length of the step up from a level. Any study is shorter than any experience."""
    step = skill.steps[level]
    return (True, step.months or 0) if step.hours is None else (False, step.hours.likely)


def _fewest(
    catalogue: Catalogue, ratings: Ratings, rises: list[RaisableItem], wanted: int
) -> tuple[LevelUp, ...] | None:
    """Return the fewest levels whose gains sum to `wanted` or more, or None if all are too few."""
    taken = list[LevelUp]()
    for gain, equal in groupby(sorted(rises, key=itemgetter(0), reverse=True), itemgetter(0)):
        if wanted <= 0:
            break
        levels = -(-wanted // gain)
        risers = [
            (_riser(catalogue.skill, members, ratings), level, top)
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
        (_step_length(skill, level), skill.id, level, place)
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
            heapreplace(heap, (_step_length(skill, level + 1), name, level + 1, place))
        else:
            heappop(heap)
    return list(taken.values())
