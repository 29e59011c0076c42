"""Whole-number coefficients rank like the directions that they come from.

Their match points are those of scoring.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.catalogue.model import COEFFICIENT_SUM
from app.evaluation.coefficients import GRAIN, match_points, ranking, whole_coefficients
from app.evaluation.labelled_table import LevelArray, centred
from app.evaluation.regression import Array
from app.scoring import match
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from tests.evaluation.rows import table_of
from tests.support.strategies import catalogues, ratings

SHAPES = st.tuples(st.integers(2, 5), st.integers(2, 40))
ANY = SHAPES.flatmap(lambda shape: arrays(int, shape, elements=st.integers(-30, 30))).map(
    lambda drawn: drawn / 10
)


def apart(directions: Array) -> Array:
    """Return what distinguishes roles: values without the means of roles and of items."""
    middle = directions - directions.mean(axis=1, keepdims=True)
    return np.asarray(middle - middle.mean(axis=0))


DIRECTIONS = ANY.filter(lambda directions: bool(np.abs(apart(directions)).max() > 1e-6))


@given(DIRECTIONS)
def test_the_coefficients_are_what_a_role_file_may_hold_and_as_far_apart_as_can_be(
    directions: Array,
) -> None:
    found = whole_coefficients(directions)
    assert set(found.sum(axis=1).tolist()) == {COEFFICIENT_SUM}
    assert (found % GRAIN == 0).all()
    assert found.min() == 0


@given(DIRECTIONS)
def test_every_items_mean_over_the_roles_is_about_the_same(directions: Array) -> None:
    assert (
        np.abs(
            whole_coefficients(directions).mean(axis=0) - COEFFICIENT_SUM / directions.shape[1]
        ).max()
        < GRAIN
    )


@given(DIRECTIONS, st.data())
def test_they_rank_as_the_directions_do_but_for_rounding(
    directions: Array, data: st.DataObject
) -> None:
    roles, items = directions.shape
    levels = data.draw(arrays(int, (3, items), elements=st.integers(0, 4))).astype(float)
    found, meant = (
        match_points(whole_coefficients(directions), levels) / items,
        centred(levels) @ directions.T,
    )
    scale = COEFFICIENT_SUM / items / -apart(directions).min()
    most = 2 * GRAIN * np.abs(centred(levels)).sum(axis=1)
    for role in range(roles):
        off = np.abs((found - found[:, [role]]) - scale * (meant - meant[:, [role]]))
        assert (off <= most[:, None] + 1e-3).all()


@pytest.mark.parametrize("value", [0.0, 0.1, -7.3])
def test_directions_that_tell_nothing_apart_make_every_role_the_same(value: float) -> None:
    found = whole_coefficients(np.tile(value * np.arange(37), (5, 1)))
    assert set(found.ravel().tolist()) == {
        COEFFICIENT_SUM // 37 // GRAIN * GRAIN,
        COEFFICIENT_SUM // 37 // GRAIN * GRAIN + GRAIN,
    }
    assert (found == found[0]).all()
    assert set(found.sum(axis=1).tolist()) == {COEFFICIENT_SUM}


def test_a_case_worked_out_by_hand() -> None:
    directions = np.array([[3.0, -1.0, -2.0], [-3.0, 1.0, 2.0]])
    assert whole_coefficients(directions).tolist() == [
        [667_000, 222_000, 111_000],
        [0, 444_000, 556_000],
    ]
    assert (
        whole_coefficients(7 + 2 * directions).tolist() == whole_coefficients(directions).tolist()
    )


@given(st.data())
def test_points_are_those_of_scoring(data: st.DataObject) -> None:
    catalogue = data.draw(catalogues())
    people = data.draw(st.lists(ratings(catalogue), min_size=1, max_size=3))
    numbers = profiles(catalogue)
    levels: LevelArray = table_of(catalogue, people).levels[: len(people)]
    found = match_points(np.array(numbers.coefficients), levels)
    assert found.tolist() == [
        list(match.points(numbers, item_ratings(numbers, person))) for person in people
    ]


def test_equal_scores_stand_in_the_catalogues_order() -> None:
    assert ranking(np.array([[3, 5, 5, 0], [1, 1, 1, 1]])).tolist() == [[1, 2, 0, 3], [0, 1, 2, 3]]
    assert ranking(np.array([[-np.inf, 0.5, 0.5]])).tolist() == [[1, 2, 0]]
