"""Readiness: the share of requirements that is met. It never ranks roles.

Readiness is Σ w·c ÷ Σ w over the requirements, where the credit c is 1 when the level is met, 1/3
when it is one level short and not 0, else 0. It is counted in twelfths of a weight and divided
once. Results of the rule "levels" have another credit, see levels_rule.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.catalogue.model import STAGES, Catalogue, Ratings, Stage
from app.scoring.items import highest_rating
from app.scoring.level_ups import READY_PERCENT
from app.scoring.requirements import Requirements, all_alternatives, all_requirements

ReadinessWord = Literal["starting_out", "on_the_way", "within_reach", "ready"]
ON_THE_WAY_PERCENT = 25
WITHIN_REACH_PERCENT = 55
"""Readiness, in percent, from which on the words change. READY_PERCENT is the last one."""


@dataclass(frozen=True, slots=True)
class StageReadiness:
    """How much of one stage is met, in twelfths of a weight.

    `met` of `whole` is met. `skipped` would be added if every skipped item met its requirement.
    """

    stage: Stage | None
    met: int
    skipped: int
    whole: int
    core_missing: int | None = None
    """Number of core requirements without credit, skips included. None by the rule "levels"."""

    @property
    def now(self) -> float:
        """Share met, 0 to 1. A skipped item counts as not met."""
        return self.met / self.whole

    @property
    def up_to(self) -> float:
        """Share met if every skipped item met its requirement, `now` to 1."""
        return (self.met + self.skipped) / self.whole

    @property
    def is_ready(self) -> bool:
        """Return whether somebody can apply: READY_PERCENT, and credit in every core requirement.

        By the rule "levels": whether everything is met.
        """
        if self.core_missing is None:
            return self.met >= self.whole
        return 100 * self.met >= READY_PERCENT * self.whole and not self.core_missing

    @property
    def word(self) -> ReadinessWord | None:
        """The word for this readiness. None by the rule "levels", which had none."""
        if self.core_missing is None:
            return None
        if self.is_ready:
            return "ready"
        if 100 * self.met >= WITHIN_REACH_PERCENT * self.whole:
            return "within_reach"
        return "on_the_way" if 100 * self.met >= ON_THE_WAY_PERCENT * self.whole else "starting_out"


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
    met = skipped = whole = core_missing = 0
    for each in requirements.items:
        level = levels[each.any_of]
        whole += each.whole
        if level is None:
            skipped += each.whole
        else:
            met += each.credit[level]
        core_missing += each.core and not each.credit[level or 0]
    if requirements.rule == "levels":
        return StageReadiness(requirements.stage, met, skipped, whole)
    return StageReadiness(requirements.stage, met, skipped, whole, core_missing)
