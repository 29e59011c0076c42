"""The standard error of a distance, and when two roles are too close to call."""

from math import sqrt

import pytest

from app.catalogue.model import Catalogue, Ratings
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from app.scoring.uncertainty import is_too_close, margin_error
from tests.scoring.small import rate


@pytest.mark.parametrize(
    ("ratings", "variance"),
    [
        (rate(1, 1, 1, 1), (0.16 + 0.01 + 0.25) * 0.36),
        (rate(1, 1, 1, None), (0.16 + 0.01 + 0.25) * 0.36),
        (rate(None, 1, 1, 1), (0.01 + 0.25) * 0.36 + 0.16 * 1.44),
        (rate(1, None, 1, 1), (0.16 + 0.25) * 0.36 + 0.01 * 1.44),
        (rate(1, 1, None, None), (0.16 + 0.01) * 0.36 + 0.25 * 1.44),
        (rate(None, None, None, None), (0.16 + 0.01 + 0.25) * 1.44),
    ],
)
def test_the_error_of_a_distance_by_hand(
    small: Catalogue, ratings: Ratings, variance: float
) -> None:
    person = item_ratings(profiles(small), ratings)
    assert margin_error(profiles(small), small.scale, person, 0, 1) == pytest.approx(
        sqrt(variance), rel=1e-12
    )
    assert margin_error(profiles(small), small.scale, person, 1, 0) == margin_error(
        profiles(small), small.scale, person, 0, 1
    )
    assert margin_error(profiles(small), small.scale, person, 1, 1) == 0


@pytest.mark.parametrize(
    ("distance", "error", "k", "close"),
    [
        (0.0, 0.0, 0.0, True),
        (0.0, 0.5, 0.0, True),
        (0.01, 0.0, 2.0, False),
        (0.49, 0.5, 1.0, True),
        (0.5, 0.5, 1.0, False),
        (0.5, 0.5, 1.5, True),
        (0.75, 0.5, 1.5, False),
        (-0.1, 0.0, 0.0, True),
    ],
)
def test_too_close_is_no_distance_or_under_k_errors(
    distance: float, error: float, k: float, close: bool
) -> None:
    assert is_too_close(distance, error, k) is close
