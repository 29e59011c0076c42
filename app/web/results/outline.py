"""A shared result without its ratings: only figures from which no single rating follows.

The exact numbers would give ratings away: eight matches with all their digits have one solution in
ratings, and readiness for all 24 stages has few. So an outline shows distances to a tenth of a
level, also in the chart, readiness for the target's role in steps of five per cent, and nothing
about skips. Tried with a solver on a beginner with mostly zeros, whose
ratings are the easiest to find, the rating of every skill could then still be two levels or more.
With two decimals and whole per cents some ratings had one solution.
"""

from dataclasses import dataclass, replace

from app.catalogue.model import Role, Rule, Skill
from app.exports.words import whole_percent
from app.planning.model import Target
from app.scoring.result import RoleMatch, answers_needed
from app.web.charts.role_chart import RoleBar, RoleRow, StageRow, role_chart, stage_rows
from app.web.finished_assessment import FinishedAssessment
from app.web.results.views import all_stages_met

TENTHS = 10
PERCENT_STEP = 5
"""How coarse an outline is: parts of a level, and per cents of readiness."""


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """What a shared result shows in any case, under the names of ResultPage."""

    status: str
    closest: tuple[Role, ...]
    answered: int
    questions: int
    needed: int | None
    needed_questions: tuple[Skill, ...]
    """None: they would say what was skipped."""
    chances: str
    """Empty: chances come from the ratings, which are not shared."""
    counts: None
    map: None
    """None: it would show the ratings."""
    rule: Rule
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
    catalogue, target = finished.catalogue, finished.target
    result = replace(finished.result, order=tuple(map(_coarse, finished.result.order)))
    is_range = result.status == "not_enough"
    stages = tuple(_rounded(row, is_range) for row in stage_rows(catalogue, result, target.role))
    return OutlinePage(
        status=result.status,
        closest=tuple(catalogue.role[id] for id in result.closest),
        answered=result.answered,
        questions=len(catalogue.skills),
        needed=answers_needed(catalogue),
        chances="",
        counts=None,
        map=None,
        rule=result.rule,
        needed_questions=(),
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


def _coarse(match: RoleMatch) -> RoleMatch:
    """Round the distance to a tenth of a level, in points of which one level has ten."""
    tenths = round(TENTHS * match.behind)
    return replace(match, points=0, behind_points=tenths, points_per_level=TENTHS)


def _rounded(row: StageRow, is_range: bool) -> StageRow:
    """Round readiness down to a step. A range has no upper end: that would tell the skips."""
    now = whole_percent(row.now) // PERCENT_STEP * PERCENT_STEP / 100
    return replace(row, now=now, up_to=1.0 if is_range else now)
