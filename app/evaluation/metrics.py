"""Classification metrics with bootstrap intervals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.evidence import Interval
from app.evaluation.labelled_table import Indices
from app.evaluation.regression import Array

DRAWS: Final = 2000
"""Number of bootstrap resamples of the rows (Efron and Tibshirani 1993). The 2.5th and 97.5th
percentiles are the bounds of an interval."""
BOUNDS: Final = (2.5, 97.5)
SEED: Final = 20
BATCH: Final = 50
"""Resamples that are computed together; all at once would need too much memory."""


@dataclass(frozen=True, eq=False, slots=True)
class Predictions:
    """The first and the second role for each row, as indices of shape (repetitions, rows)."""

    first: Indices
    second: Indices


@dataclass(frozen=True, slots=True)
class Figures:
    """Metrics from 0 to 1. In `top_two_balanced`, as in balanced accuracy, roles weigh the same."""

    balanced_accuracy: Interval
    macro_f1: Interval
    top_two: Interval
    top_two_balanced: Interval


def confusion(role: Indices, predictions: Predictions, roles: int) -> Array:
    """Return rows of each role (down) by predicted role (across), mean over the repetitions."""
    counts = sum(_one_hot(role, roles).T @ _one_hot(first, roles) for first in predictions.first)
    return np.asarray(counts / len(predictions.first))


def balanced_accuracy(role: Indices, predictions: Predictions, weight: Array) -> Array:
    """Return the mean recall of the roles that occur."""
    return _mean_recall(role, predictions.first == role, weight)


def top_two_balanced(role: Indices, predictions: Predictions, weight: Array) -> Array:
    """Return the mean over roles of how often the right one is predicted first or second."""
    return _mean_recall(role, _in_two(role, predictions), weight)


def top_two(role: Indices, predictions: Predictions, weight: Array) -> Array:
    """Return how often the right role is predicted first or second."""
    return np.asarray(weight @ _in_two(role, predictions).mean(axis=0) / weight.sum(axis=-1))


def macro_f1(role: Indices, predictions: Predictions, weight: Array) -> Array:
    """Return the mean F1 score (harmonic mean of precision and recall) of the roles that occur."""
    roles = int(max(role.max(), predictions.first.max())) + 1
    of_role, scores = _one_hot(role, roles), []
    there = weight @ of_role
    for first in predictions.first:
        given = _one_hot(first, roles)
        scores.append(_mean_of(2 * weight @ (of_role * given), there + weight @ given, there > 0))
    return np.asarray(np.mean(scores, axis=0))


Measure = Callable[[Indices, Predictions, Array], Array]
"""Takes true roles, predictions and row weights of shape (rows,) or (resamples, rows); returns one
value, or one for each resample."""

MEASURES: Final[Mapping[str, Measure]] = {
    "balanced_accuracy": balanced_accuracy,
    "macro_f1": macro_f1,
    "top_two": top_two,
    "top_two_balanced": top_two_balanced,
}


def figures(role: Indices, predictions: Predictions, draws: int = DRAWS) -> Figures:
    """Return all metrics with intervals."""
    return _figures(lambda of: partial(of, role, predictions), len(role), draws)


def differences(
    role: Indices, predictions: Predictions, other: Predictions, draws: int = DRAWS
) -> Figures:
    """Return all metrics minus the other method's, on the same resamples of the same rows."""

    def less(of: Measure) -> Callable[[Array], Array]:
        return lambda weight: of(role, predictions, weight) - of(role, other, weight)

    return _figures(less, len(role), draws)


def _figures(
    prepared: Callable[[Measure], Callable[[Array], Array]], rows: int, draws: int
) -> Figures:
    measures = {name: prepared(of) for name, of in MEASURES.items()}
    drawn = [{name: of(some) for name, of in measures.items()} for some in _resamples(rows, draws)]
    return Figures(
        **{
            name: _estimate(of(np.ones(rows)), [each[name] for each in drawn])
            for name, of in measures.items()
        }
    )


def _resamples(rows: int, draws: int) -> Iterator[Array]:
    """Yield how often each row is drawn, in arrays of shape (up to BATCH, rows)."""
    rng = np.random.default_rng(SEED)
    for start in range(0, draws, BATCH):
        some = range(start, min(start + BATCH, draws))
        yield np.array(
            [np.bincount(rng.integers(0, rows, rows), minlength=rows) for _ in some], float
        )


def _estimate(value: Array, drawn: Sequence[Array]) -> Interval:
    low, high = np.percentile(np.concatenate(drawn), BOUNDS)
    return Interval(float(value), float(low), float(high))


def _in_two(role: Indices, predictions: Predictions) -> NDArray[np.bool_]:
    return np.asarray((predictions.first == role) | (predictions.second == role))


def _mean_recall(role: Indices, right: NDArray[np.bool_], weight: Array) -> Array:
    of_role = _one_hot(role, int(role.max()) + 1)
    there = weight @ of_role
    return _mean_of(weight @ (of_role * right.mean(axis=0)[:, None]), there, there > 0)


def _one_hot(role: Indices, roles: int) -> Array:
    """Return one-hot rows, shape (rows, roles): 1 at a row's role."""
    return np.eye(roles)[role]


def _mean_of(parts: Array, wholes: Array, counted: NDArray[np.bool_]) -> Array:
    """Return the mean of the shares that are counted."""
    shares = np.divide(parts, wholes, out=np.zeros_like(parts), where=counted)
    return np.asarray(shares.sum(axis=-1) / counted.sum(axis=-1))
