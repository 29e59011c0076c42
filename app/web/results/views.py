"""What the result page shows, in the order in which people ask: which role, how sure, how ready, why, what next."""

from dataclasses import dataclass

from app.catalogue.model import STAGES, Catalogue, Role, Stage
from app.catalogue.text import Language, Text
from app.planning.model import Target
from app.scoring.counterfactual import change_to_readiness, changes_to_lead
from app.scoring.gaps import Gap, gaps
from app.scoring.result import Result, RoleMatch, answers_needed
from app.web.assessed import Assessed
from app.web.lanes import Lane, lanes
from app.web.results.others import (
    ChangeView,
    NearestOther,
    OtherRow,
    Steadiness,
    change_view,
    nearest_other,
    other_roles,
    steadiness,
)
from app.web.results.profile import Profile, profile
from app.web.results.rows import Rows, rows
from app.web.results.why import Why, why

MOST_GAPS = 8


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage's readiness, 0 to 1; `up_to` is what it would be if every skipped requirement were met."""

    stage: Stage
    text: Text
    now: float
    up_to: float


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of the table behind the charts."""

    role: Role
    match: RoleMatch
    stages: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """A requirement that is not met: the rating that counts (None when skipped), the required level and the deed it stands for.

    Of a group the deed is that of the skill whose rating counts (the first where all are skipped), which is named with it.
    """

    name: Text
    rating: int | None
    level: int
    deed_of: Text | None
    deed: Text


@dataclass(frozen=True, slots=True)
class ResultPage:
    status: str
    closest: tuple[Role, ...]
    target: Target
    role: Role
    stages: tuple[StageRow, ...]
    aimed: StageRow
    questions: int
    needed: int
    all_met: bool
    has_gaps: bool
    roles: tuple[RoleRow, ...]
    lanes: tuple[Lane, ...]
    profile: Profile
    why: Why
    others: tuple[OtherRow, ...]
    nearest: NearestOther | None
    steadiness: Steadiness | None
    gaps: tuple[GapRow, ...]
    more_gaps: int
    to_ready: ChangeView

    catalogue: Catalogue

    def rows(self, here: Language) -> Rows:
        """The rows of its long tables."""
        return rows(self.catalogue, here)


def result_page(found: Assessed) -> ResultPage:
    """Everything that the result page says about a finished assessment."""
    catalogue, result, ratings, target = found.catalogue, found.result, found.ratings, found.target
    is_ranked = result.status != "not_enough"
    changes = (
        changes_to_lead(catalogue, ratings, [each.role for each in result.order[1:]])
        if is_ranked
        else ()
    )
    missing = gaps(catalogue, ratings, target.role, target.stage).open
    stages = stage_rows(catalogue, result, target.role)
    aimed = next(row for row in stages if row.stage == target.stage)
    return ResultPage(
        status=result.status,
        closest=tuple(catalogue.role[id] for id in result.closest),
        roles=tuple(
            RoleRow(catalogue.role[m.role], m, stage_rows(catalogue, result, m.role))
            for m in result.order
        ),
        lanes=lanes(catalogue, result),
        target=target,
        role=catalogue.role[target.role],
        stages=stages,
        aimed=aimed,
        profile=profile(found),
        why=why(found, target.role),
        others=other_roles(found, changes) if is_ranked else (),
        nearest=nearest_other(found, changes) if is_ranked else None,
        steadiness=steadiness(found) if is_ranked else None,
        has_gaps=bool(missing),
        gaps=tuple(gap_row(catalogue, gap) for gap in missing[:MOST_GAPS]),
        more_gaps=max(len(missing) - MOST_GAPS, 0),
        catalogue=catalogue,
        to_ready=change_view(
            found, change_to_readiness(catalogue, ratings, target.role, target.stage)
        ),
        questions=len(catalogue.skills),
        needed=answers_needed(catalogue),
        all_met=all(result.ready(target.role, stage).now >= 1 for stage in STAGES),
    )


def stage_rows(catalogue: Catalogue, result: Result, role: str) -> tuple[StageRow, ...]:
    words = catalogue.role[role].stages
    ready = ((stage, result.ready(role, stage)) for stage in STAGES)
    return tuple(StageRow(stage, words[stage].text, each.now, each.up_to) for stage, each in ready)


def gap_row(catalogue: Catalogue, gap: Gap) -> GapRow:
    item = catalogue.item[gap.item]
    skill = catalogue.skill[gap.skill or item.skills[0]]
    of = skill.name if len(item.skills) > 1 else None
    return GapRow(item.name, gap.rating, gap.level, of, skill.anchors[gap.level])
