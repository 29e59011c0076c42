"""Reasons for and against a role."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring import match
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from app.scoring.reasons import (
    Reason,
    leads,
    reasons,
    reasons_between,
)
from tests.scoring.small import rate
from tests.support.strategies import make_catalogue, rated


def test_reasons_against_the_mean_of_the_others_by_hand(small: Catalogue) -> None:
    found = reasons(small, rate(4, 1, 1, 0), "maker")
    assert found.speaks_for == (
        Reason("a", 4, pytest.approx(0.45 * 2), "most"),
        Reason("g", 1, pytest.approx(0.25), "less"),
        Reason("b", 1, pytest.approx(0.2), "less"),
    )
    assert found.speaks_against == ()
    assert (found.average, [each.above for each in found.speaks_for]) == (2.0, [True, False, False])


def test_reasons_against_one_other_role_by_hand(small: Catalogue) -> None:
    found = reasons_between(small, rate(4, 1, 1, 0), "maker", "runner")
    assert found.speaks_for == (
        Reason("a", 4, pytest.approx(0.8), "most"),
        Reason("g", 1, pytest.approx(0.5), "least"),
    )
    assert found.speaks_against == (Reason("b", 1, pytest.approx(-0.1), "most"),)


def test_what_speaks_for_one_of_two_roles_speaks_against_the_other(small: Catalogue) -> None:
    one = reasons_between(small, rate(4, 1, 1, 0), "maker", "runner")
    other = reasons_between(small, rate(4, 1, 1, 0), "runner", "maker")
    assert [(each.item, -each.value) for each in one.speaks_for] == [
        (each.item, each.value) for each in other.speaks_against
    ]


@pytest.mark.parametrize(
    ("own", "others", "word"),
    [
        (30, (20, 10), "most"),
        (30, (31, 10), "more"),
        (30, (30, 10), "more"),
        (30, (29, 40), "less"),
        (30, (30, 40), "less"),
        (30, (40, 50), "least"),
    ],
)
def test_how_an_item_counts_beside_the_other_roles(
    own: int, others: tuple[int, int], word: str
) -> None:
    rows = {"one": own, "two": others[0], "three": others[1]}
    catalogue = make_catalogue(
        ["a", "b"], {role: [value, COEFFICIENT_SUM - value] for role, value in rows.items()}
    )
    found = reasons(catalogue, {"a": 4, "b": 0}, "one")
    by_item = {each.item: each for each in (*found.speaks_for, *found.speaks_against)}
    assert by_item["a"].counts == word
    assert (by_item["a"].above, by_item["b"].above) == (True, False)


def test_a_skipped_item_is_no_reason(small: Catalogue) -> None:
    found = reasons(small, rate(4, None, 1, 0), "maker")
    assert [each.item for each in found.speaks_for] == ["a", "g"]
    assert [each.value for each in found.speaks_for] == pytest.approx([0.45 * 1.5, 0.25 * 1.5])


def test_a_flat_profile_has_no_reasons_and_neither_has_no_answer(small: Catalogue) -> None:
    for ratings in (rate(2, 2, 2, 2), rate(None, None, None, None)):
        found = reasons(small, ratings, "maker")
        assert (found.speaks_for, found.speaks_against) == ((), ())


def test_three_of_each_at_most_and_equal_ones_in_item_order() -> None:
    skills = [f"s{n}" for n in range(10)]
    catalogue = make_catalogue(
        skills, {"one": [200_000] * 5 + [0] * 5, "other": [0] * 5 + [200_000] * 5}
    )
    ratings = dict.fromkeys(skills, 1) | {
        "s1": 3,
        "s2": 3,
        "s3": 3,
        "s4": 4,
        "s0": 0,
        "s6": 3,
        "s7": 3,
        "s8": 3,
        "s9": 4,
        "s5": 3,
    }
    found = reasons(catalogue, ratings, "one")
    assert [each.item for each in found.speaks_for] == ["s4", "s1", "s2"]
    assert [each.item for each in found.speaks_against] == ["s0", "s9", "s5"]
    assert [each.item for each in reasons(catalogue, ratings, "one", most=1).speaks_for] == ["s4"]
    assert [
        each.item for each in reasons_between(catalogue, ratings, "one", "other").speaks_for
    ] == ["s4", "s1", "s2"]
    assert [
        each.item
        for each in reasons_between(catalogue, ratings, "one", "other", most=2).speaks_against
    ] == ["s0", "s9"]


def test_equal_reasons_stand_in_item_order_and_not_by_name() -> None:
    catalogue = make_catalogue(
        ["z", "y", "x", "w"], {"one": [500_000, 500_000, 0, 0], "other": [0, 0, 500_000, 500_000]}
    )
    high_first, low_first = ({"z": a, "y": a, "x": 4 - a, "w": 4 - a} for a in (4, 0))
    assert [each.item for each in reasons(catalogue, high_first, "one").speaks_for] == [
        "z",
        "y",
        "x",
    ]
    assert [each.item for each in reasons(catalogue, low_first, "one").speaks_against] == [
        "z",
        "y",
        "x",
    ]


def test_the_smallest_difference_is_a_reason_and_none_is_not() -> None:
    catalogue = make_catalogue(
        ["a", "b", "c"], {"one": [400_000, 300_000, 300_000], "other": [399_999, 300_001, 300_000]}
    )
    found = reasons_between(catalogue, {"a": 1, "b": 0, "c": None}, "one", "other")
    assert found.speaks_for == (
        Reason("a", 1, 1 / 2_000_000, "most"),
        Reason("b", 0, 1 / 2_000_000, "least"),
    )
    turned = reasons_between(catalogue, {"a": 0, "b": 1, "c": None}, "one", "other")
    assert turned.speaks_against == (
        Reason("a", 0, -1 / 2_000_000, "most"),
        Reason("b", 1, -1 / 2_000_000, "least"),
    )


@given(rated())
def test_all_reasons_together_are_the_lead_over_the_mean_of_the_others(
    case: tuple[Catalogue, Ratings],
) -> None:
    catalogue, ratings = replace(case[0], rule="levels"), case[1]
    person = item_ratings(profiles(catalogue), ratings)
    points = match.points(profiles(catalogue), person)
    for place, role in enumerate(catalogue.roles):
        found = reasons(catalogue, ratings, role.id, most=len(catalogue.items))
        values = [each.value for each in (*found.speaks_for, *found.speaks_against)]
        others = Fraction(sum(points) - points[place], len(points) - 1)
        assert sum(values) == pytest.approx(
            float((points[place] - others) / match.points_per_level(person)), abs=1e-12
        )
        assert all(
            each.above is (each.rating > found.average)
            for each in (*found.speaks_for, *found.speaks_against)
        )
        assert all(each.above is (each.counts in {"most", "more"}) for each in found.speaks_for)
        assert all(
            each.above is (each.counts in {"less", "least"}) for each in found.speaks_against
        )
        assert list(found.speaks_for) == sorted(found.speaks_for, key=lambda each: -each.value)
        assert list(found.speaks_against) == sorted(
            found.speaks_against, key=lambda each: each.value
        )


@given(rated())
def test_reasons_between_two_roles_are_their_distance(case: tuple[Catalogue, Ratings]) -> None:
    catalogue, ratings = replace(case[0], rule="levels"), case[1]
    person = item_ratings(profiles(catalogue), ratings)
    first, second = catalogue.roles[0], catalogue.roles[-1]
    points = match.points(profiles(catalogue), person)
    found = reasons_between(catalogue, ratings, first.id, second.id, most=len(catalogue.items))
    assert sum(each.value for each in (*found.speaks_for, *found.speaks_against)) == pytest.approx(
        (points[0] - points[-1]) / (COEFFICIENT_SUM * person.divisor), abs=1e-12
    )


@given(rated())
def test_what_each_item_adds_to_the_lead_is_its_reasons_value_and_nothing_for_a_skip(
    case: tuple[Catalogue, Ratings],
) -> None:
    catalogue, ratings = replace(case[0], rule="levels"), case[1]
    role = catalogue.roles[0].id
    found = reasons(catalogue, ratings, role, most=len(catalogue.items))
    values = {each.item: each.value for each in (*found.speaks_for, *found.speaks_against)}
    assert leads(catalogue, ratings, role) == tuple(
        values.get(item.id, 0.0) for item in catalogue.items
    )


def test_reasons_for_an_unknown_role_are_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        reasons(small, {}, "boss")
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        reasons_between(small, {}, "maker", "boss")
