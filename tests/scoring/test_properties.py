"""Properties 1 and 3 to 6 of product.md (Scoring), for all catalogues and all people.

The other properties are in:

- 2, 7 and 8: test_property_2.py, test_property_7.py and test_property_8.py
- 9: tests/planning/test_plan.py and tests/planning/test_our_plans.py
- 10: test_result_json.py and tests/web/test_property_10.py, with examples in
  tests/web/results/test_frozen.py and tests/web/questionnaire/test_several_assessments.py

`pytest -k property_7_` runs the tests of one property.
"""

import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Ratings, Stage
from app.scoring.gaps import Gap, gaps
from app.scoring.items import counted_skill, highest_rating
from app.scoring.match import contributions
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import LEVEL_PARTS, requirements_of
from app.scoring.result import Result, score
from tests.scoring.cases import everywhere, person_of


def every_stage(catalogue: Catalogue) -> Iterator[tuple[str, Stage]]:
    return ((role.id, stage) for role in catalogue.roles for stage in STAGES)


def every_gap(catalogue: Catalogue, person: Ratings) -> dict[tuple[str, Stage, str], Gap]:
    found = {key: gaps(requirements_of(catalogue, *key), person) for key in every_stage(catalogue)}
    return {(*key, gap.item): gap for key, each in found.items() for gap in (*each.open, *each.met)}


def points(result: Result) -> dict[str, int]:
    return {each.role: each.points for each in result.order}


@everywhere
@given(data=st.data())
def test_property_1_raising_a_rating_never_lowers_match_or_readiness_and_never_raises_a_gap(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    can_rise = {
        skill: level for skill, level in person.items() if level is not None and level < TOP_LEVEL
    }
    if not can_rise:
        return
    skill = data.draw(st.sampled_from(list(can_rise)), "risen")
    risen = {**person, skill: can_rise[skill] + 1}
    before, after = score(catalogue, person), score(catalogue, risen)
    assert all(points(after)[role] >= each for role, each in points(before).items())
    assert {each.points_per_level for each in after.order} == {
        each.points_per_level for each in before.order
    }
    for key in every_stage(catalogue):
        assert after.stage_readiness(*key).met >= before.stage_readiness(*key).met
        assert after.stage_readiness(*key).up_to >= before.stage_readiness(*key).up_to
        assert (after.stage_readiness(*key).core_missing or 0) <= (
            before.stage_readiness(*key).core_missing or 0
        )
        assert after.stage_readiness(*key).is_ready >= before.stage_readiness(*key).is_ready
    gaps_after = every_gap(catalogue, risen)
    assert all(
        gaps_after[key].gap <= each.gap for key, each in every_gap(catalogue, person).items()
    )


@everywhere
@given(amount=st.integers(1, TOP_LEVEL), data=st.data())
def test_property_3_the_same_amount_on_every_rating_changes_no_rank_and_no_distance(
    where: str, amount: int, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where, high=TOP_LEVEL - amount)
    shifted = {skill: None if level is None else level + amount for skill, level in person.items()}
    before, after = score(catalogue, person), score(catalogue, shifted)
    standing, shifted_standing = (
        [(m.role, m.behind_points, m.behind_se, m.too_close) for m in each.order]
        for each in (before, after)
    )
    assert shifted_standing == standing
    assert (after.status, after.closest) == (before.status, before.closest)


@everywhere
@given(level=st.integers(0, TOP_LEVEL), data=st.data())
def test_property_4_a_flat_profile_names_all_roles(
    where: str, level: int, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    flat = {skill: None if each is None else level for skill, each in person.items()}
    answered = any(each is not None for each in flat.values())
    result = score(catalogue, flat, 0.0)
    assert result.closest == (tuple(role.id for role in catalogue.roles) if answered else ())
    assert result.status == ("too_close" if answered else "not_enough")
    assert all(each.behind_points == 0 for each in result.order)


@everywhere
@given(data=st.data())
def test_property_5_readiness_is_0_at_all_zeros_and_1_if_all_is_met_and_surplus_adds_nothing(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    key = data.draw(st.sampled_from(list(every_stage(catalogue))), "stage")
    required = [
        (catalogue.item[each.item].skills, each.level)
        for each in catalogue.role[key[0]].stages[key[1]].requirements
    ]
    met = dict.fromkeys(catalogue.skill, 0) | {
        skill: level for skills, level in required for skill in skills
    }
    zeros, tops = dict.fromkeys(met, 0), dict.fromkeys(met, TOP_LEVEL)
    one_each = zeros | {skills[-1]: level for skills, level in required}
    ready = [score(catalogue, some).stage_readiness(*key) for some in (zeros, one_each, met, tops)]
    assert [each.now for each in ready] == [each.up_to for each in ready] == [0, 1, 1, 1]
    capped = {
        skill: None if level is None else min(level, met[skill]) for skill, level in person.items()
    }
    assert (
        score(catalogue, capped).stage_readiness(*key)
        == score(catalogue, person).stage_readiness(*key)
        == stage_readiness(requirements_of(catalogue, *key), person)
    )


def test_property_5_tutorials_make_nobody_ready(ours: Catalogue) -> None:
    """Bounds for all ones and all twos, on our content."""
    ones, twos = (score(ours, dict.fromkeys(ours.skill, level)) for level in (1, 2))
    for role in ours.role:
        assert ones.stage_readiness(role, "junior").now < 0.5
        assert ones.stage_readiness(role, "senior").now < 0.25
        assert twos.stage_readiness(role, "senior").now < 0.65


@everywhere
@given(data=st.data())
def test_property_6_contributions_sum_to_the_score(where: str, data: st.DataObject) -> None:
    catalogue, person = person_of(data, where)
    for each in score(catalogue, person).order:
        parts = contributions(catalogue, person, each.role)
        assert sum(part.points for part in parts) == each.points
        assert math.fsum(part.value for part in parts) == pytest.approx(each.match, abs=1e-12)


def missing(rule: str, gap: Gap) -> int:
    """Return what a gap costs, in twelfths of a weight, as product.md says."""
    if rule == "levels":
        return gap.weight * LEVEL_PARTS // gap.level * gap.gap
    thirds = 0 if not gap.gap else 2 if gap.gap == 1 and gap.level > 1 else 3
    return gap.weight * LEVEL_PARTS * thirds // 3


@everywhere
@given(data=st.data())
def test_property_6_the_gap_list_and_readiness_use_the_same_inputs(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    result, levels = (
        score(catalogue, person),
        {id: highest_rating(item.skills, person) for id, item in catalogue.item.items()},
    )
    for key in every_stage(catalogue):
        found, ready = gaps(requirements_of(catalogue, *key), person), result.stage_readiness(*key)
        listed = [*found.open, *found.met]
        assert sorted((each.item, each.level, each.weight) for each in listed) == sorted(
            (each.item, each.level, each.weight)
            for each in catalogue.role[key[0]].stages[key[1]].requirements
        )
        for each in listed:
            assert each.rating == levels[each.item]
            assert each.skill == counted_skill(catalogue.item[each.item].skills, person)
            assert each.gap == max(each.level - (each.rating or 0), 0)
        assert all(each.gap > 0 and each.cost > 0 for each in found.open)
        assert all(each.gap == each.cost == 0 for each in found.met)
        assert ready.whole == sum(each.weight * LEVEL_PARTS for each in listed)
        assert ready.whole - ready.met == sum(missing(catalogue.rule, each) for each in listed)
        assert sum(each.cost for each in found.open) == pytest.approx(1 - ready.now, abs=1e-12)
