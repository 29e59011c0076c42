"""All roles: the chart of how far each lies behind the best, and the table of their readiness.

The chart's numbers are those of a viewBox 100 wide.
"""

from dataclasses import dataclass

from app.catalogue.model import STAGES, Catalogue, Role, Stage
from app.catalogue.text import Text
from app.exports.result_words import readiness_word
from app.scoring.chances import Chance
from app.scoring.result import Result, RoleMatch

WIDTH = 100.0
EDGE = 4.0
SMALLEST_SPAN = 0.2
"""Levels that the chart spans at least, so that differences within the error do not look large."""
CHANCE_DECIMALS = 10


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


@dataclass(frozen=True, slots=True)
class StageRow:
    """Readiness for one stage, 0 to 1; `up_to` counts every skipped requirement as met."""

    stage: Stage
    text: Text
    now: float
    up_to: float
    word: str | None
    """The English word for it, to be translated; None for a result of before there were words."""
    is_ready: bool


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of the table of all roles."""

    role: Role
    match: RoleMatch
    stages: tuple[StageRow, ...]
    chance: float | None = None
    """Share of the re-ratings in which the role comes first, 0 to 1, if ratings are shown."""


def role_rows(
    catalogue: Catalogue, result: Result, found: tuple[Chance, ...]
) -> tuple[RoleRow, ...]:
    """Return every role with its stages and its chance.

    The best match comes first; without a ranking the roles stand in the catalogue's order.
    """
    share = {each.role: each.share for each in found}
    matches = {each.role: each for each in result.order}
    return tuple(
        RoleRow(
            catalogue.role[id],
            matches[id],
            stage_rows(catalogue, result, id),
            round(share[id], CHANCE_DECIMALS),
        )
        for id in (catalogue.role if result.status == "not_enough" else matches)
    )


def stage_rows(catalogue: Catalogue, result: Result, role: str) -> tuple[StageRow, ...]:
    """Return the readiness for each stage of a role."""
    profiles = catalogue.role[role].stages
    ready = ((stage, result.stage_readiness(role, stage)) for stage in STAGES)
    return tuple(
        StageRow(
            stage,
            profiles[stage].text,
            each.now,
            each.up_to,
            readiness_word(each),
            each.is_ready,
        )
        for stage, each in ready
    )
