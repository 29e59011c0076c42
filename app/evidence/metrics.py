"""How often the right role is named, and how far chance alone would move that."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.evidence import Interval
from app.evidence.likelihood import Array
from app.evidence.table import Places

DRAWS: Final = 2000
"""Bootstrap resamples of the rows (Efron and Tibshirani 1993); the 2.5th and 97.5th percentiles bound an interval."""
BOUNDS: Final = (2.5, 97.5)
SEED: Final = 20
AT_ONCE: Final = 50


@dataclass(frozen=True, eq=False, slots=True)
class Called:
    """What a method said of n rows: per repetition of the cross-validation the first and the second role's place (repetitions by n)."""

    first: Places
    second: Places


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1. In `top_two_balanced`, as in balanced accuracy, every role weighs the same."""

    balanced_accuracy: Interval
    macro_f1: Interval
    top_two: Interval
    top_two_balanced: Interval


def confusion(role: Places, called: Called, roles: int) -> Array:
    """How many rows of each role (down) were given each role (across), a mean over the repetitions."""
    found = sum(_marked(role, roles).T @ _marked(first, roles) for first in called.first)
    return np.asarray(found / len(called.first))


def balanced_accuracy(role: Places, called: Called, weight: Array) -> Array:
    """The mean recall of the roles that occur."""
    return _mean_recall(role, called.first == role, weight)


def top_two_balanced(role: Places, called: Called, weight: Array) -> Array:
    """The mean over the roles of how often the right one is named first or second."""
    return _mean_recall(role, _in_two(role, called), weight)


def top_two(role: Places, called: Called, weight: Array) -> Array:
    """How often the right role is named first or second."""
    return np.asarray(weight @ _in_two(role, called).mean(axis=0) / weight.sum(axis=-1))


def macro_f1(role: Places, called: Called, weight: Array) -> Array:
    """The mean over the roles that occur of the harmonic mean of precision and recall."""
    roles = int(max(role.max(), called.first.max())) + 1
    of_role, scores = _marked(role, roles), []
    there = weight @ of_role
    for first in called.first:
        given = _marked(first, roles)
        scores.append(_mean_of(2 * weight @ (of_role * given), there + weight @ given, there > 0))
    return np.asarray(np.mean(scores, axis=0))


Measure = Callable[[Places, Called, Array], Array]
"""From roles, what was called, and weights of the rows (rows, or resamples by rows) to a figure (one, or one a resample)."""

MEASURES: Final[Mapping[str, Measure]] = {
    "balanced_accuracy": balanced_accuracy,
    "macro_f1": macro_f1,
    "top_two": top_two,
    "top_two_balanced": top_two_balanced,
}


def figures(role: Places, called: Called, draws: int = DRAWS) -> Figures:
    """All measures with intervals."""
    return _figures(lambda of: partial(of, role, called), len(role), draws)


def differences(role: Places, called: Called, other: Called, draws: int = DRAWS) -> Figures:
    """All measures less the other method's, on the same resamples of the same rows."""

    def less(of: Measure) -> Callable[[Array], Array]:
        return lambda weight: of(role, called, weight) - of(role, other, weight)

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
    """How often each row is drawn (some resamples by rows), AT_ONCE together: all at once would take too much room."""
    rng = np.random.default_rng(SEED)
    for start in range(0, draws, AT_ONCE):
        some = range(start, min(start + AT_ONCE, draws))
        yield np.array(
            [np.bincount(rng.integers(0, rows, rows), minlength=rows) for _ in some], float
        )


def _estimate(value: Array, drawn: Sequence[Array]) -> Interval:
    low, high = np.percentile(np.concatenate(drawn), BOUNDS)
    return Interval(float(value), float(low), float(high))


def _in_two(role: Places, called: Called) -> NDArray[np.bool_]:
    return np.asarray((called.first == role) | (called.second == role))


def _mean_recall(role: Places, right: NDArray[np.bool_], weight: Array) -> Array:
    of_role = _marked(role, int(role.max()) + 1)
    there = weight @ of_role
    return _mean_of(weight @ (of_role * right.mean(axis=0)[:, None]), there, there > 0)


def _marked(role: Places, roles: int) -> Array:
    """Rows by roles: 1 at a row's role, else 0."""
    return np.eye(roles)[role]


def _mean_of(parts: Array, wholes: Array, counted: NDArray[np.bool_]) -> Array:
    """The mean of the shares that are counted."""
    shares = np.divide(parts, wholes, out=np.zeros_like(parts), where=counted)
    return np.asarray(shares.sum(axis=-1) / counted.sum(axis=-1))
