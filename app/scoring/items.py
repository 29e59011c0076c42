"""Reduce a person's ratings of skills to one rating per item."""

from dataclasses import dataclass

from app.catalogue.model import LEVELS, TOP_LEVEL, Catalogue, Ratings, Skill
from app.scoring.profiles import Profiles


@dataclass(frozen=True, slots=True)
class ItemRatings:
    """A person's ratings per item, in the catalogue's order."""

    levels: tuple[int | None, ...]
    """Rating per item, 0 to 4, or None where none of its skills is answered."""
    answered: int
    """Number of items with a rating."""
    total: int
    """Sum of the ratings."""
    skipped: tuple[int, ...]
    """Indices of the items without a rating."""
    skills_answered: int
    """Number of skills with a rating."""

    @property
    def divisor(self) -> int:
        """Number of answered items for a mean. It is 1 without answers, to avoid division by 0."""
        return max(self.answered, 1)


class CachedRatings(dict[str, int | None]):
    """Ratings that do not change any more. `item_ratings` caches its value on them."""

    __slots__ = ("cached_item_ratings",)
    cached_item_ratings: tuple[Profiles, ItemRatings]


def item_ratings(profiles: Profiles, ratings: Ratings) -> ItemRatings:
    """Return one rating per item: the highest of its answered skills, or None if all are skipped.

    A skipped skill is never treated as 0. Ignores entries that are not skills of the catalogue.
    Raises ValueError for a level that is not a whole number from 0 to 4.
    """
    if not isinstance(ratings, CachedRatings):
        return _item_ratings(profiles, ratings)
    if (
        not hasattr(ratings, "cached_item_ratings")
        or ratings.cached_item_ratings[0] is not profiles
    ):
        ratings.cached_item_ratings = profiles, _item_ratings(profiles, ratings)
    return ratings.cached_item_ratings[1]


def _item_ratings(profiles: Profiles, ratings: Ratings) -> ItemRatings:
    rated = [skill for skill in profiles.skills if ratings.get(skill) is not None]
    levels = tuple([highest_rating(members, ratings) for members in profiles.members])
    given = [level for level in levels if level is not None]
    skipped = (
        tuple(place for place, level in enumerate(levels) if level is None)
        if len(given) < len(levels)
        else ()
    )
    return ItemRatings(levels, len(given), sum(given), skipped, len(rated))


def highest_rating(members: tuple[str, ...], ratings: Ratings) -> int | None:
    """Return the highest rating of some skills, or None where all are skipped.

    Raises ValueError for a level that is not a whole number from 0 to 4.
    """
    highest: int | None = None
    for skill in members:
        level = ratings.get(skill)
        if level is None:
            continue
        if level not in LEVELS:
            raise ValueError(
                f"{skill} is rated {level!r}: "
                f"give a whole level from 0 to {TOP_LEVEL}, or none for a skip"
            )
        if highest is None or level > highest:
            highest = level
    return highest


def named_skill(catalogue: Catalogue, item: str, ratings: Ratings) -> Skill:
    """Return the skill that names an item on pages.

    This is the skill whose rating counts, or the first one if all are skipped.
    """
    members = catalogue.item[item].skills
    return catalogue.skill[counted_skill(members, ratings) or members[0]]


def counted_skill(members: tuple[str, ...], ratings: Ratings) -> str | None:
    """Return the member with the highest rating, the earlier of equals, or None without answers."""
    best: str | None = None
    highest = -1
    for skill in members:
        level = ratings.get(skill)
        if level is not None and level > highest:
            best, highest = skill, level
    return best
