"""Labelled rows as numbers: empty cells, groups and the order of columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import Ratings
from app.evaluation.labelled_table import LabelledRow, LabelledTable, centred, shares_of, tabulate
from app.scoring.profiles import profiles
from app.scoring.result import score
from tests.evaluation.rows import table_of
from tests.scoring.small import small_catalogue
from tests.support.strategies import catalogues, ratings

SMALL = small_catalogue()  # skills a and b, and p or q as the group g
LEVELS = st.one_of(st.none(), st.integers(0, 4))


def made(*rows: Ratings, role: str = "maker") -> LabelledTable:
    return tabulate(SMALL, [LabelledRow(role, row) for row in rows])


def a_mentioned(times: int, rows: int) -> LabelledTable:
    return made(*[{"a": 1, "b": 1}] * times, *[{"a": 0, "b": 1}] * (rows - times))


def test_a_skill_that_hardly_any_row_has_is_empty_and_never_a_zero() -> None:
    assert np.isnan(a_mentioned(4, 100).levels[:, 0]).all()
    assert a_mentioned(5, 100).levels[:, 0].tolist() == [1] * 5 + [0] * 95
    assert a_mentioned(4, 100).levels[:, 1].tolist() == [1] * 100


def test_how_rare_a_skill_is_counts_among_those_who_answered() -> None:
    asked, never = {"a": 0, "b": 1}, {"a": None, "b": 1}
    column = made({"a": 1, "b": 1}, *[asked] * 9, *[never] * 90).levels[:, 0]
    assert column[:10].tolist() == [1] + [0] * 9
    assert np.isnan(column[10:]).all()


def test_columns_that_are_not_there_are_empty() -> None:
    table = made({"a": 3}, {"a": 0})
    assert table.levels[:, 0].tolist() == [3, 0]
    assert np.isnan(table.levels[:, 1:]).all()
    assert np.isnan(table.skills[:, 1:]).all()


def test_of_a_group_the_best_answered_skill_counts() -> None:
    rows = ({"p": 1, "q": 3}, {"p": 2, "q": None}, {"p": None, "q": 0}, {"p": None, "q": None})
    assert made(*rows).levels[:3, 2].tolist() == [3, 2, 0]
    assert np.isnan(made(*rows).levels[3, 2])


def test_a_member_of_a_group_that_hardly_any_row_has_does_not_count_for_it() -> None:
    table = made({"p": 0, "q": 4}, *[{"p": 1, "q": 0}] * 10, *[{"p": 0, "q": 0}] * 89)
    assert table.levels[:, 2].tolist() == [0] + [1] * 10 + [0] * 89
    assert np.isnan(table.skills[:, 3]).all()


def test_roles_stand_by_their_place_and_rows_in_their_order() -> None:
    table = tabulate(
        SMALL,
        [
            LabelledRow("thinker", {"a": 1}, "x"),
            LabelledRow("maker", {"a": 2}),
            LabelledRow("thinker", {"a": 3}, "y"),
        ],
    )
    assert (table.role.tolist(), table.roles, table.source.tolist(), len(table)) == (
        [2, 0, 2],
        (0, 2),
        ["x", "", "y"],
        3,
    )
    some = table.where(table.role == 2)
    assert (some.levels[:, 0].tolist(), some.skills[:, 0].tolist(), some.source.tolist()) == (
        [1, 3],
        [1, 3],
        ["x", "y"],
    )


def test_a_role_that_is_none_and_no_rows_are_refused() -> None:
    with pytest.raises(
        ValueError, match="unknown role 'baker': give one of maker, runner, thinker"
    ):
        made({"a": 1}, role="baker")
    with pytest.raises(ValueError, match="no row"):
        made()


def test_shares_are_of_those_who_answered() -> None:
    nothing = np.nan
    found = shares_of(
        np.array(
            [[0, 2, nothing], [4, nothing, nothing], [1, 0, nothing], [nothing, nothing, nothing]]
        )
    )
    assert found[:2].tolist() == [2 / 3, 1 / 2]
    assert np.isnan(found[2])


def test_centred_by_hand() -> None:
    nothing = np.nan
    assert centred(np.array([[0, nothing, 1], [nothing] * 3, [2, 2, 2]])).tolist() == [
        [-0.5, 0, 0.5],
        [0, 0, 0],
        [0, 0, 0],
    ]


@given(
    st.lists(st.lists(LEVELS, min_size=4, max_size=4), min_size=1, max_size=5), st.integers(1, 3)
)
def test_centred_rows_have_no_mean_and_a_shift_does_not_show(
    rows: list[list[int | None]], shift: int
) -> None:
    levels = np.array(rows, dtype=float)
    found = centred(levels)
    assert found.sum(axis=1) == pytest.approx(0, abs=1e-12)
    assert (found[np.isnan(levels)] == 0).all()
    assert centred(levels + shift) == pytest.approx(found, abs=1e-12)


@given(st.data())
def test_a_match_sees_nothing_of_a_person_but_the_centred_row(data: st.DataObject) -> None:
    catalogue = data.draw(catalogues())
    person = data.draw(ratings(catalogue))
    coefficients = np.array(profiles(catalogue).coefficients) / 1_000_000
    seen = coefficients @ centred(table_of(catalogue, [person]).levels)[0]
    matches = {each.role: each.match for each in score(catalogue, person).order}
    first, *others = catalogue.role
    for place, other in enumerate(others, start=1):
        assert seen[0] - seen[place] == pytest.approx(matches[first] - matches[other], abs=1e-9)
