"""Readiness: the share of a stage's requirements that is met. It never ranks roles.

Readiness is Σ w·min(x, level)/level ÷ Σ w over the requirements. It is counted in twelfths of a
weight, which are whole numbers for every required level from 1 to 4, and divided once.
"""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings, Stage
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import Profiles, StageRequirements, profiles


@dataclass(frozen=True, slots=True)
class StageReadiness:
    """How much of one stage is met, in twelfths of a weight.

    `met` of `whole` is met. `skipped` would be added if every skipped item met its requirement.
    """

    stage: Stage
    met: int
    skipped: int
    whole: int

    @property
    def now(self) -> float:
        """Share met, 0 to 1. A skipped item counts as not met."""
        return self.met / self.whole

    @property
    def up_to(self) -> float:
        """Share met if every skipped item met its requirement, `now` to 1."""
        return (self.met + self.skipped) / self.whole


@dataclass(frozen=True, slots=True)
class RoleReadiness:
    """A role's readiness for each stage, from junior to lead."""

    role: str
    stages: tuple[StageReadiness, ...]


def stage_readiness(
    catalogue: Catalogue, ratings: Ratings, role: str, stage: Stage
) -> StageReadiness:
    """Return how much of the stage's requirements the ratings meet.

    Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    return _stage(numbers.requirements(role, stage), _with_skips_at_0(person), person.skipped)


def all_readiness(numbers: Profiles, person: ItemRatings) -> tuple[RoleReadiness, ...]:
    """Return every role's readiness for every stage, in the catalogue's order."""
    levels, skipped = _with_skips_at_0(person), person.skipped
    each_role = zip(numbers.roles, numbers.stages, strict=True)
    return tuple(
        [
            RoleReadiness(
                role, tuple([_stage(requirements, levels, skipped) for requirements in stages])
            )
            for role, stages in each_role
        ]
    )


def _with_skips_at_0(person: ItemRatings) -> list[int]:
    return [level or 0 for level in person.levels]


def _stage(
    requirements: StageRequirements, levels: list[int], skipped: tuple[int, ...]
) -> StageReadiness:
    met = sum([ladder[levels[item]] for item, ladder in requirements.ladders])
    more = (
        sum([ladder[-1] for item, ladder in requirements.ladders if item in skipped])
        if skipped
        else 0
    )
    return StageReadiness(requirements.stage, met, more, requirements.whole)
