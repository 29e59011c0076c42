"""A catalogue's role profiles as tuples of whole numbers, in item order and role order."""

from dataclasses import dataclass
from functools import lru_cache
from math import lcm
from operator import sub

from app.catalogue.model import LEVELS, STAGES, Catalogue, Requirement, Role, Stage

LEVEL_PARTS = lcm(*LEVELS[1:])
"""Requirements are counted in twelfths, which are whole for every required level from 1 to 4."""

CACHED_CATALOGUES = 8


@dataclass(frozen=True, slots=True)
class CountedRequirement:
    """One requirement of a stage."""

    item: int
    """Index of the item."""
    level: int
    """Required level, 1 to 4."""
    weight: int
    gain: int
    """What each level up to the required one adds, in twelfths of a weight."""


@dataclass(frozen=True, slots=True)
class StageRequirements:
    """A stage's requirements in the catalogue's order."""

    stage: Stage
    requirements: tuple[CountedRequirement, ...]
    ladders: tuple[tuple[int, tuple[int, ...]], ...]
    """Per requirement: the item's index, and what each rating from 0 to 4 meets of it, in twelfths
    of a weight. The last entry is the whole requirement."""
    whole: int
    """All requirements together, in twelfths of a weight."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """A catalogue as numbers. Every tuple of items or roles is in the catalogue's order."""

    skills: tuple[str, ...]
    items: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    """Skills of each item. The highest answered rating counts."""
    roles: tuple[str, ...]
    coefficients: tuple[tuple[int, ...], ...]
    """Shape (roles, items): whole numbers >= 0 that sum to COEFFICIENT_SUM for each role."""
    squares: tuple[tuple[tuple[int, ...], ...], ...]
    """Shape (roles, roles, items): squared difference of the two roles' coefficients. The sum over
    the items is below 2**53."""
    leads: tuple[tuple[tuple[int, ...], ...], ...]
    """Shape (roles, roles, items): coefficient of the first role - coefficient of the second."""
    lead_sums: tuple[tuple[int, ...], ...]
    """Shape (roles, items): sum of the role's `leads` over all other roles."""
    stages: tuple[tuple[StageRequirements, ...], ...]
    """Stages of each role, from junior to lead."""

    def place(self, role: str) -> int:
        """Return the role's index in the catalogue. Raises ValueError for an unknown role."""
        return _place(self.roles, role, "role")

    def requirements(self, role: str, stage: Stage) -> StageRequirements:
        """Return the stage's requirements. Raises ValueError for an unknown role or stage."""
        return self.stages[self.place(role)][_place(STAGES, stage, "stage")]


@lru_cache(maxsize=CACHED_CATALOGUES)
def profiles(catalogue: Catalogue) -> Profiles:
    """Return the catalogue's profiles, cached per catalogue."""
    places = {item.id: place for place, item in enumerate(catalogue.items)}
    rows = tuple(_row(role, places) for role in catalogue.roles)
    leads = tuple(tuple(tuple(map(sub, row, other)) for other in rows) for row in rows)
    return Profiles(
        skills=tuple(skill.id for skill in catalogue.skills),
        items=tuple(places),
        members=tuple(item.skills for item in catalogue.items),
        roles=tuple(role.id for role in catalogue.roles),
        coefficients=rows,
        squares=tuple(tuple(_squares(row, other) for other in rows) for row in rows),
        leads=leads,
        lead_sums=tuple(tuple(map(sum, zip(*each, strict=True))) for each in leads),
        stages=tuple(
            tuple(_stage(role, stage, places) for stage in STAGES) for role in catalogue.roles
        ),
    )


def _row(role: Role, places: dict[str, int]) -> tuple[int, ...]:
    values = {coefficient.item: coefficient.value for coefficient in role.match}
    return tuple(values.get(item, 0) for item in places)


def _squares(row: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple((a - b) * (a - b) for a, b in zip(row, other, strict=True))


def _stage(role: Role, stage: Stage, places: dict[str, int]) -> StageRequirements:
    requirements = tuple(
        _counted_requirement(each, places[each.item]) for each in role.stages[stage].requirements
    )
    ladders = tuple(
        (
            requirement.item,
            tuple(requirement.gain * min(level, requirement.level) for level in LEVELS),
        )
        for requirement in requirements
    )
    return StageRequirements(
        stage,
        requirements,
        ladders,
        LEVEL_PARTS * sum(requirement.weight for requirement in requirements),
    )


def _counted_requirement(source: Requirement, place: int) -> CountedRequirement:
    return CountedRequirement(
        place,
        source.level,
        source.weight,
        source.weight * LEVEL_PARTS // source.level,
    )


def _place(names: tuple[str, ...], name: str, kind: str) -> int:
    if name not in names:
        raise ValueError(f"unknown {kind} {name!r}: give one of {', '.join(names)}")
    return names.index(name)
