"""The chart of a mean change: a bar of noise around 0 and a dot, in per cent of its width."""

from dataclasses import dataclass
from typing import Final

from app.scoring.change import ReliableChange

AXIS_LEVELS: Final = 2.0
"""The axis reaches so many levels down and up. What lies beyond stands at its end."""


@dataclass(frozen=True, slots=True)
class ChangeBand:
    """Where the noise begins, how wide it is, and where the change stands: 0 to 100."""

    start: float
    width: float
    dot: float


def change_band(mean: ReliableChange) -> ChangeBand:
    """Return the chart of a mean change in levels."""
    start = _place(-mean.noise)
    return ChangeBand(start, round(_place(mean.noise) - start, 1), _place(mean.value))


def _place(levels: float) -> float:
    limited = min(max(levels, -AXIS_LEVELS), AXIS_LEVELS)
    return round(50 * (1 + limited / AXIS_LEVELS), 1)
