"""Every row is judged by what was learned from other rows."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.catalogue.model import Catalogue
from app.evaluation.baselines import baselines
from app.evaluation.cross_validation import (
    FOLDS,
    MIN_ROWS,
    Split,
    as_classifier,
    by_role,
    by_source,
    cross_predict,
)
from app.evaluation.labelled_table import Indices, LabelledTable, tabulate
from app.evaluation.metrics import balanced_accuracy
from app.evaluation.profile_forms import SimulatedRows, TrainingData, fitted_directions
from app.evaluation.regression import Array
from tests.evaluation.rows import (
    ROLES,
    SKILLS,
    bare,
    even_catalogue,
    mentions,
    one_sided,
    own_skill,
)

ROWS = st.lists(st.integers(0, 4), min_size=1, max_size=80)


@given(ROWS, st.integers(2, 6), st.integers(1, 3))
def test_every_row_is_in_one_fold_of_each_repetition(
    role: list[int], folds: int, repetitions: int
) -> None:
    split = by_role(bare(role), folds, repetitions)
    seen = np.zeros((repetitions, len(role)), int)
    for repetition, test in split.tests():
        seen[repetition] += test
    assert (seen == 1).all()
    assert np.sum(list(split.first()), axis=0).tolist() == [1] * len(role)


@given(ROWS, st.integers(2, 6))
def test_every_role_is_spread_evenly(role: list[int], folds: int) -> None:
    for dealt in by_role(bare(role), folds).folds:
        counts = np.array(
            [np.bincount(dealt[np.array(role) == each], minlength=folds) for each in set(role)]
        )
        assert (counts.max(axis=1) - counts.min(axis=1)).max() <= 1


def test_folds_are_dealt_anew_in_each_repetition_and_the_same_every_time() -> None:
    table = bare([0] * 30 + [1] * 30)
    first, second, *_ = by_role(table).folds
    assert (first != second).any()
    assert all(
        (one == other).all()
        for one, other in zip(by_role(table).folds, by_role(table).folds, strict=True)
    )
    assert {len(np.unique(dealt)) for dealt in by_role(table).folds} == {FOLDS}


def left_out(sources: list[str], role: list[int] | None = None) -> list[set[str]] | None:
    """Return which sources are judged together."""
    table = bare(role or [number % 2 for number in range(len(sources))], sources)
    split = by_source(table)
    return (
        None if split is None else [set(table.source[test].tolist()) for _, test in split.tests()]
    )


def test_whole_sources_are_left_out_and_small_ones_together() -> None:
    many, few = MIN_ROWS, MIN_ROWS - 1
    assert left_out(["a"] * many + ["b"] * few + ["c"] * many + ["d"]) == [{"a"}, {"c"}, {"b", "d"}]
    assert left_out(["a"] * many + ["b"] * 2) == [{"a"}, {"b"}]


def test_nothing_is_left_out_where_all_comes_from_one_place() -> None:
    assert left_out([""] * 40) is None
    assert left_out(["a"] * 40) is None
    assert left_out(["a"] * 3 + ["b"] * 3) is None


def test_a_source_is_not_left_out_without_which_there_is_but_one_role() -> None:
    assert left_out(["a"] * 20 + ["b"] * 20, [0] * 20 + [1] * 20) is None
    assert left_out(["a"] * 20 + ["b"] * 20, [0, 1] * 10 + [1] * 20) is None
    assert left_out(["a"] * 20 + ["b"] * 20 + ["c"] * 20, [0] * 20 + [1] * 20 + [2] * 20) == [
        {"a"},
        {"b"},
        {"c"},
    ]


def by_number(seen: LabelledTable, judged: LabelledTable) -> Array:
    """A method that fails on rows that it has learned from. It names each row by its number."""
    known, new = set(seen.levels[:, 0].tolist()), judged.levels[:, 0]
    assert known.isdisjoint(new.tolist())
    scores = np.zeros((len(new), 3))
    scores[np.arange(len(new)), (new % 3).astype(int)] = 2
    scores[np.arange(len(new)), ((new + 1) % 3).astype(int)] = 1
    return scores


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("abcdef")), min_size=10, max_size=120))
def test_no_row_is_judged_by_what_was_learned_from_it_and_what_is_said_stands_in_its_place(
    rows: list[tuple[int, str]],
) -> None:
    table = bare([role for role, _ in rows], [source * 2 for _, source in rows])
    for split in filter(None, (by_role(table), by_source(table))):
        predictions = cross_predict(table, split, by_number)
        number = np.arange(len(rows))
        assert (predictions.first == number % 3).all()
        assert (predictions.second == (number + 1) % 3).all()
        assert predictions.first.shape == (len(split.folds), len(rows))


def test_the_spy_finds_a_split_that_leaks() -> None:
    table = bare([0, 1, 2])

    class Leaking(LabelledTable):
        def where(self, rows: NDArray[np.bool_]) -> LabelledTable:
            return table if rows.any() else self

    with pytest.raises(AssertionError):
        cross_predict(
            Leaking(table.role, table.levels, table.skills, table.source, table.year),
            Split((np.array([0, 1, 1]),)),
            by_number,
        )


EVEN = even_catalogue()
POSTINGS = tabulate(EVEN, mentions(own_skill, ROLES, SKILLS, 30, seed=1, sources=("x", "y")))
PEOPLE = tabulate(EVEN, mentions(own_skill, ROLES[1:], SKILLS, 30, seed=2))


def test_a_form_learns_from_the_rows_given_and_from_the_other_table_whole() -> None:
    seen: list[TrainingData] = []

    def form(data: TrainingData) -> Array:
        seen.append(data)
        return np.eye(3, 8)

    some = PEOPLE.where(PEOPLE.role == 1)
    scores = as_classifier(TrainingData(EVEN, POSTINGS, PEOPLE), "people", form)(some, PEOPLE)
    assert (seen[0].people, seen[0].postings, seen[0].catalogue) == (some, POSTINGS, EVEN)
    assert np.isneginf(scores).any(axis=0).tolist() == [True, False, False]


@pytest.mark.parametrize("name", ["postings", "people"])
def test_each_rival_and_the_fit_find_what_is_plain_in_rows_they_have_not_seen(name: str) -> None:
    data = TrainingData(EVEN, POSTINGS, PEOPLE)
    table = data.table(name)
    ours = as_classifier(data, name, partial(_fitted, SimulatedRows(EVEN)))
    for method, of in {"orienteer": ours, **baselines(3)}.items():
        predictions = cross_predict(table, by_role(table, repetitions=1), of)
        assert (
            balanced_accuracy(table.role, predictions, np.ones(len(table)))
            > 1 / len(table.roles) + 0.15
        ), method
        assert set(np.unique(predictions.first)) <= set(table.roles), method


def _fitted(simulated: SimulatedRows, data: TrainingData) -> Array:
    return fitted_directions(data, simulated)


def test_rivals_never_name_a_role_that_they_have_not_seen(ours: Catalogue) -> None:
    one = mentions(
        one_sided("dl_engineer", "pytorch"), ["ml_engineer", "dl_engineer"], ours.skill, 10, seed=3
    )
    table = tabulate(ours, one)
    for of in baselines(len(ours.roles)).values():
        scores = np.asarray(of(table, table), dtype=np.float64)
        assert np.isneginf(scores).all(axis=0).tolist() == [False, False, *[True] * 6]


def test_the_order_of_the_rows_changes_no_fold() -> None:
    turned = np.random.default_rng(3).permutation(len(POSTINGS))
    other = POSTINGS.where(turned)
    for here, there in zip(by_role(POSTINGS).folds, by_role(other).folds, strict=True):
        assert _parts(POSTINGS, here) == _parts(other, there)


def _parts(table: LabelledTable, folds: Indices) -> list[list[tuple[float, ...]]]:
    """Return the rows of each fold, sorted."""
    said = np.nan_to_num(table.skills, nan=-1.0)
    return [sorted(map(tuple, said[folds == fold].tolist())) for fold in np.unique(folds)]
