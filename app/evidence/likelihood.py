"""The fit itself: directions under which rows are most likely to be called by their own role, held near where they started.

Multinomial logistic regression without an intercept on centred rows (Cox 1958; ridge penalty: le Cessie and van Houwelingen 1992), each
role weighing the same however many rows it has. The loss is convex, so that Newton's method ends at its one minimum whatever the start:
the same tables give the same directions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.evidence.table import Places

Array = NDArray[np.float64]

MOST_STEPS: Final = 100
STILL: Final = 1e-10
"""A Newton decrement under which one more step ends at the minimum, to about eight digits."""


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """Centred rows (n by items), each with its role's place, of which only the roles `among` are told apart."""

    rows: Array
    role: Places
    among: tuple[int, ...]
    weight: float

    def each(self) -> Array:
        """Each row's share of the sample's weight: every role has the same in all."""
        counts = np.bincount(self.role, minlength=max(self.among) + 1)
        return self.weight / (len(self.among) * counts[self.role])


def most_likely(start: Array, samples: Sequence[Sample], pull: float) -> Array:
    """The directions (roles by items) with the least loss: mean log loss of each sample times its weight, plus `pull` times the squared
    distance from the start."""
    found = start.copy()
    for _ in range(MOST_STEPS):
        loss, slope, curve = _loss(found, start, samples, pull)
        step = np.linalg.solve(curve, slope.ravel()).reshape(start.shape)
        fall = float(np.sum(step * slope))
        if fall < STILL:
            return np.asarray(found - step)
        size = 1.0
        while _loss_only(found - size * step, start, samples, pull) > loss - size * fall / 4:
            size /= 2
        found = found - size * step
    raise ArithmeticError(f"no minimum after {MOST_STEPS} steps")


def _loss(
    at: Array, start: Array, samples: Sequence[Sample], pull: float
) -> tuple[float, Array, Array]:
    """The loss, its slope (roles by items) and its curvature, a square of (roles x items)."""
    roles, items = at.shape
    slope = 2 * pull * (at - start)
    curve = np.zeros((roles, items, roles, items))
    for sample in samples:
        chances, each, among = _chances(at, sample), sample.each(), np.array(sample.among)
        errors = (chances - (sample.role[:, None] == among)) * each[:, None]
        slope[among] += errors.T @ sample.rows
        for place, role in enumerate(among):
            for other_place, other in enumerate(among[: place + 1]):
                bend = each * chances[:, place] * ((place == other_place) - chances[:, other_place])
                block = (sample.rows * bend[:, None]).T @ sample.rows
                curve[role, :, other, :] += block
                if other != role:
                    curve[other, :, role, :] += block
    square = curve.reshape(roles * items, roles * items)
    square[np.diag_indices_from(square)] += 2 * pull
    return _loss_only(at, start, samples, pull), slope, square


def _loss_only(at: Array, start: Array, samples: Sequence[Sample], pull: float) -> float:
    loss = pull * float(np.sum((at - start) ** 2))
    for sample in samples:
        own = _chances(at, sample)[sample.role[:, None] == np.array(sample.among)]
        loss -= float(np.sum(sample.each() * np.log(np.maximum(own, np.finfo(float).tiny))))
    return loss


def _chances(at: Array, sample: Sample) -> Array:
    scores = sample.rows @ at[list(sample.among)].T
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True))
