"""Match in exact integers."""

from fractions import Fraction

import pytest
from hypothesis import given

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring import match
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from tests.scoring.small import rate
from tests.support.strategies import rated


@pytest.mark.parametrize(
    ("ratings", "per_level", "points"),
    [
        (rate(3, 1, 2, 0), 3_000_000, (6_900_000, 6_000_000, 3_900_000)),
        (rate(4, 4, 4, 4), 3_000_000, (12_000_000, 12_000_000, 12_000_000)),
        (rate(3, None, 2, None), 2_000_000, (5_500_000, 4_600_000, 5_000_000)),
        (rate(None, 3, None, None), 1_000_000, (3_000_000, 3_000_000, 3_000_000)),
        (rate(None, None, None, None), 1_000_000, (0, 0, 0)),
    ],
)
def test_points_by_hand(
    small: Catalogue, ratings: Ratings, per_level: int, points: tuple[int, ...]
) -> None:
    person = item_ratings(profiles(small), ratings)
    assert (match.points_per_level(person), match.points(profiles(small), person)) == (
        per_level,
        points,
    )


@given(rated())
def test_points_are_the_weighted_mean_with_skips_at_the_persons_mean(
    case: tuple[Catalogue, Ratings],
) -> None:
    catalogue, ratings = case
    person = item_ratings(profiles(catalogue), ratings)
    given_levels = [level for level in person.levels if level is not None]
    mean = Fraction(sum(given_levels), len(given_levels)) if given_levels else Fraction(0)
    for role, points in zip(
        catalogue.roles, match.points(profiles(catalogue), person), strict=True
    ):
        expected = sum(
            Fraction(c.value, COEFFICIENT_SUM) * (mean if level is None else level)
            for c, level in zip(role.match, person.levels, strict=True)
        )
        assert Fraction(points, match.points_per_level(person)) == expected


def test_contributions_by_hand(small: Catalogue) -> None:
    found = match.contributions(small, rate(3, None, 0, 2), "maker")
    assert [(each.item, each.rating, each.points, each.points_per_level) for each in found] == [
        ("a", 3, 3_600_000, 2_000_000),
        ("b", None, 1_500_000, 2_000_000),
        ("g", 2, 400_000, 2_000_000),
    ]
    assert [each.value for each in found] == [1.8, 0.75, 0.2]


def test_contributions_to_an_unknown_role_are_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        match.contributions(small, {}, "boss")
