"""The fewest level-ups that would change the answer: to another role before the best, or to readiness for a target.

Why taking the greatest gains first is exact. What is wanted is that a sum W of points be made up: for a role, what it lies behind the
present best and one more; for readiness, what is missing of READY_PERCENT.

1. Only items count. A group counts as its best answered skill, so that n level-ups lift it by n at most, and by n when all go to that
   skill (of equals, to one of them, which is the best from then on). Level-ups of its other skills lift it less or not at all. So the
   fewest level-ups are to be found among those of one skill an item: its *riser*.
2. An item gains the same, g, with each of its levels up to a top, and nothing above. Two roles' distance is linear in the items: the
   top is 4. Readiness adds weight/level for each level up to the required one, which is the top. Which items are answered does not
   change on the way, nor does a skip that stands at the mean bend the line: with n items answered, a level of one adds n times the
   item's own difference of coefficients, and once the sum of the skipped items' differences (in points, see match.py).
3. Gains of different items add up, so that a choice of level-ups gains the sum of its levels' gains. No n levels gain more than the n
   greatest gains above 0 of all levels there are; and those can be had, for the levels of an item are equal and may be taken from the
   bottom up. So W is reached by n level-ups if and only if the sum of the n greatest reaches it, and the first such n is the fewest.
   An item with a gain of 0 or less is never raised. Where the sum of all falls short, not even 4s on all that helps would do.

Skips. In the match a skip is no level to rise from: only answered items rise, and the skips' mean with them. Readiness counts a skip as 0,
and so do we: answering it 0 is free, and its levels rise from there. Of a group skipped whole every skill may rise; beside an answered
skill those skipped do not: from 0 they could at best do what it does.

Ties. Whatever the choice, each level taken has the greatest gain of those that can come next; of equal ones the shorter step comes first,
then the skill with the earlier id, both for the riser of a group and between items. Hours of study are shorter than any months of
experience: a step of experience waits for others' trust, which no hours buy.

The least over the other roles: as soon as any role stands strictly above the present best, that one is no longer first; before the least
of the pairwise counts none does. The role whose count it is need not stand first then, for a third may have risen past both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from itertools import groupby
from operator import itemgetter

from app.catalogue.model import TOP_LEVEL, Catalogue, Ratings, Skill, Stage
from app.scoring import match
from app.scoring.items import Answers, answers
from app.scoring.profiles import profiles

READY_PERCENT = 80
"""Readiness of a target that the page calls close enough to apply."""


@dataclass(frozen=True, slots=True)
class LevelUp:
    """One skill's rise, `from_level` 0 to 3 and `to_level` 1 to 4."""

    skill: str
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class Change:
    """Level-ups that bring a role about, one entry per skill, those that bring most first; empty where it is so already."""

    role: str
    level_ups: tuple[LevelUp, ...]

    @property
    def count(self) -> int:
        """How many levels in all, 0 or more."""
        return sum(each.to_level - each.from_level for each in self.level_ups)


def changes_to_lead(
    catalogue: Catalogue, ratings: Ratings, roles: Iterable[str]
) -> tuple[Change | None, ...]:
    """For each of these roles the fewest level-ups after which it stands strictly above the present best; none are needed for the best.

    A third role may stand above both. None where even 4s on all that helps would not do it.
    ValueError: an unknown role, or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = answers(numbers, ratings)
    points = match.points(numbers, person)
    best = points.index(max(points))
    return tuple(
        [
            _overtaking(catalogue, ratings, person, numbers.place(role), points, best)
            for role in roles
        ]
    )


def change_to_lead(catalogue: Catalogue, ratings: Ratings, role: str) -> Change | None:
    """The same of one role."""
    return changes_to_lead(catalogue, ratings, [role])[0]


def nearest_change(catalogue: Catalogue, ratings: Ratings) -> Change | None:
    """The fewest level-ups after which another role stands strictly above the present best: the least over the other roles.

    Of roles that need equally few the one that is nearer now, then the catalogue's order. None where even 4s on all that helps would do it
    for no role, and where nothing is answered.
    ValueError: a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    points = match.points(numbers, answers(numbers, ratings))
    _, *others = sorted(range(len(points)), key=lambda place: -points[place])
    return nearest(changes_to_lead(catalogue, ratings, [numbers.roles[place] for place in others]))


def nearest(changes: Iterable[Change | None]) -> Change | None:
    """The first of the smallest; None where there is none."""
    return min(
        (change for change in changes if change is not None),
        key=lambda change: change.count,
        default=None,
    )


def leader_after(catalogue: Catalogue, ratings: Ratings, change: Change) -> str:
    """The role that is first after a change: more than one may overtake."""
    numbers = profiles(catalogue)
    points = match.points(
        numbers, answers(numbers, {**ratings, **{up.skill: up.to_level for up in change.level_ups}})
    )
    return numbers.roles[points.index(max(points))]


def change_to_readiness(catalogue: Catalogue, ratings: Ratings, role: str, stage: Stage) -> Change:
    """The fewest level-ups that reach READY_PERCENT of readiness for a stage; ValueError as in `stage_readiness`."""
    numbers = profiles(catalogue)
    person = answers(numbers, ratings)
    needs = numbers.needs(role, stage)
    levels = [(need, person.levels[need.item] or 0) for need in needs.needs]
    met = sum([need.gain * min(level, need.level) for need, level in levels])
    rises = [
        (100 * need.gain, need.item, level, need.level)
        for need, level in levels
        if level < need.level
    ]
    return Change(
        role, _fewest(catalogue, ratings, rises, READY_PERCENT * needs.whole - 100 * met) or ()
    )


Rise = tuple[int, int, int, int]
"""An item that can rise: what each of its levels gains, its place, its level and how far it can rise."""


def _overtaking(
    catalogue: Catalogue,
    ratings: Ratings,
    person: Answers,
    role: int,
    points: Sequence[int],
    best: int,
) -> Change | None:
    numbers = profiles(catalogue)
    if role == best:
        return Change(numbers.roles[role], ())
    lead, answered = numbers.leads[role][best], person.answered
    moved_skips = sum([lead[place] for place in person.skipped])
    rises = [
        (gain, place, level, TOP_LEVEL)
        for place, (level, own) in enumerate(zip(person.levels, lead, strict=True))
        if level is not None and level < TOP_LEVEL and (gain := answered * own + moved_skips) > 0
    ]
    level_ups = _fewest(catalogue, ratings, rises, points[best] - points[role] + 1)
    return None if level_ups is None else Change(numbers.roles[role], level_ups)


def _riser(skills: Mapping[str, Skill], members: tuple[str, ...], ratings: Ratings) -> Skill:
    """The skill that a level-up of the item raises."""
    if len(members) == 1:
        return skills[members[0]]
    highest = max(
        (level for skill in members if (level := ratings.get(skill)) is not None), default=None
    )
    candidates = [skills[skill] for skill in members if ratings.get(skill) == highest]
    return (
        candidates[0]
        if len(candidates) == 1
        else min(candidates, key=lambda skill: (_length(skill, highest or 0), skill.id))
    )


def _length(skill: Skill, level: int) -> tuple[bool, int]:
    """How long the step up from a level is: hours of study before months of experience."""
    step = skill.steps[level]
    return (True, step.months or 0) if step.hours is None else (False, step.hours.likely)


def _fewest(
    catalogue: Catalogue, ratings: Ratings, rises: list[Rise], wanted: int
) -> tuple[LevelUp, ...] | None:
    """The fewest levels whose gains come to `wanted` or more; None where all of them together do not."""
    members, taken = profiles(catalogue).members, list[LevelUp]()
    for gain, equal in groupby(sorted(rises, key=itemgetter(0), reverse=True), itemgetter(0)):
        if wanted <= 0:
            break
        levels = -(-wanted // gain)
        risers = [
            (_riser(catalogue.skill, members[place], ratings), level, top)
            for _, place, level, top in equal
        ]
        if len(risers) == 1:
            [(skill, level, top)] = risers
            raised = [LevelUp(skill.id, level, min(level + levels, top))]
        else:
            raised = _shortest(risers, levels)
        wanted -= gain * sum([each.to_level - each.from_level for each in raised])
        taken += raised
    return tuple(taken) if wanted <= 0 else None


def _shortest(risers: Sequence[tuple[Skill, int, int]], levels: int) -> list[LevelUp]:
    """So many levels of those that gain the same, or all there are: the shorter step first, then the earlier id."""
    heap = [
        (_length(skill, level), skill.id, level, place)
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
            heapreplace(heap, (_length(skill, level + 1), name, level + 1, place))
        else:
            heappop(heap)
    return list(taken.values())
