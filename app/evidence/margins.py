"""Whether a wide margin is right more often: rows by how many standard errors the first role stands before the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.evidence import Margin
from app.catalogue.model import COEFFICIENT_SUM, Scale
from app.evidence.likelihood import Array
from app.evidence.table import Places, Table
from app.evidence.whole import among, order, points

PARTS: Final = 3
"""Rows are cut into so many parts of one size, by margin."""


@dataclass(frozen=True, eq=False, slots=True)
class Stood:
    """Per row the role named, the margin to the next in standard errors (0 at a tie), and whether the page would call it too close."""

    first: Places
    clearness: Array
    too_close: NDArray[np.bool_]


def stood(coefficients: Places, table: Table, roles: Sequence[int], scale: Scale) -> Stood:
    """The rules of app/scoring (match, uncertainty) for all rows at once, among some of the roles."""
    matches = among(roles, points(coefficients, table.levels))
    answered = ~np.isnan(table.levels)
    matches /= COEFFICIENT_SUM * np.maximum(answered.sum(axis=1, keepdims=True), 1)
    best = order(matches)[:, 0]
    errors = np.where(answered, scale.item_error, scale.skip_error) ** 2
    squares = (coefficients[best][:, None, :] - coefficients[None, :, :]).astype(float) ** 2
    error = np.sqrt(np.einsum("rqi,ri->rq", squares, errors)) / COEFFICIENT_SUM
    behind = np.take_along_axis(matches, best[:, None], axis=1) - matches
    with np.errstate(invalid="ignore", divide="ignore"):
        away = np.where(behind > 0, behind / error, 0.0)
    away[np.arange(len(best)), best] = np.inf
    clearness = away.min(axis=1)
    return Stood(best, clearness, (clearness <= 0) | (clearness < scale.k))


def by_margin(role: Places, found: Stood) -> tuple[Margin, ...]:
    """The rows in PARTS from the narrowest margin to the widest."""
    right = found.first == role
    parts = np.array_split(np.argsort(found.clearness, kind="stable"), PARTS)
    ends = [round(float(found.clearness[part[-1]]), 3) for part in parts[:-1]]
    return tuple(
        Margin(end, len(part), float(right[part].mean()))
        for end, part in zip([*ends, None], parts, strict=True)
    )
