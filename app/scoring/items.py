"""From a person's ratings of skills to one rating per item."""

from dataclasses import dataclass

from app.catalogue.model import LEVELS, TOP_LEVEL, Catalogue, Ratings, Skill
from app.scoring.profiles import Profiles


@dataclass(frozen=True, slots=True)
class Answers:
    """A person's items in the catalogue's order."""

    levels: tuple[int | None, ...]
    """Per item 0 to 4, or None where none of its skills is answered."""
    answered: int
    """How many items have a rating."""
    total: int
    """The sum of those ratings."""
    skipped: tuple[int, ...]
    """The places of the items without one."""
    skills_answered: int
    """How many skills have a rating."""

    @property
    def divisor(self) -> int:
        """How many items the mean is taken over; 1 where nothing is answered, so that it can always be divided by."""
        return max(self.answered, 1)


class Settled(dict[str, int | None]):
    """Ratings that nobody changes any more: what a person's items are is worked out once, however often it is asked."""

    __slots__ = ("worked_out",)
    worked_out: tuple[Profiles, Answers]


def answers(profiles: Profiles, ratings: Ratings) -> Answers:
    """One rating per item: the highest of its answered skills', or None when all are skipped (null is never 0).

    Entries that are no skill of the catalogue are passed over; ValueError names a skill whose level is not 0 to 4.
    """
    if not isinstance(ratings, Settled):
        return _answers(profiles, ratings)
    if not hasattr(ratings, "worked_out") or ratings.worked_out[0] is not profiles:
        ratings.worked_out = profiles, _answers(profiles, ratings)
    return ratings.worked_out[1]


def _answers(profiles: Profiles, ratings: Ratings) -> Answers:
    rated = [
        (skill, level) for skill in profiles.skills if (level := ratings.get(skill)) is not None
    ]
    for skill, level in rated:
        if level not in LEVELS:
            raise ValueError(
                f"{skill} is rated {level!r}: give a whole level from 0 to {TOP_LEVEL}, or none for a skip"
            )
    known = dict(rated)
    levels = tuple(
        [
            known.get(members[0]) if len(members) == 1 else _highest(members, known)
            for members in profiles.members
        ]
    )
    given = [level for level in levels if level is not None]
    skipped = (
        tuple(place for place, level in enumerate(levels) if level is None)
        if len(given) < len(levels)
        else ()
    )
    return Answers(levels, len(given), sum(given), skipped, len(rated))


def _highest(members: tuple[str, ...], ratings: Ratings) -> int | None:
    return max(
        (level for skill in members if (level := ratings.get(skill)) is not None), default=None
    )


def named_skill(catalogue: Catalogue, item: str, ratings: Ratings) -> Skill:
    """The skill by which an item is spoken of: the one whose rating counts, the first where all are skipped."""
    members = catalogue.item[item].skills
    return catalogue.skill[counted_skill(members, ratings) or members[0]]


def counted_skill(members: tuple[str, ...], ratings: Ratings) -> str | None:
    """The member whose rating counts: the best answered one, the earlier of equals; None when all are skipped."""
    best: str | None = None
    highest = -1
    for skill in members:
        level = ratings.get(skill)
        if level is not None and level > highest:
            best, highest = skill, level
    return best
