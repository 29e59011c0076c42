"""What the result page shows, in the order in which people ask: which role, how sure, how ready, why, what next."""

from dataclasses import dataclass

from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Role, Stage, Text
from app.planning.model import Target
from app.scoring.counterfactual import Change, LevelUp, change_to_readiness, nearest_change
from app.scoring.gaps import Gap, gaps
from app.scoring.reasons import Reason, reasons
from app.scoring.result import Result, RoleMatch, answers_needed, score
from app.web.assessed import Assessed
from app.web.results.charts import Lane, lanes

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
class ReasonRow:
    """An item that speaks for or against, with the deed behind the person's own rating where it is one skill's."""

    name: Text
    rating: int
    deed: Text


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
class ChangeRow:
    """A skill's rise; `from_level` is None when it was skipped."""

    name: Text
    from_level: int | None
    to_level: int


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A smallest change: to which role, and which skills would have to rise."""

    role: Role
    count: int
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    status: str
    closest: tuple[Role, ...]
    roles: tuple[RoleRow, ...]
    lanes: tuple[Lane, ...]
    target: Target
    role: Role
    stages: tuple[StageRow, ...]
    aimed: StageRow
    speaks_for: tuple[ReasonRow, ...]
    speaks_against: tuple[ReasonRow, ...]
    gaps: tuple[GapRow, ...]
    more_gaps: int
    other_role: ChangeView | None
    to_ready: ChangeView
    questions: int
    needed: int
    all_met: bool
    all_top: bool
    """Whether every answer is the highest already."""


def result_page(found: Assessed) -> ResultPage:
    """Everything that the result page says about a finished assessment."""
    catalogue, result, ratings, target = found.catalogue, found.result, found.ratings, found.target
    why = reasons(catalogue, ratings, target.role)
    missing = gaps(catalogue, ratings, target.role, target.stage).open
    stages = stage_rows(catalogue, result, target.role)
    aimed = next(row for row in stages if row.stage == target.stage)
    return ResultPage(
        status=result.status,
        closest=tuple(catalogue.role[id] for id in result.closest),
        roles=tuple(RoleRow(catalogue.role[m.role], m, stage_rows(catalogue, result, m.role)) for m in result.order),
        lanes=lanes(catalogue, result),
        target=target,
        role=catalogue.role[target.role],
        stages=stages,
        aimed=aimed,
        speaks_for=tuple(reason_row(found, reason) for reason in why.speaks_for),
        speaks_against=tuple(reason_row(found, reason) for reason in why.speaks_against),
        gaps=tuple(gap_row(catalogue, gap) for gap in missing[:MOST_GAPS]),
        more_gaps=max(len(missing) - MOST_GAPS, 0),
        other_role=_other_role(found) if result.status != "not_enough" else None,
        to_ready=_change(found, change_to_readiness(catalogue, ratings, target.role, target.stage)),
        questions=len(catalogue.skills),
        needed=answers_needed(catalogue),
        all_top=all(level == TOP_LEVEL for level in ratings.values()),
        all_met=all(result.ready(target.role, stage).now >= 1 for stage in STAGES),
    )


def stage_rows(catalogue: Catalogue, result: Result, role: str) -> tuple[StageRow, ...]:
    words = catalogue.role[role].stages
    ready = ((stage, result.ready(role, stage)) for stage in STAGES)
    return tuple(StageRow(stage, words[stage].text, each.now, each.up_to) for stage, each in ready)


def reason_row(found: Assessed, reason: Reason) -> ReasonRow:
    item = found.catalogue.item[reason.item]
    best = max((skill for skill in item.skills if found.ratings.get(skill) is not None), key=lambda skill: found.ratings[skill] or 0)
    skill = found.catalogue.skill[best]
    return ReasonRow(skill.name, reason.rating, skill.anchors[reason.rating])


def gap_row(catalogue: Catalogue, gap: Gap) -> GapRow:
    item = catalogue.item[gap.item]
    skill = catalogue.skill[gap.skill or item.skills[0]]
    of = skill.name if len(item.skills) > 1 else None
    return GapRow(item.name, gap.rating, gap.level, of, skill.anchors[gap.level])


def _other_role(found: Assessed) -> ChangeView | None:
    """The smallest change that takes the first place away, with the role that has it then: more than one may overtake."""
    change = nearest_change(found.catalogue, found.ratings)
    if change is None:
        return None
    raised = {**found.ratings, **{up.skill: up.to_level for up in change.level_ups}}
    return _change(found, Change(score(found.catalogue, raised).order[0].role, change.level_ups))


def _change(found: Assessed, change: Change) -> ChangeView:
    def row(up: LevelUp) -> ChangeRow:
        skipped = found.ratings.get(up.skill) is None
        return ChangeRow(found.catalogue.skill[up.skill].name, None if skipped else up.from_level, up.to_level)

    return ChangeView(found.catalogue.role[change.role], change.count, tuple(map(row, change.level_ups)))
