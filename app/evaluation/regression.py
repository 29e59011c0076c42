"""The fit: multinomial logistic regression, held near a starting point by a ridge penalty.

Without an intercept, on centred rows (Cox 1958; ridge penalty: le Cessie and van Houwelingen 1992).
Each role has the same weight, however many rows it has. Bounds are held by a quadratic penalty on
what is missing (Courant 1943). The loss is convex, so Newton's method ends at its only minimum from
any start: the same tables give the same directions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.evaluation.labelled_table import Indices

Array = NDArray[np.float64]

MAX_STEPS: Final = 200
TOLERANCE: Final = 1e-10
"""At a Newton decrement below this, one more step ends at the minimum, to about eight digits."""
BOUND_PENALTY: Final = 10.0
"""Loss for each bound that is missed by 1; it grows with the square. At the minimum a bound may be
missed by a few hundredths, for which the bounds' margins leave room."""


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """Centred rows, shape (rows, items), with their roles' indices and the sample's weight."""

    rows: Array
    role: Indices
    among: tuple[int, ...]
    """The roles that the sample tells apart; others are left out of its loss."""
    weight: float
    relative: Array | None = None
    """Weight of each row relative to the role's other rows. None: all rows count the same."""

    def row_weights(self) -> Array:
        """Return each row's share of the sample's weight; every role has the same total."""
        relative = np.ones(len(self.role)) if self.relative is None else self.relative
        totals = np.bincount(self.role, relative, minlength=max(self.among) + 1)
        return np.asarray(self.weight * relative / (len(self.among) * totals[self.role]))


@dataclass(frozen=True, eq=False, slots=True)
class Bounds:
    """Linear bounds: each row times the directions must give `least` or more."""

    rows: Array
    """Shape (bounds, roles × items)."""
    least: Array
    """Shape (bounds,)."""


def fit_directions(
    start: Array, samples: Sequence[Sample], pull: float, bounds: Bounds | None = None
) -> Array:
    """Return the directions with the smallest loss, shape (roles, items).

    The loss is each sample's mean log loss times its weight, plus `pull` times the squared distance
    from the start, plus BOUND_PENALTY times the square of what each bound misses. Raises
    ArithmeticError if MAX_STEPS do not reach the minimum.
    """
    loss_at = _Loss(start, samples, pull, bounds or Bounds(np.zeros((0, start.size)), np.zeros(0)))
    directions = start.copy()
    for _ in range(MAX_STEPS):
        loss, gradient, hessian = loss_at.derivatives(directions)
        step = np.linalg.solve(hessian, gradient.ravel()).reshape(start.shape)
        decrement = float(np.sum(step * gradient))
        if decrement < TOLERANCE:
            return np.asarray(directions - step)
        size = 1.0
        while loss_at.value(directions - size * step) > loss - size * decrement / 4:
            size /= 2
        directions = directions - size * step
    raise ArithmeticError(f"no minimum after {MAX_STEPS} steps")


@dataclass(frozen=True, eq=False, slots=True)
class _Loss:
    """The loss that a fit makes small, as a function of the directions."""

    start: Array
    samples: Sequence[Sample]
    pull: float
    bounds: Bounds

    def value(self, at: Array) -> float:
        loss = self.pull * float(np.sum((at - self.start) ** 2))
        loss += BOUND_PENALTY * float(np.sum(self._missing(at) ** 2))
        for sample in self.samples:
            own = _probabilities(at, sample)[sample.role[:, None] == np.array(sample.among)]
            loss -= float(
                np.sum(sample.row_weights() * np.log(np.maximum(own, np.finfo(float).tiny)))
            )
        return loss

    def derivatives(self, at: Array) -> tuple[float, Array, Array]:
        """Return loss, gradient (roles, items) and Hessian (roles × items, roles × items)."""
        roles, items = at.shape
        gradient = 2 * self.pull * (at - self.start)
        hessian = np.zeros((roles, items, roles, items))
        for sample in self.samples:
            _add_sample(sample, at, gradient, hessian)
        square = hessian.reshape(roles * items, roles * items)
        square[np.diag_indices_from(square)] += 2 * self.pull
        missing = self._missing(at)
        missed = self.bounds.rows[missing > 0]
        square += 2 * BOUND_PENALTY * missed.T @ missed
        gradient -= 2 * BOUND_PENALTY * (missing[missing > 0] @ missed).reshape(at.shape)
        return self.value(at), gradient, square

    def _missing(self, at: Array) -> Array:
        return np.maximum(self.bounds.least - self.bounds.rows @ at.ravel(), 0.0)


def _add_sample(sample: Sample, at: Array, gradient: Array, hessian: Array) -> None:
    """Add the sample's part to the gradient and the Hessian, shape (roles, items) twice."""
    probabilities, weights = _probabilities(at, sample), sample.row_weights()
    among = np.array(sample.among)
    errors = (probabilities - (sample.role[:, None] == among)) * weights[:, None]
    gradient[among] += errors.T @ sample.rows
    for i, role in enumerate(among):
        for j, other in enumerate(among[: i + 1]):
            curvature = weights * probabilities[:, i] * ((i == j) - probabilities[:, j])
            block = (sample.rows * curvature[:, None]).T @ sample.rows
            hessian[role, :, other, :] += block
            if other != role:
                hessian[other, :, role, :] += block


def _probabilities(at: Array, sample: Sample) -> Array:
    """Return softmax probabilities of the sample's roles, shape (rows, roles of the sample)."""
    scores = sample.rows @ at[list(sample.among)].T
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))
