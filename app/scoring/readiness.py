"""Readiness: the share of requirements that is met. It never ranks roles.

Readiness is Σ w·min(x, level)/level ÷ Σ w over the requirements. It is counted in twelfths of a
weight, which are whole numbers for every required level from 1 to 4, and divided once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.model import STAGES, Catalogue, Ratings, Stage
from app.scoring.items import highest_rating
from app.scoring.requirements import Requirements, all_alternatives, all_requirements


@dataclass(frozen=True, slots=True)
class StageReadiness:
    """How much of one stage is met, in twelfths of a weight.

    `met` of `whole` is met. `skipped` would be added if every skipped item met its requirement.
    """

    stage: Stage | None
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


def stage_readiness(requirements: Requirements, ratings: Ratings) -> StageReadiness:
    """Return how much of the requirements the ratings meet.

    Raises ValueError for a level outside 0 to 4.
    """
    return _readiness(
        requirements, {each.any_of: each.rating(ratings) for each in requirements.items}
    )


def all_readiness(catalogue: Catalogue, ratings: Ratings) -> tuple[RoleReadiness, ...]:
    """Return every role's readiness for every stage, in the catalogue's order.

    Raises ValueError for a level outside 0 to 4.
    """
    levels = {any_of: highest_rating(any_of, ratings) for any_of in all_alternatives(catalogue)}
    every = all_requirements(catalogue)
    return tuple(
        [
            RoleReadiness(
                role.id, tuple([_readiness(every[role.id, stage], levels) for stage in STAGES])
            )
            for role in catalogue.roles
        ]
    )


def _readiness(
    requirements: Requirements, levels: Mapping[tuple[str, ...], int | None]
) -> StageReadiness:
    met = skipped = whole = 0
    for each in requirements.items:
        level = levels[each.any_of]
        whole += each.whole
        if level is None:
            skipped += each.whole
        else:
            met += each.credit[level]
    return StageReadiness(requirements.stage, met, skipped, whole)
