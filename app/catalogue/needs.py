"""Which roles need an item: from which stage on, and up to which level."""

from dataclasses import dataclass

from app.catalogue.model import STAGES, Catalogue, Item, Role, Stage


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """Roles that need an item equally: the first stage that requires it, and the highest level."""

    roles: tuple[Role, ...]
    stage: Stage
    level: int


def needs_of(catalogue: Catalogue, item: Item) -> tuple[RoleNeed, ...]:
    """Return the roles that require an item, grouped by need: the highest level first."""
    groups: dict[tuple[Stage, int], list[Role]] = {}
    for role in catalogue.roles:
        levels = _levels(role, item)
        if levels:
            groups.setdefault((next(iter(levels)), max(levels.values())), []).append(role)
    needs = [RoleNeed(tuple(roles), stage, level) for (stage, level), roles in groups.items()]
    return tuple(sorted(needs, key=lambda need: (-need.level, STAGES.index(need.stage))))


def counts_for_match(catalogue: Catalogue, item: Item) -> bool:
    """Return whether an item has a coefficient above 0 in any role's match."""
    return any(
        share.value for role in catalogue.roles for share in role.match if share.item == item.id
    )


def _levels(role: Role, item: Item) -> dict[Stage, int]:
    """Return the level that each stage of a role requires, in the order of the stages.

    Alternatives that the role names count for each of their skills.
    """
    return {
        stage: requirement.level
        for stage in STAGES
        for requirement in role.stages[stage].requirements
        if requirement.item == item.id or set(requirement.any_of) & set(item.skills)
    }
