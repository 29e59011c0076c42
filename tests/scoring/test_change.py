"""Changes of levels that exceed re-rating noise."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import erf, inf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import LEVELS, TOP_LEVEL, Catalogue, Ratings
from app.scoring.change import (
    ReliableChange,
    answered_twice,
    area_changes,
    difference_variance,
    levels_beyond_noise,
    moves_by_chance,
    whole_change,
)
from tests.scoring.small import rate
from tests.support.scales import SCALE
from tests.support.strategies import catalogues, make_catalogue, ratings

ERROR = SCALE.item_error
TwoRatings = tuple[Catalogue, dict[str, int | None], dict[str, int | None]]


@st.composite
def rated_twice(draw: st.DrawFn) -> TwoRatings:
    """A random catalogue and two ratings of its skills."""
    catalogue = draw(catalogues())
    return catalogue, draw(ratings(catalogue)), draw(ratings(catalogue))


def below(edge: float, truth: float, error: float) -> float:
    return 0.5 * (1 + erf((edge - truth) / (error * sqrt(2))))


def shares(truth: float, error: float = ERROR) -> Mapping[int, float]:
    """Return the probability of each level: true level plus normal error, rounded and clipped."""
    edges = {-1: 0.0, TOP_LEVEL: 1.0} | {
        level: below(level + 0.5, truth, error) for level in range(TOP_LEVEL)
    }
    return {level: edges[level] - edges[level - 1] for level in LEVELS}


@pytest.mark.parametrize("pair", [(0, 0), (0, 1), (1, 1), (2, 1), (0, 4), (2, 4), (4, 4)])
@pytest.mark.parametrize("top", LEVELS[1:])
def test_the_noise_of_two_ratings_is_that_of_rounded_and_clipped_errors(
    pair: tuple[int, int], top: int
) -> None:
    found = shares(sum(pair) / 2)
    mean = sum(min(level, top) * share for level, share in found.items())
    variance = sum((min(level, top) - mean) ** 2 * share for level, share in found.items())
    worth = tuple(min(level, top) for level in LEVELS)
    assert difference_variance(ERROR, pair, worth) == pytest.approx(2 * variance, rel=1e-9)


def test_rounding_adds_a_twelfth_in_mid_scale_and_clipping_takes_more_away_at_the_ends() -> None:
    assert difference_variance(ERROR, (2, 2)) == pytest.approx(2 * (ERROR**2 + 1 / 12), rel=0.005)
    assert difference_variance(ERROR, (0, 0)) == pytest.approx(
        difference_variance(ERROR, (4, 4)), rel=1e-9
    )
    assert difference_variance(ERROR, (0, 0)) < ERROR**2


def test_a_mean_change_by_hand(small: Catalogue) -> None:
    change = whole_change(small, rate(1, 2, 0, 3), rate(3, 2, 1, 4))
    assert (change.both, change.asked) == (4, 4)
    assert change.mean
    variance = sum(difference_variance(ERROR, pair) for pair in ((1, 3), (2, 2), (0, 1), (3, 4)))
    assert change.mean.value == 1.0
    assert change.mean.error == pytest.approx(sqrt(variance) / 4, rel=1e-12)
    assert change.mean.index == pytest.approx(1.0 / (sqrt(variance) / 4), rel=1e-12)
    assert change.mean.noise == pytest.approx(1.959964 * change.mean.error, rel=1e-6)
    assert change.verdict == "rose"
    assert area_changes(small, rate(1, 2, 0, 3), rate(3, 2, 1, 4)) == {"area": change}


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (rate(1, 1, 1, 1), rate(2, 2, 2, 2), "rose"),
        (rate(2, 2, 2, 2), rate(1, 1, 1, 1), "fell"),
        (rate(1, 1, 1, 1), rate(2, 2, 2, 1), "within_noise"),
        (rate(1, 1, 1, 1), rate(1, 1, 1, 1), "within_noise"),
        (rate(1, 1, 1, None), rate(3, 3, 3, 4), "rose"),
        (rate(1, 1, 1, None), rate(4, 4, None, 4), "not_comparable"),
        (rate(None, None, 0, 0), rate(4, 4, 4, None), "not_comparable"),
        ({}, {}, "not_comparable"),
    ],
)
def test_verdicts_over_four_skills(
    small: Catalogue, before: Ratings, after: Ratings, verdict: str
) -> None:
    assert whole_change(small, before, after).verdict == verdict


@pytest.mark.parametrize(("both", "enough"), [(0, False), (2, False), (3, True), (5, True)])
def test_three_of_five_skills_speak_for_an_area_and_two_do_not(both: int, enough: bool) -> None:
    """The share is the scale's, as for naming a role."""
    five = make_catalogue([f"s{n}" for n in range(5)], {"role": [200_000] * 5})
    answered = {f"s{n}": 1 for n in range(both)}
    assert (area_changes(five, answered, answered)["area"].verdict == "within_noise") is enough


@pytest.mark.parametrize(
    ("value", "error", "index", "verdict"),
    [
        (0.0, 0.0, 0.0, "within_noise"),
        (1.0, 0.0, inf, "rose"),
        (-1.0, 0.0, -inf, "fell"),
        (0.98, 0.5, 1.96, "rose"),
        (0.979, 0.5, 1.958, "within_noise"),
        (-0.98, 0.5, -1.96, "fell"),
    ],
)
def test_beyond_two_standard_errors_but_for_a_little_it_is_change(
    value: float, error: float, index: float, verdict: str
) -> None:
    assert ReliableChange(value + 0.0001 * value, error).verdict == verdict
    assert ReliableChange(value, error).index == pytest.approx(index)


@pytest.mark.parametrize(("error", "levels"), [(0.0, 1), (0.1, 2), (0.6, 2), (1.0, 3), (4.0, None)])
def test_how_far_one_skill_must_move_follows_from_the_error(
    error: float, levels: int | None
) -> None:
    assert levels_beyond_noise(replace(SCALE, item_error=error)) == levels


@pytest.mark.parametrize("levels", LEVELS[1:])
def test_moves_by_chance_are_counted_out(levels: int) -> None:
    pairs = [(0, 0), (1, 2), (2, 2), (0, 4)]
    expected = sum(
        one * other
        for before, after in pairs
        for (a, one), (b, other) in product(shares((before + after) / 2).items(), repeat=2)
        if abs(a - b) >= levels
    )
    assert moves_by_chance(SCALE, pairs, levels) == pytest.approx(expected, rel=1e-9)


def test_a_tenth_of_the_skills_in_mid_scale_moves_two_levels_by_chance() -> None:
    assert moves_by_chance(SCALE, [(2, 2)] * 10, 2) == pytest.approx(0.97, abs=0.01)
    assert moves_by_chance(SCALE, [(0, 0)] * 10, 2) == pytest.approx(0.10, abs=0.01)


@given(rated_twice())
def test_the_other_way_round_it_is_the_same_with_the_other_sign(drawn: TwoRatings) -> None:
    catalogue, before, after = drawn
    there, back = whole_change(catalogue, before, after), whole_change(catalogue, after, before)
    assert (there.both, there.mean is None) == (back.both, back.mean is None)
    if there.mean and back.mean:
        assert (there.mean.value, there.mean.error) == (-back.mean.value, back.mean.error)
        assert {there.verdict, back.verdict} in ({"rose", "fell"}, {"within_noise"})


@given(rated_twice())
def test_who_answers_the_same_changed_nothing(drawn: TwoRatings) -> None:
    catalogue, before, _ = drawn
    change = whole_change(catalogue, before, before)
    assert change.verdict == ("within_noise" if change.mean else "not_comparable")
    assert not change.mean or change.mean.index == 0


@given(rated_twice(), st.integers(0, TOP_LEVEL))
def test_a_skill_answered_only_once_is_not_compared(drawn: TwoRatings, level: int) -> None:
    catalogue, before, after = drawn
    once = [skill.id for skill in catalogue.skills if before.get(skill.id) is None]
    other = {**after, **dict.fromkeys(once, level)}
    assert not set(once) & set(answered_twice(catalogue, before, after))
    assert area_changes(catalogue, before, after) == area_changes(catalogue, before, other)


@given(rated_twice())
def test_the_order_of_the_skills_changes_nothing(drawn: TwoRatings) -> None:
    catalogue, before, after = drawn
    turned = replace(catalogue, skills=catalogue.skills[::-1])
    assert whole_change(catalogue, before, after) == whole_change(turned, before, after)


@given(rated_twice())
def test_a_further_rise_never_turns_a_rise_into_a_fall(drawn: TwoRatings) -> None:
    catalogue, before, after = drawn
    higher = {
        skill: None if level is None else min(level + 1, TOP_LEVEL)
        for skill, level in after.items()
    }
    first, second = (
        whole_change(catalogue, before, after).mean,
        whole_change(catalogue, before, higher).mean,
    )
    assert (first is None) == (second is None)
    assert first is None or second is None or second.value >= first.value
