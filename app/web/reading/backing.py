"""Which required items postings or people bear out, and which rest on judgement alone."""

from dataclasses import dataclass

from app.catalogue.model import STAGES, Catalogue, Coefficient, Item, Role

OFTEN = 0.1
"""Share of a role's postings, or of its people, from which an item counts as asked for."""


@dataclass(frozen=True, slots=True)
class JudgedItems:
    """The items that a role requires at some stage although no source bears it out."""

    role: Role
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Backing:
    """Of all roles' required items, each counted once a role, how many are borne out."""

    required: int
    borne_out: int
    judged: tuple[JudgedItems, ...]


def backing(catalogue: Catalogue) -> Backing:
    """Every role's required items, by whether its postings or people have them OFTEN."""
    asked, judged = 0, []
    for role in catalogue.roles:
        required = {
            requirement.item for stage in STAGES for requirement in role.stages[stage].requirements
        }
        often = {coefficient.item for coefficient in role.match if _is_often(coefficient)}
        asked += len(required)
        judged.append(
            JudgedItems(
                role,
                tuple(
                    item
                    for item in catalogue.item.values()
                    if item.id in required and not _is_any_of(catalogue, item, often)
                ),
            )
        )
    return Backing(asked, asked - sum(len(each.items) for each in judged), tuple(judged))


def _is_any_of(catalogue: Catalogue, item: Item, often: set[str]) -> bool:
    """Return whether one of an item's alternatives is asked for."""
    return any(each.id in often for each in catalogue.items if set(each.skills) & set(item.skills))


def _is_often(coefficient: Coefficient) -> bool:
    return max(coefficient.share or 0.0, coefficient.people_share or 0.0) >= OFTEN
