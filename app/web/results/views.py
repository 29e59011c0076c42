"""What the result page shows: which role, how sure, how ready, why, and what next."""

from dataclasses import dataclass
from typing import ClassVar

from app.catalogue.model import STAGES, Catalogue, Role, Rule, Skill, Stage
from app.catalogue.text import Text
from app.exports.result_words import MainCounts, chances_in_words, main_counts
from app.planning.course_map import CourseMap, course_map
from app.planning.model import Target
from app.planning.progress import confirmed
from app.planning.route import Route, route
from app.scoring.chances import chances, is_flat
from app.scoring.counterfactual import FAR_FROM_CHANGING
from app.scoring.gaps import Gap, gaps
from app.scoring.information import questions_needed
from app.scoring.readiness import stage_readiness
from app.scoring.result import Result, answers_needed
from app.scoring.skill_map.drawing import NEAR_CONTROLS
from app.storage.assessment_list import AssessmentSummary, ResultContext
from app.storage.assessments import Assessment
from app.web.charts.role_chart import RoleBar, RoleRow, StageRow, role_chart, role_rows, stage_rows
from app.web.context import map_places
from app.web.finished_assessment import FinishedAssessment
from app.web.i18n import reader_words
from app.web.results.other_roles import (
    LevelUps,
    NextLeader,
    OtherRole,
    Steadiness,
    changes_in_order,
    level_ups_to_ready,
    next_leader,
    other_roles,
    steadiness,
)
from app.web.results.profile import Profile, profile
from app.web.results.reasons import MatchReasons, match_reasons

MAX_GAPS = 8
"""The page lists so many gaps at most."""
EMPTY_CONTEXT = ResultContext(others=(), done=(), has_code=True)
"""For a result that is shown to somebody else, and for the example."""


@dataclass(frozen=True, slots=True)
class RequirementGap:
    """A requirement that is not met: the rating that counts, the required level and its anchor.

    `rating` is None for a skip. In a group of skills `anchor_of` names the skill of the anchor:
    the one that the plan goes on with.
    """

    name: Text
    rating: int | None
    level: int
    anchor_of: Text | None
    anchor: Text
    core: bool
    number: int | None
    """Its place in the course of the map, from 1. None without a map of the target."""


@dataclass(frozen=True, slots=True)
class StepsDone:
    """How many steps are done since the assessment, and readiness for the target with them."""

    count: int
    readiness: float
    up_to: float


@dataclass(frozen=True, slots=True)
class LaterStage:
    """The stage after the target's, and the way to it."""

    stage: Stage
    text: Text
    """What it expects."""
    route: Route


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A result as its owner sees it; the example and a shared result have no context."""

    assessment: Assessment
    is_example: bool
    status: str
    closest: tuple[Role, ...]
    answered: int
    questions: int
    chances: str
    """How sure the result is, in the reader's language. Empty without a ranking."""
    counts: MainCounts | None
    """The same in figures. None without a ranking, or where no rating differs from another."""
    rule: Rule
    """The rule of readiness, reasons and level-ups that the assessment was finished with."""
    far_from_changing: ClassVar[int] = FAR_FROM_CHANGING
    """With more level-ups than this the order is far from changing."""
    needed: int | None
    """How many answers a ranking took, by a rule of before information."""
    needed_questions: tuple[Skill, ...]
    """The fewest questions whose answers would bring a ranking; none where there is one."""
    target: Target
    role: Role
    """The target's role."""
    has_target: bool
    is_chosen: bool
    """Whether the learner chose the target."""
    all_met: bool
    """Whether all stages of the role are fully met."""
    steps_done: StepsDone | None
    offers_code: bool
    roles: tuple[RoleRow, ...]
    chart: tuple[RoleBar, ...]
    steadiness: Steadiness | None
    stages: tuple[StageRow, ...]
    profile: Profile
    reasons: MatchReasons
    other_roles: tuple[OtherRole, ...]
    next_leader: NextLeader | None
    all_gaps: tuple[RequirementGap, ...]
    """The gap with the biggest effect on readiness first."""
    to_ready: LevelUps | None
    """The fewest level-ups that make the target ready; None where only experience does."""
    map: CourseMap
    later: LaterStage | None
    """None after the last stage, and without a target."""
    hours_a_week: int
    comparable: tuple[AssessmentSummary, ...]
    """The owner's other finished assessments, newest first."""

    @property
    def readiness(self) -> StageRow:
        """Readiness for the target."""
        return next(row for row in self.stages if row.stage == self.target.stage)

    @property
    def gaps(self) -> tuple[RequirementGap, ...]:
        """The gaps that the page lists."""
        return self.all_gaps[:MAX_GAPS]

    @property
    def first_gaps(self) -> tuple[RequirementGap, ...]:
        """The gaps that the course of the map goes to first; without a course, the largest."""
        on_course = [gap for gap in self.all_gaps if gap.number]
        on_course.sort(key=lambda gap: gap.number or 0)
        return tuple(on_course or self.all_gaps)[:NEAR_CONTROLS]

    @property
    def more_gaps(self) -> int:
        return len(self.all_gaps) - len(self.gaps)


def result_page(finished: FinishedAssessment, context: ResultContext = EMPTY_CONTEXT) -> ResultPage:
    """Return everything that the result page says about a finished assessment."""
    catalogue, result, ratings = finished.catalogue, finished.result, finished.ratings
    target, is_ranked = finished.target, result.status != "not_enough"
    found = chances(catalogue, ratings)
    changes = changes_in_order(finished)
    stages = stage_rows(catalogue, result, target.role)
    drawn = _map(finished)
    return ResultPage(
        assessment=finished.assessment,
        is_example=finished.is_example,
        status=result.status,
        closest=tuple(catalogue.role[id] for id in result.closest),
        answered=result.answered,
        questions=len(catalogue.skills),
        needed=answers_needed(catalogue),
        chances=chances_in_words(reader_words(), catalogue, ratings, found) if is_ranked else "",
        counts=main_counts(found) if is_ranked and not is_flat(catalogue, ratings) else None,
        rule=result.rule,
        needed_questions=tuple(catalogue.skill[id] for id in questions_needed(catalogue, ratings)),
        target=target,
        role=finished.role,
        has_target=finished.has_target,
        is_chosen=finished.chosen_target is not None,
        all_met=all_stages_met(result, target.role),
        steps_done=_steps_done(finished, context.done) if context.done else None,
        offers_code=not context.has_code,
        roles=role_rows(catalogue, result, found),
        chart=role_chart(catalogue, result),
        steadiness=steadiness(finished) if is_ranked else None,
        stages=stages,
        profile=profile(finished),
        reasons=match_reasons(finished, target.role),
        other_roles=other_roles(finished, changes) if is_ranked else (),
        next_leader=next_leader(finished, changes) if is_ranked else None,
        all_gaps=_all_gaps(finished, drawn),
        to_ready=level_ups_to_ready(finished),
        map=drawn,
        later=_later_stage(finished),
        hours_a_week=finished.hours_a_week,
        comparable=context.others,
    )


def all_stages_met(result: Result, role: str) -> bool:
    """Return whether nothing is missing for any stage of a role."""
    return all(result.stage_readiness(role, stage).now >= 1 for stage in STAGES)


def _map(finished: FinishedAssessment) -> CourseMap:
    target = finished.target if finished.has_target else None
    return course_map(map_places(), finished.catalogue, finished.ratings, target)


def _later_stage(finished: FinishedAssessment) -> LaterStage | None:
    stage = finished.later_stage if finished.has_target else None
    if stage is None:
        return None
    target = Target(finished.target.role, stage)
    text = finished.role.stages[stage].text
    return LaterStage(stage, text, route(finished.catalogue, finished.ratings, target))


def _steps_done(finished: FinishedAssessment, done: tuple[str, ...]) -> StepsDone:
    ratings = confirmed(finished.catalogue, finished.ratings, done)
    ready = stage_readiness(finished.requirements, ratings)
    return StepsDone(len(done), ready.now, ready.up_to)


def _all_gaps(finished: FinishedAssessment, drawn: CourseMap) -> tuple[RequirementGap, ...]:
    course = drawn.route.course if drawn.route else ()
    missing = gaps(finished.requirements, finished.ratings).open
    return tuple(_requirement_gap(finished.catalogue, gap, course) for gap in missing)


def _requirement_gap(catalogue: Catalogue, gap: Gap, course: tuple[str, ...]) -> RequirementGap:
    item = catalogue.item[gap.item]
    on_course = next((each for each in course if each in item.skills), None)
    skill = catalogue.skill[on_course or gap.skill or item.skills[0]]
    of = skill.name if item.is_group else None
    number = course.index(on_course) + 1 if on_course else None
    anchor = skill.anchors[gap.level]
    return RequirementGap(item.name, gap.rating, gap.level, of, anchor, gap.core, number)
