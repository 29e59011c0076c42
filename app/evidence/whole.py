"""From directions to the whole-number coefficients of the role files, and what those make of rows."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.catalogue.model import COEFFICIENT_SUM
from app.evidence.likelihood import Array
from app.evidence.table import Levels, Places

GRAIN: Final = 1000
"""Coefficients are multiples of this, so that a page can show them in full: thousandths of a role's sum."""
ALIKE: Final = 1e-9
"""Directions that differ by less tell no roles apart: what is left is rounding."""


def whole(directions: Array) -> Places:
    """Coefficients >= 0 (roles by items), each role's summing to COEFFICIENT_SUM, that rank as the directions do.

    Every item's mean over the roles is the same, and the smallest coefficient of all is 0: the differences are as large as they can be.
    Where the directions tell no roles apart, every item counts alike. Rounded by largest remainder, ties to the earlier item.
    """
    middle = directions - directions.mean(axis=1, keepdims=True)
    middle = middle - middle.mean(axis=0)
    lowest, items = middle.min(), middle.shape[1]
    exact = (
        (1 - (middle / lowest if lowest < -ALIKE else np.zeros_like(middle)))
        / items
        * (COEFFICIENT_SUM / GRAIN)
    )
    found = np.floor(exact).astype(np.int64)
    for row, wanted in zip(found, exact, strict=True):
        order = np.argsort(-(wanted - row), kind="stable")
        row[order[: COEFFICIENT_SUM // GRAIN - int(row.sum())]] += 1
    return np.asarray(found * GRAIN)


def points(coefficients: Places, levels: Levels) -> Places:
    """Rows by roles: each row's match with each role in the points of app/scoring/match.py, exact as there."""
    answered = ~np.isnan(levels)
    given = np.where(answered, levels, 0.0).astype(np.int64)
    count, total = answered.sum(axis=1, keepdims=True), given.sum(axis=1, keepdims=True)
    standing = np.where(answered, given * count, total)
    return np.asarray(standing @ coefficients.T)


def among(roles: Sequence[int], scores: Array | Places) -> Array:
    """The same scores, but no other role can come first or second."""
    found = scores.astype(float)
    found[:, np.setdiff1d(np.arange(found.shape[1]), roles)] = -np.inf
    return found


def order(scores: Array | Places) -> Places:
    """Per row the roles' places, best first; equal ones in the catalogue's order."""
    return np.argsort(-scores, axis=1, kind="stable")
