"""Gaps: which requirements of a stage are not met, and what each gap costs in readiness."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings, Stage
from app.scoring.items import counted_skill, item_ratings
from app.scoring.profiles import CountedRequirement, Profiles, profiles


@dataclass(frozen=True, slots=True)
class Gap:
    """One requirement and the rating that counts for it."""

    item: str
    rating: int | None
    """0 to 4, or None where the item was skipped."""
    skill: str | None
    """Skill whose rating counts: the best answered one of the item, or None if it was skipped."""
    level: int
    """Required level, 1 to 4."""
    weight: int
    gap: int
    """Missing levels, 0 to `level`. A skipped item counts as level 0."""
    cost: float
    """Readiness (0 to 1) that closing the gap would add."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """A stage's requirements, open and met. The costs of the open ones sum to 1 - readiness."""

    open: tuple[Gap, ...]
    """Highest cost first, equal ones in item order."""
    met: tuple[Gap, ...]
    """In item order. Gap and cost are 0."""


def gaps(catalogue: Catalogue, ratings: Ratings, role: str, stage: Stage) -> Gaps:
    """Return the stage's requirements, open and met.

    Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    requirements = numbers.requirements(role, stage)
    missing = [
        (_missing(requirement, person.levels[requirement.item]), requirement)
        for requirement in requirements.requirements
    ]
    missing.sort(key=lambda each: (-each[0] * each[1].gain, each[1].item))
    listed = [
        _gap(
            numbers,
            ratings,
            person.levels[requirement.item],
            requirement,
            levels,
            requirements.whole,
        )
        for levels, requirement in missing
    ]
    return Gaps(
        tuple([gap for gap in listed if gap.gap]), tuple([gap for gap in listed if not gap.gap])
    )


def _missing(requirement: CountedRequirement, level: int | None) -> int:
    return max(requirement.level - (level or 0), 0)


def _gap(
    numbers: Profiles,
    ratings: Ratings,
    level: int | None,
    requirement: CountedRequirement,
    missing: int,
    whole: int,
) -> Gap:
    skill = counted_skill(numbers.members[requirement.item], ratings)
    return Gap(
        numbers.items[requirement.item],
        level,
        skill,
        requirement.level,
        requirement.weight,
        missing,
        missing * requirement.gain / whole,
    )
