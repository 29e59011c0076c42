"""This person's own chances: how often each role comes first in 200 re-ratings."""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import shake_256
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import COEFFICIENT_SUM, LEVELS, TOP_LEVEL, Catalogue, Ratings
from app.scoring.chances import (
    OUT_OF,
    RERATINGS,
    Chance,
    chances,
    counts_of_ten,
    is_flat,
    normal_errors,
)
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from app.scoring.result import score
from tests.scoring.small import rate
from tests.support.scales import SCALE
from tests.support.strategies import catalogues, make_catalogue, rated, ratings
from tests.support.visitor import CLEAR, FLAT, MASTER

FIRSTS = st.lists(st.integers(0, 840), min_size=2, max_size=9).filter(any)


def firsts(catalogue: Catalogue, person: Ratings) -> dict[str, Fraction]:
    return {each.role: each.first for each in chances(catalogue, person)}


def of_parts(parts: list[int]) -> list[Chance]:
    """Return chances in these proportions. They sum to RERATINGS."""
    return [
        Chance(f"r{place}", Fraction(part * RERATINGS, sum(parts)))
        for place, part in enumerate(parts)
    ]


def counts(parts: list[int]) -> dict[str, int]:
    return {each.role: each.count for each in counts_of_ten(of_parts(parts))}


def by_definition(catalogue: Catalogue, person: Ratings) -> Mapping[str, Fraction]:
    """Re-rate one item after the other, and find the first roles of each re-rating by itself."""
    numbers, scale = profiles(catalogue), catalogue.scale
    found = item_ratings(numbers, person)
    first = dict.fromkeys(numbers.roles, Fraction(0))
    for draw in range(RERATINGS):
        levels = []
        for item, level in zip(numbers.items, found.levels, strict=True):
            error = scale.skip_error if level is None else scale.item_error * sqrt(2)
            centre = found.total / found.divisor if level is None else level
            levels.append(min(max(round(centre + error * normal_errors(item)[draw]), 0), TOP_LEVEL))
        matches = {
            role: sum(value * level for value, level in zip(row, levels, strict=True))
            for role, row in zip(numbers.roles, numbers.coefficients, strict=True)
        }
        leaders = [role for role in matches if matches[role] == max(matches.values())]
        for role in leaders:
            first[role] += Fraction(1, len(leaders))
    return first


@given(rated())
def test_the_re_ratings_are_those_of_the_definition(case: tuple[Catalogue, Ratings]) -> None:
    assert firsts(*case) == by_definition(*case)


@given(rated())
def test_every_re_rating_counts_once_and_for_roles_in_their_order(
    case: tuple[Catalogue, Ratings],
) -> None:
    catalogue, person = case
    found = chances(catalogue, person)
    assert sum(each.first for each in found) == RERATINGS
    assert all(0 <= each.share <= 1 for each in found)
    assert [each.role for each in found] == list(catalogue.role)
    assert sum(each.count for each in counts_of_ten(found)) == OUT_OF


@given(st.data())
def test_a_higher_rating_never_lowers_the_chance_of_the_role_that_it_counts_most_for(
    data: st.DataObject,
) -> None:
    """True where all is answered: a rise also moves the mean, at which skipped items stand."""
    catalogue = data.draw(catalogues())
    person = data.draw(ratings(catalogue, skips=False, high=3))
    place = data.draw(st.integers(0, len(catalogue.items) - 1))
    role = max(catalogue.roles, key=lambda each: each.match[place].value).id
    item = catalogue.items[place]
    higher = person | {skill: (person[skill] or 0) + 1 for skill in item.skills}
    assert firsts(catalogue, higher)[role] >= firsts(catalogue, person)[role]


@given(catalogues(), st.sampled_from(LEVELS))
def test_roles_with_the_same_coefficients_have_the_same_chance(
    catalogue: Catalogue, level: int
) -> None:
    found = firsts(catalogue, dict.fromkeys(catalogue.skill, level))
    rows: dict[tuple[int, ...], Fraction] = {}
    numbers = profiles(catalogue)
    for role, row in zip(numbers.roles, numbers.coefficients, strict=True):
        assert rows.setdefault(row, found[role]) == found[role]


def test_a_tie_counts_for_each_role_in_equal_parts() -> None:
    even = [COEFFICIENT_SUM // 2] * 2
    thirds = make_catalogue(["a", "b"], {"one": even, "two": even, "three": even})
    assert set(firsts(thirds, {"a": 4, "b": 0}).values()) == {Fraction(RERATINGS, 3)}


def test_a_role_far_ahead_comes_first_every_time() -> None:
    apart = make_catalogue(["a", "b"], {"one": [COEFFICIENT_SUM, 0], "other": [0, COEFFICIENT_SUM]})
    assert firsts(apart, {"a": 4, "b": 0}) == {"one": RERATINGS, "other": 0}


def test_a_clear_answer_of_ours_comes_first_nearly_every_time(ours: Catalogue) -> None:
    first, *_ = counts_of_ten(chances(ours, CLEAR))
    assert (first.role, first.count) == (score(ours, CLEAR).order[0].role, OUT_OF)


def test_the_errors_are_the_quantiles_of_a_normal_distribution() -> None:
    found = normal_errors("python")
    assert sorted(found) == sorted(-each for each in found)
    assert (fmean(found), pstdev(found)) == (pytest.approx(0), pytest.approx(1, abs=0.01))
    assert min(found) == round(NormalDist().inv_cdf(0.0025), 6)


def test_everybody_meets_the_same_errors(ours: Catalogue, small: Catalogue) -> None:
    """The errors are the same in every process, on every machine and in every Python version."""
    table = repr([normal_errors(item.id) for item in ours.items])
    assert shake_256(table.encode()).hexdigest(8) == "4247c813933c4e44"
    assert firsts(small, rate(1, 1, 0, None)) == {"maker": 85, "runner": 22, "thinker": 93}
    assert firsts(small, rate(4, 0, 3, None)) == {"maker": 109, "runner": 91, "thinker": 0}


def test_no_re_rating_stands_so_near_to_a_boundary_that_machines_could_differ() -> None:
    error = SCALE.item_error * sqrt(2)
    assert all(abs(error * each % 1 - 0.5) > 1e-5 for each in normal_errors("python"))


def test_a_skip_errs_more_than_an_answer_at_the_mean(small: Catalogue) -> None:
    skipped, answered = (firsts(small, rate(4, 0, last, None)) for last in (None, 2))
    assert max(skipped.values()) < max(answered.values())


def test_counts_are_rounded_by_the_largest_remainder() -> None:
    assert counts([46, 46, 8]) == {"r0": 5, "r1": 4, "r2": 1}
    assert counts([97, 3]) == {"r0": 10}
    assert counts([50, 30, 20]) == {"r0": 5, "r1": 3, "r2": 2}
    assert counts([20, 30, 50]) == {"r2": 5, "r1": 3, "r0": 2}


def test_of_equal_remainders_the_greater_chance_is_rounded_up_then_the_earlier_role() -> None:
    assert counts([15, 25, 60]) == {"r2": 6, "r1": 3, "r0": 1}
    assert counts([25, 25, 50]) == {"r2": 5, "r0": 3, "r1": 2}


@given(FIRSTS)
def test_counts_differ_by_less_than_one_from_the_chances_and_keep_their_order(
    parts: list[int],
) -> None:
    found = counts_of_ten(of_parts(parts))
    assert sum(each.count for each in found) == OUT_OF
    assert all(one.count >= other.count for one, other in pairwise(found))
    exact = {each.role: each.first * OUT_OF / RERATINGS for each in of_parts(parts)}
    shown = {each.role: each.count for each in found}
    assert all(abs(shown.get(role, 0) - each) < 1 for role, each in exact.items())


@given(catalogues(), st.sampled_from(LEVELS))
def test_the_same_rating_everywhere_is_flat(catalogue: Catalogue, level: int) -> None:
    assert is_flat(catalogue, dict.fromkeys(catalogue.skill, level))
    assert is_flat(catalogue, {})


def test_ratings_that_differ_are_not_flat_and_alternatives_count_once(ours: Catalogue) -> None:
    assert not is_flat(ours, FLAT | {"python": 3})
    assert is_flat(ours, FLAT | {"python": None})
    assert is_flat(ours, MASTER | {"gcp": 0})


def test_a_level_outside_the_scale_is_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="a is rated 5"):
        chances(small, rate(5, 1, 1, 1))
