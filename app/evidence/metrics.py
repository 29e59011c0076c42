"""How often the right role is named, and how far chance alone would move that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.evidence.likelihood import Array
from app.evidence.table import Places

DRAWS: Final = 2000
"""Bootstrap resamples of the rows (Efron and Tibshirani 1993); the 2.5th and 97.5th percentiles bound an interval."""
INTERVAL: Final = (2.5, 97.5)
SEED: Final = 20


@dataclass(frozen=True, eq=False, slots=True)
class Called:
    """What a method said of n rows: per repetition of the cross-validation the first and the second role's place (repetitions by n)."""

    first: Places
    second: Places


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1. In `top_two_balanced`, as in balanced accuracy, every role weighs the same."""

    balanced_accuracy: Estimate
    macro_f1: Estimate
    top_two: Estimate
    top_two_balanced: Estimate


def confusion(role: Places, called: Called, roles: int, weight: Array | None = None) -> Array:
    """How many rows of each role (down) were given each role (across), a mean over the repetitions."""
    each = np.ones(len(role)) if weight is None else weight
    found = np.zeros((roles, roles))
    for first in called.first:
        found += np.bincount(role * roles + first, weights=each, minlength=roles * roles).reshape(roles, roles)
    return found / len(called.first)


def balanced_accuracy(role: Places, called: Called, weight: Array) -> float:
    """The mean recall of the roles that occur."""
    return _mean_recall(role, called.first == role, weight)


def top_two_balanced(role: Places, called: Called, weight: Array) -> float:
    """The mean over the roles of how often the right one is named first or second."""
    return _mean_recall(role, _in_two(role, called), weight)


def top_two(role: Places, called: Called, weight: Array) -> float:
    """How often the right role is named first or second."""
    return float(_in_two(role, called).mean(axis=0) @ weight / weight.sum())


def macro_f1(role: Places, called: Called, weight: Array) -> float:
    """The mean over the roles that occur of the harmonic mean of precision and recall."""
    roles = int(max(role.max(), called.first.max())) + 1
    scores = []
    for first in called.first:
        table = np.bincount(role * roles + first, weights=weight, minlength=roles * roles).reshape(roles, roles)
        there, named = table.sum(axis=1), table.sum(axis=0)
        scores.append(np.mean(2 * np.diag(table)[there > 0] / (there + named)[there > 0]))
    return float(np.mean(scores))


Measure = Callable[[Places, Called, Array], float]

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

    def less(of: Measure) -> Callable[[Array], float]:
        return lambda weight: of(role, called, weight) - of(role, other, weight)

    return _figures(less, len(role), draws)


def _figures(prepared: Callable[[Measure], Callable[[Array], float]], rows: int, draws: int) -> Figures:
    return Figures(**{name: _estimate(prepared(of), rows, draws) for name, of in MEASURES.items()})


def _estimate(of: Callable[[Array], float], rows: int, draws: int) -> Estimate:
    rng = np.random.default_rng(SEED)
    found = [of(np.bincount(rng.integers(0, rows, rows), minlength=rows).astype(float)) for _ in range(draws)]
    low, high = np.percentile(found, INTERVAL)
    return Estimate(of(np.ones(rows)), float(low), float(high))


def _in_two(role: Places, called: Called) -> NDArray[np.bool_]:
    return np.asarray((called.first == role) | (called.second == role))


def _mean_recall(role: Places, right: NDArray[np.bool_], weight: Array) -> float:
    there = np.bincount(role, weights=weight)
    hits = np.bincount(role, weights=weight * right.mean(axis=0), minlength=len(there))
    return float(np.mean(hits[there > 0] / there[there > 0]))
