"""Gaps: which requirements are not met, and what each gap costs in readiness."""

from dataclasses import dataclass

from app.catalogue.model import TOP_LEVEL, Ratings
from app.scoring.items import counted_skill
from app.scoring.requirements import RequiredItem, Requirements


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
    core: bool = False


@dataclass(frozen=True, slots=True)
class Gaps:
    """Requirements, open and met. The costs of the open ones sum to 1 - readiness."""

    open: tuple[Gap, ...]
    """Highest cost first, equal ones in item order."""
    met: tuple[Gap, ...]
    """In item order. Gap and cost are 0."""


def gaps(requirements: Requirements, ratings: Ratings) -> Gaps:
    """Return the requirements, open and met. Raises ValueError for a level outside 0 to 4."""
    listed = [_gap(each, ratings, requirements.whole) for each in requirements.items]
    listed.sort(key=lambda gap: -gap.cost)
    return Gaps(
        tuple([gap for gap in listed if gap.gap]), tuple([gap for gap in listed if not gap.gap])
    )


def _gap(required: RequiredItem, ratings: Ratings, whole: int) -> Gap:
    rating = required.rating(ratings)
    return Gap(
        required.item,
        rating,
        counted_skill(required.any_of, ratings),
        required.level,
        required.weight,
        max(required.level - (rating or 0), 0),
        required.gain(rating or 0, TOP_LEVEL) / whole,
        required.core,
    )
