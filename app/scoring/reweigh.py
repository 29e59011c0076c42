"""Replace a role's coefficients and find the reference people whose closest roles change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.catalogue.model import COEFFICIENT_SUM, STAGES, Catalogue, Role, Stage
from app.scoring.result import score


@dataclass(frozen=True, slots=True)
class ReferencePerson:
    """A simulated person whose ratings are exactly what a stage of a role requires.

    All other ratings are 0. For a group of alternatives the first skill is rated.
    """

    role: str
    stage: Stage
    ratings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RerankedPerson:
    """A reference person whose closest roles differ between two catalogues, each best first."""

    role: str
    stage: Stage
    before: tuple[str, ...]
    after: tuple[str, ...]


def scale_weights(weights: Mapping[str, int]) -> dict[str, int]:
    """Scale weights to whole numbers >= 0 that sum to COEFFICIENT_SUM.

    Rounds by the largest remainder method; of equal remainders the earlier item is rounded up.
    Raises ValueError if a weight is below 0 or no weight is above 0.
    """
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights must be 0 or more, and at least one of them more")
    parts = {item: divmod(weight * COEFFICIENT_SUM, total) for item, weight in weights.items()}
    left = COEFFICIENT_SUM - sum(whole for whole, _ in parts.values())
    rounded_up = set(sorted(parts, key=lambda item: -parts[item][1])[:left])
    return {item: whole + (item in rounded_up) for item, (whole, _) in parts.items()}


def replace_coefficients(catalogue: Catalogue, role: str, weights: Mapping[str, int]) -> Catalogue:
    """Return the catalogue with the role's coefficients in these proportions.

    An item without a weight gets 0. Raises KeyError for an unknown role, ValueError for an unknown
    item and for weights that `scale_weights` rejects.
    """
    strangers = weights.keys() - {item.id for item in catalogue.items}
    if strangers:
        raise ValueError(f"{', '.join(sorted(strangers))}: not an item of the catalogue")
    values = scale_weights({item.id: weights.get(item.id, 0) for item in catalogue.items})
    old = catalogue.role[role]
    new = replace(old, match=tuple(replace(each, value=values[each.item]) for each in old.match))
    return replace(catalogue, roles=tuple(new if each is old else each for each in catalogue.roles))


def reference_people(catalogue: Catalogue) -> Iterator[ReferencePerson]:
    """Yield one reference person per role and stage, in the catalogue's order."""
    for role in catalogue.roles:
        for stage in STAGES:
            yield ReferencePerson(
                role.id,
                stage,
                dict.fromkeys(catalogue.skill, 0) | _required(catalogue, role, stage),
            )


def reranked_people(before: Catalogue, after: Catalogue) -> tuple[RerankedPerson, ...]:
    """Return the reference people whose closest roles change, or change their order.

    Both catalogues must have the same skills.
    """
    named = [
        (each, score(before, each.ratings).closest, score(after, each.ratings).closest)
        for each in reference_people(before)
    ]
    return tuple(
        RerankedPerson(each.role, each.stage, old, new) for each, old, new in named if old != new
    )


def _required(catalogue: Catalogue, role: Role, stage: Stage) -> dict[str, int]:
    return {
        catalogue.item[each.item].skills[0]: each.level for each in role.stages[stage].requirements
    }
