"""The fit ends at the one minimum of its loss."""

from collections.abc import Sequence
from math import log

import numpy as np
import pytest
from scipy.optimize import check_grad, minimize  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from app.evaluation.regression import BOUND_PENALTY, Array, Bounds, Sample, fit_directions

ROLES, ITEMS, PULL = 4, 5, 0.02


def sample(seed: int, among: Sequence[int], counts: Sequence[int], weight: float = 1.0) -> Sample:
    """Return rows that favour their role, with these counts per role."""
    rng = np.random.default_rng(seed)
    role = np.repeat(among, counts)
    rows = rng.normal(size=(len(role), ITEMS)) + 0.7 * np.eye(ROLES, ITEMS)[role]
    return Sample(rows - rows.mean(axis=1, keepdims=True), role, tuple(among), weight)


def start_at(seed: int) -> Array:
    return np.random.default_rng(seed).normal(size=(ROLES, ITEMS))


START = start_at(1)
SAMPLES = [sample(2, (0, 1, 2, 3), (40, 9, 25, 12)), sample(3, (0, 2), (30, 60), weight=2.0)]


def loss(at: Array, start: Array, samples: Sequence[Sample], pull: float) -> float:
    """Compute the loss row by row.

    It is each sample's mean over roles of the mean log loss of the role's rows, plus the distance.
    """
    found = pull * float(((at - start) ** 2).sum())
    for each in samples:
        for role in each.among:
            rows = each.rows[each.role == role]
            chances = [
                np.exp(at[role] @ row) / sum(np.exp(at[other] @ row) for other in each.among)
                for row in rows
            ]
            found -= each.weight / len(each.among) * float(np.mean(np.log(chances)))
    return found


def flat(at: Array) -> float:
    return loss(at.reshape(START.shape), START, SAMPLES, PULL)


def test_nothing_nearby_is_better_and_the_slope_is_flat() -> None:
    found = fit_directions(START, SAMPLES, PULL)
    assert check_grad(flat, lambda at: np.zeros(at.shape), found.ravel()) < 1e-5
    assert check_grad(flat, lambda at: np.zeros(at.shape), START.ravel()) > 0.1
    rng = np.random.default_rng(4)
    assert all(
        flat(found.ravel() + size * rng.normal(size=found.size)) > flat(found.ravel())
        for size in (1e-3, 0.1, 1, 10)
        for _ in range(5)
    )


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_a_search_from_anywhere_else_ends_there_too(seed: int) -> None:
    elsewhere = minimize(flat, 3 * start_at(seed).ravel(), method="BFGS", options={"gtol": 1e-7})
    assert elsewhere.x == pytest.approx(fit_directions(START, SAMPLES, PULL).ravel(), abs=1e-4)


def test_logistic_regression_says_the_same_where_the_start_is_nothing() -> None:
    one, nothing = SAMPLES[0], np.zeros((ROLES, ITEMS))
    counts = np.bincount(one.role)
    model = LogisticRegression(
        C=1 / (2 * PULL), fit_intercept=False, solver="newton-cg", tol=1e-12, max_iter=1000
    )
    model.fit(one.rows, one.role, sample_weight=1 / (ROLES * counts[one.role]))
    assert fit_directions(nothing, [one], PULL) == pytest.approx(model.coef_, abs=1e-6)


def test_a_case_worked_out_by_hand() -> None:
    """One item and two roles with one row each, at +1 and -1.

    ln(1 + exp(-2a)) + pull * 2a² is minimal where 2 * pull * a is 1 / (1 + exp(2a)).
    """
    rows = Sample(np.array([[1.0], [-1.0]]), np.array([0, 1]), (0, 1), 1.0)
    found = fit_directions(np.zeros((2, 1)), [rows], pull=1 / (4 * log(3)))
    assert found.tolist() == [[pytest.approx(log(3) / 2)], [pytest.approx(-log(3) / 2)]]


def repeated(each: Sample, role: int, times: int) -> Sample:
    rows = np.repeat(np.arange(len(each.role)), np.where(each.role == role, times, 1))
    return Sample(each.rows[rows], each.role[rows], each.among, each.weight)


@pytest.mark.parametrize("role", [0, 1])
def test_every_role_weighs_alike_however_many_rows_it_has(role: int) -> None:
    doubled = [repeated(SAMPLES[0], role, 2), SAMPLES[1]]
    assert fit_directions(START, doubled, PULL) == pytest.approx(
        fit_directions(START, SAMPLES, PULL), abs=1e-9
    )


def test_a_samples_weight_counts() -> None:
    lighter = [SAMPLES[0], Sample(SAMPLES[1].rows, SAMPLES[1].role, SAMPLES[1].among, 1.0)]
    twice = [*lighter, lighter[1]]
    assert fit_directions(START, twice, PULL) == pytest.approx(
        fit_directions(START, SAMPLES, PULL), abs=1e-9
    )
    assert (
        np.abs(fit_directions(START, lighter, PULL) - fit_directions(START, SAMPLES, PULL)).max()
        > 0.01
    )


def test_a_role_without_rows_stays_where_it_started() -> None:
    found = fit_directions(START, SAMPLES[1:], PULL)
    assert (found[[1, 3]] == START[[1, 3]]).all()
    assert (fit_directions(START, [], PULL) == START).all()


@pytest.mark.parametrize("size", [1.0, 1000.0])
def test_rows_that_tell_the_roles_apart_for_certain_still_have_an_end(size: float) -> None:
    rows = size * np.tile(np.eye(3) - 1 / 3, (5, 1))
    found = fit_directions(
        np.zeros((3, 3)), [Sample(rows, np.tile([0, 1, 2], 5), (0, 1, 2), 1.0)], pull=1e-6
    )
    assert (np.argmax(rows @ found.T, axis=1) == np.tile([0, 1, 2], 5)).all()


def test_rows_that_weigh_less_count_less() -> None:
    """A row of weight 2 counts as two rows; weights matter only within a role."""
    one = SAMPLES[0]
    weight = np.where(np.arange(len(one.role)) % 3, 1.0, 2.0)
    twice = np.repeat(np.arange(len(one.role)), weight.astype(int))
    repeat = Sample(one.rows[twice], one.role[twice], one.among, 1.0)
    by_weight = Sample(one.rows, one.role, one.among, 1.0, weight)
    by_role = Sample(one.rows, one.role, one.among, 1.0, weight * (1 + one.role))
    expected = fit_directions(START, [repeat], PULL)
    for each in (by_weight, by_role):
        assert fit_directions(START, [each], PULL) == pytest.approx(expected, abs=1e-9)


def leads(directions: Array, bounds: Bounds) -> list[float]:
    found: list[float] = (bounds.rows @ directions.ravel()).tolist()
    return found


def test_bounds_hold_but_for_a_little_and_bounds_that_hold_anyway_change_nothing() -> None:
    free = fit_directions(START, SAMPLES, PULL)
    rows = np.eye(START.size)[[0, 7, 13]]
    met = Bounds(rows, rows @ free.ravel() - 0.1)
    assert fit_directions(START, SAMPLES, PULL, met) == pytest.approx(free, abs=1e-9)
    missed = Bounds(rows, rows @ free.ravel() + 0.3)
    held = leads(fit_directions(START, SAMPLES, PULL, missed), missed)
    assert all(
        least - 0.03 < lead <= least + 1e-9 for lead, least in zip(held, missed.least, strict=True)
    )


def test_a_bound_worked_out_by_hand() -> None:
    """Without rows pull and penalty balance: both grow with the square of their distance."""
    bounds = Bounds(np.array([[1.0, 0.0]]), np.array([1.0]))
    found = fit_directions(np.zeros((1, 2)), [], PULL, bounds)
    assert found.tolist() == [[pytest.approx(BOUND_PENALTY / (BOUND_PENALTY + PULL)), 0.0]]
