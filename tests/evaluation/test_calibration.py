"""The margins of many rows at once are the ones that a person is shown."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.catalogue.model import Catalogue, Ratings
from app.evaluation.calibration import PARTS, RowMargins, accuracy_by_margin, row_margins
from app.evaluation.labelled_table import Indices
from app.scoring.profiles import profiles
from app.scoring.result import Result, score
from tests.evaluation.rows import table_of
from tests.scoring.small import rate, small_catalogue
from tests.support.strategies import catalogues, ratings


def all_stood(catalogue: Catalogue, people: list[Ratings], roles: range | list[int]) -> RowMargins:
    found = row_margins(
        np.array(profiles(catalogue).coefficients),
        table_of(catalogue, people),
        roles,
        catalogue.scale,
    )
    return RowMargins(
        found.first[: len(people)], found.clearness[: len(people)], found.too_close[: len(people)]
    )


def clearness(result: Result) -> float:
    """Return how many standard errors the first role is before the nearest other."""
    return min(
        0.0 if not each.behind else each.behind / each.behind_se if each.behind_se else np.inf
        for each in result.order[1:]
    )


@given(st.data())
def test_they_are_what_scoring_says(data: st.DataObject) -> None:
    catalogue = data.draw(catalogues())
    people: list[Ratings] = data.draw(st.lists(ratings(catalogue), min_size=1, max_size=4))
    results = [score(catalogue, person, min_answered=0) for person in people]
    found = all_stood(catalogue, people, range(len(catalogue.roles)))
    assert [catalogue.roles[place].id for place in found.first] == [
        result.order[0].role for result in results
    ]
    assert found.clearness == pytest.approx([clearness(result) for result in results], rel=1e-6)
    assume(np.abs(found.clearness - catalogue.scale.k).min() > 1e-9)
    assert found.too_close.tolist() == [
        any(each.too_close for each in result.order) for result in results
    ]


def test_only_the_roles_asked_for_are_named_and_stand_in_the_way() -> None:
    small = small_catalogue()
    person = rate(4, 2, 1, 0)  # maker 3.1, runner 1.8, thinker 2.1
    assert all_stood(small, [person], [0, 1, 2]).first.tolist() == [0]
    assert all_stood(small, [person], [1, 2]).first.tolist() == [2]
    alone = all_stood(small, [person], [0, 1])
    order = {each.role: each for each in score(small, person).order}
    assert alone.clearness.tolist() == [
        pytest.approx(order["runner"].behind / order["runner"].behind_se)
    ]


def test_a_tie_is_too_close_even_where_no_margin_is_asked_for() -> None:
    small = small_catalogue()
    exact = replace(small, scale=replace(small.scale, k=0.0))
    found = all_stood(exact, [rate(2, 2, 2, 2), rate(4, 2, 1, 0)], range(3))
    assert (found.clearness[0], found.too_close.tolist()) == (0, [True, False])


def test_the_parts_go_from_narrow_to_wide_and_hold_every_row() -> None:
    wide = np.array([0.9, 0.1, 0.5, 0.2, 0.7, 0.3, 0.8])
    right = np.array([1, 0, 1, 1, 1, 0, 1])
    role: Indices = np.zeros(7, np.int64)
    found = accuracy_by_margin(role, RowMargins(np.where(right, 0, 1), wide, wide < 0.4))
    assert [(margin.up_to, margin.rows, margin.accuracy) for margin in found] == [
        (0.3, 3, pytest.approx(1 / 3)),
        (0.7, 2, 1.0),
        (None, 2, 1.0),
    ]
    assert len(found) == PARTS
