"""A shared result without its ratings: only figures from which no single rating follows.

The exact numbers would give ratings away: five matches with all their digits have one solution in
ratings, and readiness for all fifteen stages has few. So an outline shows places in the chart to
a hundredth of its width, distances to two decimals, readiness for the target's role to a whole per
cent, and nothing about skips. For three people tried with a solver, the rating of every skill could
then still be two levels or more.
"""

from dataclasses import dataclass, replace

from app.catalogue.model import Role
from app.exports.words import whole_percent
from app.planning.model import Target
from app.scoring.result import answers_needed
from app.web.charts.role_chart import RoleBar, role_chart
from app.web.finished_assessment import FinishedAssessment
from app.web.results.views import RoleRow, StageRow, all_stages_met, stage_rows


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """What a shared result shows in any case, under the names of ResultPage."""

    status: str
    closest: tuple[Role, ...]
    answered: int
    questions: int
    needed: int
    target: Target
    role: Role
    has_target: bool
    is_chosen: bool
    readiness: StageRow
    all_met: bool
    roles: tuple[RoleRow, ...]
    chart: tuple[RoleBar, ...]
    stages: tuple[StageRow, ...]


def outline_page(finished: FinishedAssessment) -> OutlinePage:
    """Return the outline of a finished assessment. Its ratings are not used."""
    catalogue, result, target = finished.catalogue, finished.result, finished.target
    stages = tuple(_rounded(row) for row in stage_rows(catalogue, result, target.role))
    return OutlinePage(
        status=result.status,
        closest=tuple(catalogue.role[id] for id in result.closest),
        answered=result.answered,
        questions=len(catalogue.skills),
        needed=answers_needed(catalogue),
        target=target,
        role=finished.role,
        has_target=finished.has_target,
        is_chosen=finished.chosen_target is not None,
        readiness=next(row for row in stages if row.stage == target.stage),
        all_met=all_stages_met(result, target.role),
        roles=tuple(RoleRow(catalogue.role[match.role], match, ()) for match in result.order),
        chart=tuple(
            replace(bar, x=round(bar.x), low=round(bar.low), high=round(bar.high))
            for bar in role_chart(catalogue, result)
        ),
        stages=stages,
    )


def _rounded(row: StageRow) -> StageRow:
    """Round readiness down to a whole per cent, as the page says it."""
    now = whole_percent(row.now) / 100
    return replace(row, now=now, up_to=now)
