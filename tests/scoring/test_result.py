"""The result of an assessment, checked by hand on a small catalogue."""

from dataclasses import replace

import pytest

from app.catalogue.model import Catalogue, Ratings
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.uncertainty import margin_error
from tests.scoring.small import rate
from tests.support.strategies import make_catalogue


def with_k(catalogue: Catalogue, k: float) -> Catalogue:
    return replace(catalogue, scale=replace(catalogue.scale, k=k))


def test_roles_stand_best_first_with_their_distance(small: Catalogue) -> None:
    result = score(small, rate(4, 0, 0, 0))
    assert [each.role for each in result.order] == ["maker", "runner", "thinker"]
    assert [(each.points, each.behind_points, each.points_per_level) for each in result.order] == [
        (7_200_000, 0, 3_000_000),
        (2_400_000, 4_800_000, 3_000_000),
        (1_200_000, 6_000_000, 3_000_000),
    ]
    assert [each.match for each in result.order] == [2.4, 0.8, 0.4]
    assert [each.behind for each in result.order] == [0.0, 1.6, 2.0]
    assert result.order[0].behind_se == 0
    assert result.order[1].behind_se == pytest.approx(0.6 * (0.16 + 0.01 + 0.25) ** 0.5)
    assert result.order[2].behind_se == pytest.approx(0.6 * (0.25 + 0.25) ** 0.5)


def test_a_clear_best_is_named_alone(small: Catalogue) -> None:
    result = score(small, rate(4, 0, 0, 0))
    assert (result.status, result.answered, result.closest, result.second) == (
        "ranked",
        4,
        ("maker",),
        "runner",
    )
    assert (result.margin, result.margin_se) == (result.order[1].behind, result.order[1].behind_se)
    assert not any(each.too_close for each in result.order)


def test_all_that_are_too_close_are_named_best_first(small: Catalogue) -> None:
    result = score(with_k(small, 4.5), rate(4, 0, 0, 0))
    assert (result.status, result.closest, result.second) == (
        "too_close",
        ("maker", "runner"),
        "runner",
    )
    assert [each.too_close for each in result.order] == [False, True, False]


def test_a_farther_role_with_a_wider_error_is_named_though_a_nearer_one_is_not() -> None:
    rows = {"best": (1_000_000, 0, 0), "near": (900_000, 100_000, 0), "far": (500_000, 0, 500_000)}
    catalogue = with_k(make_catalogue(["a", "b", "c"], rows), 4)
    result = score(catalogue, {"a": 4, "b": 0, "c": 1})
    assert [each.role for each in result.order] == ["best", "near", "far"]
    assert (result.status, result.closest, result.second) == ("too_close", ("best", "far"), "near")


def test_equal_roles_stand_in_the_catalogues_order(small: Catalogue) -> None:
    result = score(small, rate(2, 2, 2, 0))
    assert (result.status, result.closest, result.margin) == (
        "too_close",
        ("maker", "runner", "thinker"),
        0.0,
    )


@pytest.mark.parametrize(
    ("ratings", "least", "status"),
    [
        (rate(4, 0, 0, None), None, "ranked"),
        (rate(4, 0, None, None), None, "too_close"),
        (rate(4, None, None, None), None, "not_enough"),
        (rate(None, 0, None, None), None, "not_enough"),
        (rate(None, None, 2, 2), None, "not_enough"),
        (rate(None, None, None, 2), 0.25, "too_close"),
        (rate(4, 0, None, None), 0.5, "too_close"),
        (rate(4, 0, None, None), 0.51, "not_enough"),
        (rate(4, 0, 0, None), 1, "not_enough"),
        (rate(4, 0, 0, 0), 1, "ranked"),
        (rate(4, None, None, None), 0, "too_close"),
        (rate(None, None, None, None), 0, "not_enough"),
    ],
)
def test_too_few_answers_name_no_role(
    small: Catalogue, ratings: Ratings, least: float | None, status: str
) -> None:
    assert score(small, ratings, least).status == status


@pytest.mark.parametrize(
    ("ratings", "status"), [(rate(4, 0, 0, None), "ranked"), (rate(4, 0, None, None), "not_enough")]
)
def test_a_catalogue_older_than_information_ranks_by_the_share_of_skills(
    small: Catalogue, ratings: Ratings, status: str
) -> None:
    """An earlier result that is computed again, such as an imported one, stays as it was."""
    scale = replace(small.scale, min_information=None, min_compared=None, min_answered=0.6)
    assert score(replace(small, scale=scale), ratings).status == status


def test_with_not_enough_the_numbers_still_stand(small: Catalogue) -> None:
    few, same = score(small, rate(4, 0, None, None), 1), score(small, rate(4, 0, None, None), 0.0)
    assert (few.closest, few.second) == ((), None)
    assert (few.order, few.readiness, few.margin, few.margin_se, few.answered) == (
        same.order,
        same.readiness,
        same.margin,
        same.margin_se,
        2,
    )
    assert few.margin > 0


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan")])
def test_a_share_outside_0_to_1_is_refused(small: Catalogue, least: float) -> None:
    with pytest.raises(ValueError, match=rf"^min_answered is {least!r}: give a share from 0 to 1$"):
        score(small, {}, least)


def test_readiness_of_every_stage_stands_in_the_catalogues_order(small: Catalogue) -> None:
    ratings = rate(1, None, None, 4)
    result = score(small, ratings)
    assert [each.role for each in result.readiness] == ["maker", "runner", "thinker"]
    for each in result.readiness:
        assert [one.stage for one in each.stages] == ["junior", "senior", "lead"]
        for one in each.stages:
            assert (
                one
                == stage_readiness(requirements_of(small, each.role, one.stage), ratings)
                == result.stage_readiness(each.role, one.stage)
            )


def test_the_error_is_that_of_the_distance_to_the_best(small: Catalogue) -> None:
    ratings = rate(0, 4, 1, None)
    result, numbers = score(small, ratings), profiles(small)
    person = item_ratings(numbers, ratings)
    errors = {
        role: margin_error(numbers, small.scale, person, 2, place)
        for place, role in enumerate(numbers.roles)
    }
    assert result.order[0].role == "thinker"
    assert {each.role: each.behind_se for each in result.order} == errors


def test_a_stage_that_the_result_lacks_is_a_key_error(small: Catalogue) -> None:
    with pytest.raises(KeyError):
        score(small, {}).stage_readiness("boss", "lead")
