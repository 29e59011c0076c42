"""One line of `make bench`."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MARGIN = 1.15
"""What a limit may be passed by before the run fails: machines are not quiet."""

NAME = 90
"""Letters for a metric's name."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of each round, and what it should stay under; without a limit it is only told."""

    name: str
    rounds: Sequence[float]
    limit: float | None = None
    target: float | None = None

    @property
    def measured(self) -> float:
        return median(self.rounds)

    @property
    def missed(self) -> bool:
        return self.limit is not None and self.measured > self.limit * MARGIN

    def told(self) -> str:
        """The line: name, measured with its spread, limit, target."""
        spread = f"({min(self.rounds):.2f} to {max(self.rounds):.2f})"
        limits = "".join(f"{'-' if figure is None else f'{figure:.2f}':>8}" for figure in (self.limit, self.target))
        return f"{self.name:<{NAME}}{self.measured:>8.2f} {spread:<20}{limits}{'  MISSED' if self.missed else ''}"


def said(figure: float) -> str:
    """A figure as a page shows it: whole from a thousand on, else with two decimals."""
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.2f}"
