"""Metrics of named roles: examples by hand, agreement with scikit-learn, and intervals."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import (
    balanced_accuracy_score,
    confusion_matrix,
    f1_score,
    top_k_accuracy_score,
)

from app.evaluation.coefficients import ranking
from app.evaluation.labelled_table import Indices
from app.evaluation.metrics import MEASURES, Predictions, confusion, differences, figures
from app.evaluation.regression import Array

DRAWS = 200
ROLE = np.array([0, 0, 0, 0, 1, 1])
FIRST = [0, 0, 0, 1, 1, 0]
SECOND = [1, 1, 2, 2, 0, 2]
HAND = Predictions(np.array([FIRST]), np.array([SECOND]))


def drawn(
    seed: int, rows: int = 60, roles: int = 4, repetitions: int = 1
) -> tuple[Indices, Array, Predictions]:
    """Draw the rows' roles (all occur), scores that favour them, and the predictions."""
    rng = np.random.default_rng(seed)
    role = np.concatenate([np.arange(roles), rng.integers(0, roles, rows - roles)])
    scores = rng.normal(size=(repetitions, rows, roles)) + np.eye(roles)[role]
    best = np.array([ranking(each) for each in scores])
    return role, scores, Predictions(best[:, :, 0], best[:, :, 1])


def measured(
    role: Indices, predictions: Predictions, weight: Array | None = None
) -> dict[str, float]:
    each = np.ones(len(role)) if weight is None else weight
    return {name: float(of(role, predictions, each)) for name, of in MEASURES.items()}


def test_a_case_worked_out_by_hand() -> None:
    assert measured(ROLE, HAND) == {
        "balanced_accuracy": pytest.approx((3 / 4 + 1 / 2) / 2),
        "macro_f1": pytest.approx((2 * 3 / (4 + 4) + 2 * 1 / (2 + 2)) / 2),
        "top_two": pytest.approx(4 / 6),
        "top_two_balanced": pytest.approx((3 / 4 + 1 / 2) / 2),
    }
    assert confusion(ROLE, HAND, 3).tolist() == [[3, 1, 0], [1, 1, 0], [0, 0, 0]]


def test_a_role_that_does_not_occur_counts_only_where_it_is_named_in_vain() -> None:
    named = Predictions(np.array([[2, 0, 0, 1, 1, 0]]), np.array([SECOND]))
    assert measured(ROLE, named)["macro_f1"] == pytest.approx(
        (2 * 2 / (4 + 3) + 2 * 1 / (2 + 2)) / 2
    )
    assert measured(ROLE, named)["balanced_accuracy"] == pytest.approx((2 / 4 + 1 / 2) / 2)


@given(st.integers(0, 10**6), st.booleans())
def test_scikit_learn_counts_the_same(seed: int, weighted: bool) -> None:
    role, (scores,), predictions = drawn(seed)
    weight = (
        np.random.default_rng(seed).integers(1, 4, len(role)).astype(float)
        if weighted
        else np.ones(len(role))
    )
    first, labels = predictions.first[0], np.arange(4)
    recall_of_two = [
        top_k_accuracy_score(role[role == each], scores[role == each], k=2, labels=labels)
        for each in labels
    ]
    found = measured(role, predictions, weight)
    assert found["balanced_accuracy"] == pytest.approx(
        balanced_accuracy_score(role, first, sample_weight=weight)
    )
    assert found["macro_f1"] == pytest.approx(
        f1_score(role, first, average="macro", sample_weight=weight)
    )
    assert found["top_two"] == pytest.approx(
        top_k_accuracy_score(role, scores, k=2, sample_weight=weight)
    )
    assert weighted or found["top_two_balanced"] == pytest.approx(np.mean(recall_of_two))
    assert (confusion(role, predictions, 4) == confusion_matrix(role, first)).all()


def test_repetitions_are_averaged() -> None:
    role, _, predictions = drawn(1, repetitions=3)
    singly = [
        measured(role, Predictions(predictions.first[[place]], predictions.second[[place]]))
        for place in range(3)
    ]
    for name, value in measured(role, predictions).items():
        assert value == pytest.approx(np.mean([each[name] for each in singly]))
    assert confusion(role, predictions, 4).sum(axis=1).tolist() == pytest.approx(
        np.bincount(role).tolist()
    )


@pytest.mark.parametrize("seed", range(5))
def test_an_interval_holds_its_figure_and_has_room(seed: int) -> None:
    role, _, predictions = drawn(seed, repetitions=2)
    _, _, other = drawn(seed + 100, repetitions=2)
    for found in (figures(role, predictions, DRAWS), differences(role, predictions, other, DRAWS)):
        for value, low, high in astuple(found):
            assert low < value < high


def test_an_interval_is_as_wide_as_chance_makes_it() -> None:
    """Of 400 rows half are right: 1.96 standard errors of the share are 0.049 on either side."""
    role = np.tile([0, 1], 200)
    predictions = Predictions(np.tile([0, 0], 200)[None], np.tile([2, 2], 200)[None])
    top_two = figures(role, predictions, 2000).top_two
    assert [top_two.low, top_two.high] == pytest.approx([0.451, 0.549], abs=0.006)


def test_twice_the_same_method_differs_by_nothing() -> None:
    role, _, predictions = drawn(3)
    assert {
        figure
        for each in astuple(differences(role, predictions, predictions, DRAWS))
        for figure in each
    } == {0}


def test_differences_are_of_the_figures_on_the_same_rows() -> None:
    role, _, predictions = drawn(4)
    known = Predictions(role[None], (role[None] + 1) % 4)
    less = differences(role, known, predictions, DRAWS)
    figure, of_known = figures(role, predictions, DRAWS), figures(role, known, DRAWS)
    for (value, low, high), (one, one_low, one_high), (all_, _, _) in zip(
        astuple(less), astuple(figure), astuple(of_known), strict=True
    ):
        assert (value, low, high) == pytest.approx((all_ - one, 1 - one_high, 1 - one_low))


def test_the_same_rows_give_the_same_intervals() -> None:
    role, _, predictions = drawn(5)
    assert (
        figures(role, predictions, DRAWS)
        == figures(role, predictions, DRAWS)
        != figures(role, predictions, DRAWS + 1)
    )
