"""How far each role lies behind the best, as a picture: a line per role, places as numbers of a viewBox 100 wide."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue
from app.catalogue.text import Text
from app.scoring.result import Result

WIDTH = 100.0
EDGE = 4.0
SMALLEST_SPAN = 0.2
"""Levels that the chart spans at least, so that differences within the error do not look large."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One role's line: where its mark stands and how far its error reaches, from 0 (left) to WIDTH (right, the best)."""

    name: Text
    closest: bool
    x: float
    low: float
    high: float
    best: bool
    """Whether it is the first itself, which has no distance and no error."""


def lanes(catalogue: Catalogue, result: Result) -> tuple[Lane, ...]:
    """One lane per role, best first; the error is that of the distance to the best, `k` standard errors to each side."""
    k = catalogue.scale.k
    span = max(SMALLEST_SPAN, *(match.behind + k * match.behind_se for match in result.order))

    def place(behind: float) -> float:
        return round(WIDTH - EDGE - (WIDTH - 2 * EDGE) * min(max(behind, 0.0), span) / span, 2)

    return tuple(
        Lane(
            name=catalogue.role[match.role].name,
            closest=match.role in result.closest,
            x=place(match.behind),
            low=place(match.behind + k * match.behind_se),
            high=place(match.behind - k * match.behind_se),
            best=match is result.order[0],
        )
        for match in result.order
    )
