"""Replacing a role's coefficients.

The proportions are kept in whole numbers, only one role changes, and the people with other closest
roles are listed.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import COEFFICIENT_SUM, STAGES, Catalogue
from app.scoring.profiles import profiles
from app.scoring.requirements import all_requirements
from app.scoring.result import score
from app.scoring.reweigh import (
    RerankedPerson,
    reference_people,
    replace_coefficients,
    reranked_people,
    scale_weights,
)
from tests.scoring.small import rate
from tests.support.strategies import catalogues

weights = st.dictionaries(
    st.text(max_size=3), st.integers(0, 10**9), min_size=1, max_size=40
).filter(lambda found: any(found.values()))


@given(weights)
def test_scaled_weights_keep_their_proportions_to_less_than_one_and_sum_exactly(
    found: dict[str, int],
) -> None:
    whole = scale_weights(found)
    assert list(whole) == list(found)
    assert sum(whole.values()) == COEFFICIENT_SUM
    exact = {
        item: Fraction(weight * COEFFICIENT_SUM, sum(found.values()))
        for item, weight in found.items()
    }
    assert all(abs(whole[item] - exact[item]) < 1 for item in found)
    assert all(whole[a] >= whole[b] for a in found for b in found if found[a] > found[b])


@given(weights, st.integers(1, 1000))
def test_only_proportions_count(found: dict[str, int], times: int) -> None:
    assert scale_weights({item: times * weight for item, weight in found.items()}) == scale_weights(
        found
    )


def test_what_is_left_goes_to_the_largest_remainder_and_of_equal_ones_to_the_earlier() -> None:
    assert scale_weights({"a": 1, "b": 1, "c": 1}) == {"a": 333_334, "b": 333_333, "c": 333_333}
    assert scale_weights({"a": 1, "b": 2}) == {"a": 333_333, "b": 666_667}


@pytest.mark.parametrize("found", [{"a": 0, "b": 0}, {"a": 2, "b": -1}])
def test_weights_that_are_none_are_refused(found: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        scale_weights(found)


def test_a_weight_of_what_is_no_item_is_refused_and_so_is_an_unknown_role(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="q: not an item"):
        replace_coefficients(small, "maker", {"a": 1, "q": 1})
    with pytest.raises(KeyError):
        replace_coefficients(small, "nobody", {"a": 1})


@given(catalogues(), st.data())
def test_one_role_changes_and_nothing_else(catalogue: Catalogue, data: st.DataObject) -> None:
    role = data.draw(st.sampled_from(list(catalogue.role)))
    items = list(catalogue.item)
    new = data.draw(
        st.fixed_dictionaries(dict.fromkeys(items, st.integers(0, 1000))).filter(
            lambda found: any(found.values())
        )
    )
    after = replace_coefficients(catalogue, role, new)
    rows, place = profiles(catalogue).coefficients, profiles(catalogue).place(role)
    row = tuple(scale_weights({item: new[item] for item in items}).values())
    assert profiles(after).coefficients == (*rows[:place], row, *rows[place + 1 :])
    assert (after.scale, after.items, after.skills) == (
        catalogue.scale,
        catalogue.items,
        catalogue.skills,
    )
    assert all_requirements(after) == all_requirements(catalogue)


@given(catalogues())
def test_the_weights_of_today_change_nobody(catalogue: Catalogue) -> None:
    for role in catalogue.roles:
        same = replace_coefficients(
            catalogue, role.id, {each.item: each.value for each in role.match}
        )
        assert profiles(same).coefficients == profiles(catalogue).coefficients
        assert reranked_people(catalogue, same) == ()


def test_a_role_that_asks_for_what_another_does_takes_its_people(small: Catalogue) -> None:
    """With the runner's coefficients the small catalogue's maker is no longer named.

    A runner then gets both roles.
    """
    changed = {
        (each.role, each.stage): each
        for each in reranked_people(
            small, replace_coefficients(small, "maker", {"a": 2, "b": 2, "g": 6})
        )
    }
    assert changed["runner", "junior"] == RerankedPerson(
        "runner", "junior", ("runner",), ("maker", "runner")
    )
    assert all(each.before != each.after for each in changed.values())


def test_the_exact_people_meet_their_stage_and_are_called_by_its_name(
    ours: Catalogue, small: Catalogue
) -> None:
    assert [(each.role, each.stage) for each in reference_people(ours)] == [
        (role, stage) for role in ours.role for stage in STAGES
    ]
    for each in reference_people(ours):
        result = score(ours, each.ratings)
        assert result.stage_readiness(each.role, each.stage).now == 1
        assert result.closest == (each.role,)
    assert next(reference_people(small)).ratings == rate(2, 0, 1, 0)
