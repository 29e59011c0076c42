"""Which roles need an item."""

from dataclasses import replace

import pytest

from app.catalogue.model import STAGES, Item
from app.catalogue.needs import RoleNeed, counts_for_match, needs_of
from tests.support.visitor import CATALOGUE


@pytest.mark.parametrize("item", CATALOGUE.items, ids=lambda item: item.id)
def test_the_roles_are_those_that_require_the_item(item: Item) -> None:
    needs = needs_of(CATALOGUE, item)
    found = {role.id: need for need in needs for role in need.roles}
    assert sum(len(need.roles) for need in needs) == len(found), "no role is named twice"
    for role in CATALOGUE.roles:
        levels = {
            stage: requirement.level
            for stage in STAGES
            for requirement in role.stages[stage].requirements
            if requirement.item == item.id or set(requirement.any_of) & set(item.skills)
        }
        assert (role.id in found) == bool(levels)
        if levels:
            need = found[role.id]
            assert (need.stage, need.level) == (next(iter(levels)), max(levels.values()))


@pytest.mark.parametrize("item", CATALOGUE.items, ids=lambda item: item.id)
def test_the_highest_level_comes_first_and_then_the_earliest_stage(item: Item) -> None:
    def rank(need: RoleNeed) -> tuple[int, int]:
        return -need.level, STAGES.index(need.stage)

    ranks = [rank(need) for need in needs_of(CATALOGUE, item)]
    assert ranks == sorted(set(ranks))


def test_an_item_counts_for_the_match_by_its_coefficient() -> None:
    item = CATALOGUE.item["r"]
    roles = tuple(
        replace(role, match=tuple(replace(share, value=0) for share in role.match))
        for role in CATALOGUE.roles
    )
    assert counts_for_match(CATALOGUE, item)
    assert not counts_for_match(replace(CATALOGUE, roles=roles), item)
