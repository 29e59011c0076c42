"""What scoring needs of a catalogue, worked out once: whole numbers in item order and role order."""

from dataclasses import dataclass
from functools import lru_cache
from math import lcm
from operator import sub

from app.catalogue.model import LEVELS, STAGES, Catalogue, Requirement, Role, Stage

LEVEL_PARTS = lcm(*LEVELS[1:])
"""A requirement is met in twelfths, so that a part of a level is whole at every required level (1 to 4)."""

CACHED_CATALOGUES = 8


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement: the item's place, its level and weight, and what each further level adds, in twelfths of a weight."""

    item: int
    level: int
    weight: int
    gain: int


@dataclass(frozen=True, slots=True)
class StageNeeds:
    """A stage's requirements in the catalogue's order; `whole` is what meeting them all comes to, in twelfths of a weight."""

    stage: Stage
    needs: tuple[Need, ...]
    ladders: tuple[tuple[int, tuple[int, ...]], ...]
    """Per requirement the item's place and what each rating, 0 to 4, meets of it; all of it at the last."""
    whole: int


@dataclass(frozen=True, slots=True)
class Profiles:
    """A catalogue as numbers; every tuple of items or roles is in the catalogue's order."""

    skills: tuple[str, ...]
    items: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    """Per item the skills of which the best answered rating counts."""
    roles: tuple[str, ...]
    coefficients: tuple[tuple[int, ...], ...]
    """Per role one whole number >= 0 for each item; they sum to COEFFICIENT_SUM."""
    squares: tuple[tuple[tuple[int, ...], ...], ...]
    """Per role and other role the squared difference of their coefficients, for each item (below 2**53 even when summed)."""
    leads: tuple[tuple[tuple[int, ...], ...], ...]
    """Per role and other role the difference itself."""
    edges: tuple[tuple[int, ...], ...]
    """Per role the sum of its differences to all others, for each item."""
    stages: tuple[tuple[StageNeeds, ...], ...]
    """Per role its stages from junior to lead."""

    def place(self, role: str) -> int:
        """The role's place in the catalogue; ValueError names an unknown one."""
        return _place(self.roles, role, "role")

    def needs(self, role: str, stage: Stage) -> StageNeeds:
        """What the stage of the role requires; ValueError names an unknown role or stage."""
        return self.stages[self.place(role)][_place(STAGES, stage, "stage")]


@lru_cache(maxsize=CACHED_CATALOGUES)
def profiles(catalogue: Catalogue) -> Profiles:
    """The catalogue's numbers, made at the first call for this very catalogue and kept for the next ones."""
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
        edges=tuple(tuple(map(sum, zip(*each, strict=True))) for each in leads),
        stages=tuple(
            tuple(_stage(role, stage, places) for stage in STAGES) for role in catalogue.roles
        ),
    )


def _row(role: Role, places: dict[str, int]) -> tuple[int, ...]:
    values = {coefficient.item: coefficient.value for coefficient in role.match}
    return tuple(values.get(item, 0) for item in places)


def _squares(row: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple((a - b) * (a - b) for a, b in zip(row, other, strict=True))


def _stage(role: Role, stage: Stage, places: dict[str, int]) -> StageNeeds:
    needs = tuple(
        _need(requirement, places[requirement.item])
        for requirement in role.stages[stage].requirements
    )
    ladders = tuple(
        (need.item, tuple(need.gain * min(level, need.level) for level in LEVELS)) for need in needs
    )
    return StageNeeds(stage, needs, ladders, LEVEL_PARTS * sum(need.weight for need in needs))


def _need(requirement: Requirement, place: int) -> Need:
    return Need(
        place,
        requirement.level,
        requirement.weight,
        requirement.weight * LEVEL_PARTS // requirement.level,
    )


def _place(names: tuple[str, ...], name: str, kind: str) -> int:
    if name not in names:
        raise ValueError(f"unknown {kind} {name!r}: give one of {', '.join(names)}")
    return names.index(name)
