"""One line of `make bench`."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MARGIN = 1.15
"""A run fails only when a limit is exceeded by more than this factor: machines are not quiet."""
NAME_WIDTH = 92


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of each round and its limit. Without a limit it is only reported."""

    name: str
    rounds: Sequence[float]
    limit: float | None = None

    @property
    def measured(self) -> float:
        return median(self.rounds)

    @property
    def missed(self) -> bool:
        return self.limit is not None and self.measured > self.limit * MARGIN

    def line(self) -> str:
        """Return name, median, smallest and largest round, limit."""
        spread = f"({min(self.rounds):.2f} to {max(self.rounds):.2f})"
        limit = "-" if self.limit is None else f"{self.limit:.2f}"
        missed = "  MISSED" if self.missed else ""
        return f"{self.name:<{NAME_WIDTH}}{self.measured:>10.2f} {spread:<22}{limit:>10}{missed}"


def number(figure: float) -> str:
    """Format a figure for a document: whole from a thousand on, else with two decimals."""
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.2f}"
