"""Calibration: whether rows with a wider margin are predicted correctly more often."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.evidence import Margin
from app.catalogue.model import COEFFICIENT_SUM, Scale
from app.evaluation.coefficients import match_points, ranking, restricted
from app.evaluation.labelled_table import Indices, LabelledTable
from app.evaluation.regression import Array

PARTS: Final = 3
"""Number of bins of equal size into which rows are divided by their margin."""


@dataclass(frozen=True, eq=False, slots=True)
class RowMargins:
    """Per row the first role, its margin to the next in standard errors, and "too close"."""

    first: Indices
    clearness: Array
    """0 for a tie."""
    too_close: NDArray[np.bool_]
    """Whether the result page would call the row too close."""


def row_margins(
    coefficients: Indices, table: LabelledTable, roles: Sequence[int], scale: Scale
) -> RowMargins:
    """Apply app/scoring's match and uncertainty to all rows at once, among some of the roles."""
    matches = restricted(roles, match_points(coefficients, table.levels))
    answered = ~np.isnan(table.levels)
    matches /= COEFFICIENT_SUM * np.maximum(answered.sum(axis=1, keepdims=True), 1)
    best = ranking(matches)[:, 0]
    errors = np.where(answered, scale.item_error, scale.skip_error) ** 2
    squares = (coefficients[best][:, None, :] - coefficients[None, :, :]).astype(float) ** 2
    error = np.sqrt(np.einsum("rqi,ri->rq", squares, errors)) / COEFFICIENT_SUM
    behind = np.take_along_axis(matches, best[:, None], axis=1) - matches
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.where(behind > 0, behind / error, 0.0)
    distance[np.arange(len(best)), best] = np.inf
    clearness = distance.min(axis=1)
    return RowMargins(best, clearness, (clearness <= 0) | (clearness < scale.k))


def accuracy_by_margin(role: Indices, margins: RowMargins) -> tuple[Margin, ...]:
    """Return the accuracy in PARTS bins, from the narrowest margin to the widest."""
    correct = margins.first == role
    bins = np.array_split(np.argsort(margins.clearness, kind="stable"), PARTS)
    ends = [round(float(margins.clearness[rows[-1]]), 3) for rows in bins[:-1]]
    return tuple(
        Margin(end, len(rows), float(correct[rows].mean()))
        for end, rows in zip([*ends, None], bins, strict=True)
    )
