"""What holds for all catalogues and all people (product.md, Scoring, properties 1 and 3 to 8)."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Ratings, Role
from app.scoring.gaps import gaps
from app.scoring.match import contributions
from app.scoring.readiness import StageReadiness, stage_readiness
from app.scoring.result import Result, score
from app.scoring.saved import result_to_json
from tests.strategies import catalogues, rated, ratings

Case = tuple[Catalogue, dict[str, int | None]]


def every_stage(catalogue: Catalogue, person: Ratings) -> Mapping[tuple[str, str], StageReadiness]:
    return {(role.id, stage): stage_readiness(catalogue, person, role.id, stage) for role in catalogue.roles for stage in STAGES}


def every_gap(catalogue: Catalogue, person: Ratings) -> Mapping[tuple[str, str, str], int]:
    found = {(role.id, stage): gaps(catalogue, person, role.id, stage) for role in catalogue.roles for stage in STAGES}
    return {(*key, gap.item): gap.gap for key, each in found.items() for gap in (*each.open, *each.met)}


def standing(result: Result) -> list[tuple[str, float]]:
    return [(each.role, each.behind) for each in result.order]


def assert_a_rise_never_harms(catalogue: Catalogue, person: Mapping[str, int | None], skill: str) -> None:
    level = person.get(skill)
    assume(level is not None and level < TOP_LEVEL)
    assert level is not None
    risen = {**person, skill: level + 1}
    before, after = ({each.role: each.match for each in score(catalogue, some).order} for some in (person, risen))
    assert all(after[role] >= before[role] for role in before)
    ready_before, ready_after = every_stage(catalogue, person), every_stage(catalogue, risen)
    assert all(ready_after[key].now >= each.now and ready_after[key].up_to >= each.up_to for key, each in ready_before.items())
    gaps_before, gaps_after = every_gap(catalogue, person), every_gap(catalogue, risen)
    assert all(gaps_after[key] <= gap for key, gap in gaps_before.items())


def assert_a_shift_changes_no_rank(catalogue: Catalogue, person: Mapping[str, int | None], amount: int) -> None:
    shifted = {skill: None if level is None else level + amount for skill, level in person.items()}
    before, after = score(catalogue, person, 0.0), score(catalogue, shifted, 0.0)
    assert standing(after) == standing(before)
    assert (after.status, after.closest) == (before.status, before.closest)


def assert_a_flat_profile_names_all(catalogue: Catalogue, person: Mapping[str, int]) -> None:
    result = score(catalogue, person)
    assert (result.status, result.closest) == ("too_close", tuple(role.id for role in catalogue.roles))
    assert all(each.behind == 0 for each in result.order)


def assert_a_skip_widens(catalogue: Catalogue, person: Mapping[str, int | None], skill: str) -> None:
    assume(person.get(skill) is not None)
    skipped = {**person, skill: None}
    for key, after in every_stage(catalogue, skipped).items():
        before = every_stage(catalogue, person)[key]
        assert after.met <= before.met
        assert after.met + after.skipped >= before.met
    assume(all(skipped.get(other) is None for item in catalogue.items if skill in item.skills for other in item.skills))
    best = score(catalogue, person, 0.0)
    errors = {each.role: each.behind_se for each in best.order}
    after_best = score(catalogue, skipped, 0.0)
    if after_best.order[0].role == best.order[0].role:
        assert all(each.behind_se >= errors[each.role] for each in after_best.order)


def assert_contributions_sum_to_the_score(catalogue: Catalogue, person: Mapping[str, int | None]) -> None:
    for each in score(catalogue, person).order:
        parts = contributions(catalogue, person, each.role)
        assert sum(part.points for part in parts) == each.points
        assert math.fsum(part.value for part in parts) == pytest.approx(each.match, abs=1e-12)


@given(rated(), st.data())
def test_raising_a_rating_never_lowers_match_or_readiness_and_never_raises_a_gap(case: Case, data: st.DataObject) -> None:
    catalogue, person = case
    assert_a_rise_never_harms(catalogue, person, data.draw(st.sampled_from(list(catalogue.skill))))


@given(st.data())
def test_raising_a_rating_never_harms_in_our_catalogue(ours: Catalogue, data: st.DataObject) -> None:
    assert_a_rise_never_harms(ours, data.draw(ratings(ours)), data.draw(st.sampled_from(list(ours.skill))))


@given(catalogues(), st.integers(1, 3), st.data())
def test_the_same_amount_on_every_rating_changes_no_rank(catalogue: Catalogue, amount: int, data: st.DataObject) -> None:
    assert_a_shift_changes_no_rank(catalogue, data.draw(ratings(catalogue, high=TOP_LEVEL - amount)), amount)


@given(st.integers(1, 3), st.data())
def test_the_same_amount_on_every_rating_changes_no_rank_in_our_catalogue(ours: Catalogue, amount: int, data: st.DataObject) -> None:
    assert_a_shift_changes_no_rank(ours, data.draw(ratings(ours, high=TOP_LEVEL - amount)), amount)


@given(catalogues(), st.integers(0, TOP_LEVEL))
def test_a_flat_profile_names_all_roles(catalogue: Catalogue, level: int) -> None:
    assert_a_flat_profile_names_all(catalogue, dict.fromkeys(catalogue.skill, level))


@pytest.mark.parametrize("level", range(TOP_LEVEL + 1))
def test_a_flat_profile_names_all_five_of_our_roles(ours: Catalogue, level: int) -> None:
    everything = dict.fromkeys(ours.skill, level)
    assert_a_flat_profile_names_all(ours, everything)
    assert_a_flat_profile_names_all(ours, {skill: level for skill in list(everything)[:30]})


@given(rated(skips=False))
def test_readiness_is_0_at_all_zeros_and_1_when_everything_is_met_and_surplus_adds_nothing(case: Case) -> None:
    catalogue, person = case
    assert_readiness_has_its_ends(catalogue, person)


def assert_readiness_has_its_ends(catalogue: Catalogue, person: Mapping[str, int | None]) -> None:
    zeros, tops = dict.fromkeys(catalogue.skill, 0), dict.fromkeys(catalogue.skill, TOP_LEVEL)
    for role in catalogue.roles:
        for stage in STAGES:
            required = {each.item: each.level for each in role.stages[stage].requirements}
            exact = {skill: required.get(item.id, 0) for item in catalogue.items for skill in item.skills}
            ready = [stage_readiness(catalogue, some, role.id, stage) for some in (zeros, exact, tops)]
            assert [each.now for each in ready] == [each.up_to for each in ready] == [0, 1, 1]
            capped = {skill: min(person[skill] or 0, exact[skill]) for skill in exact}
            assert stage_readiness(catalogue, capped, role.id, stage) == stage_readiness(catalogue, person, role.id, stage)


@given(st.data())
def test_readiness_has_its_ends_in_our_catalogue(ours: Catalogue, data: st.DataObject) -> None:
    assert_readiness_has_its_ends(ours, data.draw(ratings(ours, skips=False)))


@given(rated())
def test_contributions_sum_to_the_score(case: Case) -> None:
    assert_contributions_sum_to_the_score(*case)


@given(st.data())
def test_contributions_sum_to_the_score_in_our_catalogue(ours: Catalogue, data: st.DataObject) -> None:
    assert_contributions_sum_to_the_score(ours, data.draw(ratings(ours)))


@given(rated(), st.data())
def test_a_skip_widens_the_uncertainty_and_never_raises_readiness(case: Case, data: st.DataObject) -> None:
    assert_a_skip_widens(*case, data.draw(st.sampled_from(list(case[0].skill))))


@given(st.data())
def test_a_skip_widens_the_uncertainty_in_our_catalogue(ours: Catalogue, data: st.DataObject) -> None:
    assert_a_skip_widens(ours, data.draw(ratings(ours)), data.draw(st.sampled_from(list(ours.skill))))


def shuffled(catalogue: Catalogue, mix: Callable[[tuple[object, ...]], tuple[object, ...]]) -> Catalogue:
    """The same catalogue with its skills, its items, each group and each role's tables in another order."""

    def role(each: Role) -> Role:
        stages = {stage: replace(one, requirements=mix(one.requirements)) for stage, one in each.stages.items()}
        return replace(each, match=mix(each.match), stages=stages)

    items = tuple(replace(item, skills=mix(item.skills)) for item in catalogue.items)
    return replace(catalogue, skills=mix(catalogue.skills), items=mix(items), roles=tuple(role(each) for each in catalogue.roles))


def assert_order_changes_nothing(catalogue: Catalogue, person: Ratings, data: st.DataObject) -> None:
    other = shuffled(catalogue, lambda some: tuple(data.draw(st.permutations(some))))
    turned = dict(data.draw(st.permutations(list(person.items()))))
    assert result_to_json(score(other, turned)) == result_to_json(score(catalogue, person))


@given(rated(), st.data())
def test_the_order_of_items_and_answers_changes_no_byte(case: Case, data: st.DataObject) -> None:
    assert_order_changes_nothing(*case, data)


@given(st.data())
def test_the_order_of_items_and_answers_changes_no_byte_in_our_catalogue(ours: Catalogue, data: st.DataObject) -> None:
    person = data.draw(ratings(ours))
    mix = data.draw(st.randoms(use_true_random=False))
    other = shuffled(ours, lambda some: tuple(mix.sample(some, len(some))))
    assert result_to_json(score(other, person)) == result_to_json(score(ours, person))
