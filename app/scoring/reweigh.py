"""What if a role's coefficients were others: a catalogue with them in place, and who would be called otherwise by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.catalogue.model import COEFFICIENT_SUM, STAGES, Catalogue, Role, Stage
from app.scoring.result import score


@dataclass(frozen=True, slots=True)
class Exact:
    """Somebody whose ratings are exactly what a stage of a role requires, and 0 elsewhere; of a group its first skill is rated."""

    role: str
    stage: Stage
    ratings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Recalled:
    """Such a person who is told other roles than before: those named, best first."""

    role: str
    stage: Stage
    before: tuple[str, ...]
    after: tuple[str, ...]


def scaled(weights: Mapping[str, int]) -> dict[str, int]:
    """Whole numbers >= 0 in the same proportions that sum to COEFFICIENT_SUM, by largest remainder (of equal ones the earlier item's).

    ValueError: a weight below 0, or none above it.
    """
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights must be 0 or more, and at least one of them more")
    parts = {item: divmod(weight * COEFFICIENT_SUM, total) for item, weight in weights.items()}
    left = COEFFICIENT_SUM - sum(whole for whole, _ in parts.values())
    rounded_up = set(sorted(parts, key=lambda item: -parts[item][1])[:left])
    return {item: whole + (item in rounded_up) for item, (whole, _) in parts.items()}


def reweighed(catalogue: Catalogue, role: str, weights: Mapping[str, int]) -> Catalogue:
    """The catalogue with the role's coefficients in these proportions; an item without a weight has 0.

    KeyError: an unknown role. ValueError: as in `scaled`, or a weight of what is no item.
    """
    strangers = weights.keys() - catalogue.item.keys()
    if strangers:
        raise ValueError(f"{', '.join(sorted(strangers))}: not an item of the catalogue")
    values = scaled({item.id: weights.get(item.id, 0) for item in catalogue.items})
    old = catalogue.role[role]
    new = replace(old, match=tuple(replace(each, value=values[each.item]) for each in old.match))
    return replace(catalogue, roles=tuple(new if each is old else each for each in catalogue.roles))


def exact_people(catalogue: Catalogue) -> Iterator[Exact]:
    """One for each role and stage, in the catalogue's order."""
    for role in catalogue.roles:
        for stage in STAGES:
            yield Exact(
                role.id,
                stage,
                dict.fromkeys(catalogue.skill, 0) | _required(catalogue, role, stage),
            )


def recalled(before: Catalogue, after: Catalogue) -> tuple[Recalled, ...]:
    """Those of `exact_people` who are told other roles, or the same in another order; both catalogues ask the same skills."""
    named = [
        (each, score(before, each.ratings).closest, score(after, each.ratings).closest)
        for each in exact_people(before)
    ]
    return tuple(
        Recalled(each.role, each.stage, old, new) for each, old, new in named if old != new
    )


def _required(catalogue: Catalogue, role: Role, stage: Stage) -> dict[str, int]:
    return {
        catalogue.item[each.item].skills[0]: each.level for each in role.stages[stage].requirements
    }
