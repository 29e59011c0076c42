"""The chart of the roles: how far each lies behind the best, in numbers of a viewBox 100 wide."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue
from app.catalogue.text import Text
from app.scoring.result import Result

WIDTH = 100.0
EDGE = 4.0
SMALLEST_SPAN = 0.2
"""Levels that the chart spans at least, so that differences within the error do not look large."""


@dataclass(frozen=True, slots=True)
class RoleBar:
    """The line of one role: its mark and the ends of its error band, from 0 to WIDTH (the best)."""

    name: Text
    closest: bool
    """Whether the result names the role."""
    x: float
    low: float
    high: float
    best: bool
    """Whether the role is the first, which has no distance and no error."""


def role_chart(catalogue: Catalogue, result: Result) -> tuple[RoleBar, ...]:
    """Return a bar per role, best first.

    The error is that of the distance to the best role, `k` standard errors to each side.
    """
    k = catalogue.scale.k
    span = max(SMALLEST_SPAN, *(match.behind + k * match.behind_se for match in result.order))

    def place(behind: float) -> float:
        return round(WIDTH - EDGE - (WIDTH - 2 * EDGE) * min(max(behind, 0.0), span) / span, 2)

    return tuple(
        RoleBar(
            name=catalogue.role[match.role].name,
            closest=match.role in result.closest,
            x=place(match.behind),
            low=place(match.behind + k * match.behind_se),
            high=place(match.behind - k * match.behind_se),
            best=match is result.order[0],
        )
        for match in result.order
    )
