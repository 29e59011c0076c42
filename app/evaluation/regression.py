"""The fit: multinomial logistic regression, held near a starting point by a ridge penalty.

Without an intercept, on centred rows (Cox 1958; ridge penalty: le Cessie and van Houwelingen 1992).
Each role has the same weight, however many rows it has. The loss is convex, so Newton's method ends
at its only minimum from any start: the same tables give the same directions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.evaluation.labelled_table import Indices

Array = NDArray[np.float64]

MAX_STEPS: Final = 100
TOLERANCE: Final = 1e-10
"""At a Newton decrement below this, one more step ends at the minimum, to about eight digits."""


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """Centred rows, shape (rows, items), with their roles' indices and the sample's weight."""

    rows: Array
    role: Indices
    among: tuple[int, ...]
    """The roles that the sample tells apart; others are left out of its loss."""
    weight: float

    def row_weights(self) -> Array:
        """Return each row's share of the sample's weight; every role has the same total."""
        counts = np.bincount(self.role, minlength=max(self.among) + 1)
        return self.weight / (len(self.among) * counts[self.role])


def fit_directions(start: Array, samples: Sequence[Sample], pull: float) -> Array:
    """Return the directions with the smallest loss, shape (roles, items).

    The loss is each sample's mean log loss times its weight, plus `pull` times the squared distance
    from the start. Raises ArithmeticError if MAX_STEPS do not reach the minimum.
    """
    directions = start.copy()
    for _ in range(MAX_STEPS):
        loss, gradient, hessian = _derivatives(directions, start, samples, pull)
        step = np.linalg.solve(hessian, gradient.ravel()).reshape(start.shape)
        decrement = float(np.sum(step * gradient))
        if decrement < TOLERANCE:
            return np.asarray(directions - step)
        size = 1.0
        while _loss(directions - size * step, start, samples, pull) > loss - size * decrement / 4:
            size /= 2
        directions = directions - size * step
    raise ArithmeticError(f"no minimum after {MAX_STEPS} steps")


def _derivatives(
    at: Array, start: Array, samples: Sequence[Sample], pull: float
) -> tuple[float, Array, Array]:
    """Return loss, gradient (roles, items) and Hessian (roles × items, roles × items)."""
    roles, items = at.shape
    gradient = 2 * pull * (at - start)
    hessian = np.zeros((roles, items, roles, items))
    for sample in samples:
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
    square = hessian.reshape(roles * items, roles * items)
    square[np.diag_indices_from(square)] += 2 * pull
    return _loss(at, start, samples, pull), gradient, square


def _loss(at: Array, start: Array, samples: Sequence[Sample], pull: float) -> float:
    loss = pull * float(np.sum((at - start) ** 2))
    for sample in samples:
        own = _probabilities(at, sample)[sample.role[:, None] == np.array(sample.among)]
        loss -= float(np.sum(sample.row_weights() * np.log(np.maximum(own, np.finfo(float).tiny))))
    return loss


def _probabilities(at: Array, sample: Sample) -> Array:
    """Return softmax probabilities of the sample's roles, shape (rows, roles of the sample)."""
    scores = sample.rows @ at[list(sample.among)].T
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))
