"""Whole-number coefficients of the role files, computed from directions, and matches with them."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.catalogue.model import COEFFICIENT_SUM
from app.evaluation.labelled_table import Indices, LevelArray
from app.evaluation.regression import Array

GRAIN: Final = 1000
"""Coefficients are multiples of this, so that a page can show them exactly: thousandths."""
ALIKE: Final = 1e-9
"""Directions that differ by less than this differ only by rounding errors."""


def whole_coefficients(directions: Array) -> Indices:
    """Return coefficients >= 0, shape (roles, items), that rank rows as the directions do.

    Each role's coefficients sum to COEFFICIENT_SUM. Every item has the same mean over the roles,
    and the smallest coefficient of all is 0, so the differences between roles are as large as
    possible. If the directions do not tell roles apart, every item counts the same. Rounded by
    largest remainder, ties to the earlier item.
    """
    middle = directions - directions.mean(axis=1, keepdims=True)
    middle = middle - middle.mean(axis=0)
    lowest, items = middle.min(), middle.shape[1]
    exact = (
        (1 - (middle / lowest if lowest < -ALIKE else np.zeros_like(middle)))
        / items
        * (COEFFICIENT_SUM / GRAIN)
    )
    rounded = np.floor(exact).astype(np.int64)
    for row, wanted in zip(rounded, exact, strict=True):
        by_remainder = np.argsort(-(wanted - row), kind="stable")
        row[by_remainder[: COEFFICIENT_SUM // GRAIN - int(row.sum())]] += 1
    return np.asarray(rounded * GRAIN)


def match_points(coefficients: Indices, levels: LevelArray) -> Indices:
    """Return each row's match with each role in points, shape (rows, roles).

    Points are those of app/scoring/match.py, equally exact.
    """
    answered = ~np.isnan(levels)
    given = np.where(answered, levels, 0.0).astype(np.int64)
    count, total = answered.sum(axis=1, keepdims=True), given.sum(axis=1, keepdims=True)
    values = np.where(answered, given * count, total)
    return np.asarray(values @ coefficients.T)


def restricted(roles: Sequence[int], scores: Array | Indices) -> Array:
    """Return the scores with -inf for all other roles, so that they cannot come first or second."""
    restricted_scores = scores.astype(float)
    others = np.setdiff1d(np.arange(scores.shape[1]), roles)
    restricted_scores[:, others] = -np.inf
    return restricted_scores


def ranking(scores: Array | Indices) -> Indices:
    """Return per row the roles' indices, best first; equal scores in the catalogue's order."""
    return np.argsort(-scores, axis=1, kind="stable")
