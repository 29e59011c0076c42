"""What a stage of a role still asks for, and what each gap costs in readiness."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings, Stage
from app.scoring.items import answers, counted_skill
from app.scoring.profiles import Need, Profiles, profiles


@dataclass(frozen=True, slots=True)
class Gap:
    """One requirement beside the rating that counts for it."""

    item: str
    rating: int | None
    """0 to 4, or None where the item was skipped."""
    skill: str | None
    """Whose rating counts: the best answered of the item's skills; None where the item was skipped."""
    level: int
    """Required, 1 to 4."""
    weight: int
    gap: int
    """Levels missing, 0 to `level`; a skip counts as 0."""
    cost: float
    """Readiness (0 to 1) that closing the gap would add."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """A stage's requirements in two parts: the costs of `open` sum to 1 less the readiness."""

    open: tuple[Gap, ...]
    """Dearest first; equal ones in item order."""
    met: tuple[Gap, ...]
    """In item order; gap and cost are 0."""


def gaps(catalogue: Catalogue, ratings: Ratings, role: str, stage: Stage) -> Gaps:
    """The stage's requirements, open and met; ValueError names an unknown role or stage, or a level outside 0 to 4."""
    numbers = profiles(catalogue)
    person = answers(numbers, ratings)
    needs = numbers.needs(role, stage)
    missing = [(_missing(need, person.levels[need.item]), need) for need in needs.needs]
    missing.sort(key=lambda each: (-each[0] * each[1].gain, each[1].item))
    listed = [
        _gap(numbers, ratings, person.levels[need.item], need, levels, needs.whole)
        for levels, need in missing
    ]
    return Gaps(
        tuple([gap for gap in listed if gap.gap]), tuple([gap for gap in listed if not gap.gap])
    )


def _missing(need: Need, level: int | None) -> int:
    return max(need.level - (level or 0), 0)


def _gap(
    numbers: Profiles, ratings: Ratings, level: int | None, need: Need, missing: int, whole: int
) -> Gap:
    skill = counted_skill(numbers.members[need.item], ratings)
    return Gap(
        numbers.items[need.item],
        level,
        skill,
        need.level,
        need.weight,
        missing,
        missing * need.gain / whole,
    )
