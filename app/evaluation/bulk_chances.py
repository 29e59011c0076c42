"""The chances of app/scoring/chances.py for many people at once, with NumPy.

Matches are whole numbers below 2**53, which float64 holds exactly, so ties are the same.
"""

from math import sqrt
from typing import Final

import numpy as np

from app.catalogue.model import TOP_LEVEL, Catalogue
from app.evaluation.labelled_table import LevelArray
from app.evaluation.regression import Array
from app.scoring.chances import RERATINGS, normal_errors
from app.scoring.profiles import profiles

ROWS: Final = 1000
"""Rows that are re-rated together, so that their arrays fit into the processor's cache."""


def bulk_chances(catalogue: Catalogue, levels: LevelArray) -> Array:
    """Return every row's chances, shape (rows, roles), as shares from 0 to 1."""
    numbers, scale = profiles(catalogue), catalogue.scale
    coefficients = np.array(numbers.coefficients, np.float64).T
    errors = np.array([normal_errors(item) for item in numbers.items]).T
    found = np.zeros((len(levels), len(numbers.roles)))
    for start in range(0, len(levels), ROWS):
        rows, shares = levels[start : start + ROWS], found[start : start + ROWS]
        skipped = np.isnan(rows)
        answered = np.maximum((~skipped).sum(axis=1, keepdims=True), 1)
        centre = np.where(skipped, np.nansum(rows, axis=1, keepdims=True) / answered, rows)
        error = np.where(skipped, scale.skip_error, scale.item_error * sqrt(2))
        for each in errors:
            rerated = np.clip(np.rint(centre + error * each), 0, TOP_LEVEL)
            matches = rerated @ coefficients
            first = matches == matches.max(axis=1, keepdims=True)
            shares += first / first.sum(axis=1, keepdims=True)
    return found / RERATINGS
