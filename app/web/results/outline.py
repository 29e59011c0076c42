"""A shared result without its ratings: only figures that say no single rating.

The exact numbers could: five matches to all their digits have one solution in ratings, and readiness for all fifteen stages few. So there
are only places in the chart to a hundredth of its width, distances to two decimals, the target's role's readiness to a whole per cent, and
nothing about what was skipped. For three people tried with a solver, every skill's rating could then still be two levels or more.
"""

from dataclasses import dataclass, replace

from app.catalogue.model import STAGES, Role
from app.documents.words import whole_percent
from app.planning.model import Target
from app.scoring.result import answers_needed
from app.web.assessed import Assessed
from app.web.lanes import Lane, lanes
from app.web.results.views import RoleRow, StageRow, stage_rows


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """What both kinds of shared result show, under the names that the whole result has for it."""

    status: str
    closest: tuple[Role, ...]
    roles: tuple[RoleRow, ...]
    lanes: tuple[Lane, ...]
    target: Target
    role: Role
    stages: tuple[StageRow, ...]
    aimed: StageRow
    questions: int
    needed: int
    all_met: bool


def outline_page(found: Assessed) -> OutlinePage:
    """The outline of a finished assessment, of which no rating need be known."""
    catalogue, result, target = found.catalogue, found.result, found.target
    stages = tuple(_coarse(row) for row in stage_rows(catalogue, result, target.role))
    return OutlinePage(
        status=result.status,
        closest=tuple(catalogue.role[id] for id in result.closest),
        roles=tuple(RoleRow(catalogue.role[m.role], m, ()) for m in result.order),
        lanes=tuple(
            replace(lane, x=round(lane.x), low=round(lane.low), high=round(lane.high))
            for lane in lanes(catalogue, result)
        ),
        target=target,
        role=catalogue.role[target.role],
        stages=stages,
        aimed=next(row for row in stages if row.stage == target.stage),
        questions=len(catalogue.skills),
        needed=answers_needed(catalogue),
        all_met=all(result.ready(target.role, stage).now >= 1 for stage in STAGES),
    )


def _coarse(row: StageRow) -> StageRow:
    """To the whole per cent below, as it is said."""
    now = whole_percent(row.now) / 100
    return replace(row, now=now, up_to=now)
