"""A finished assessment with its frozen result and catalogue, its ratings and its target."""

from dataclasses import dataclass

from flask import redirect, url_for
from werkzeug.exceptions import HTTPException

from app.catalogue.model import STAGES, Catalogue, Ratings, Role, Stage
from app.catalogue.text import Text
from app.planning.model import USUAL_HOURS_A_WEEK, Target
from app.scoring.items import CachedRatings
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import Requirements, requirements_of
from app.scoring.result import Result
from app.scoring.result_json import result_from_json
from app.storage.answers import Answers
from app.storage.assessments import Assessment
from app.storage.engine import Connection
from app.web.auth import own_assessment, own_reads
from app.web.context import frozen_catalogue

ANONYMOUS = 0
"""Owner and number of an assessment that nobody owns. Those of owners count from 1."""


class NotFinished(HTTPException):
    """The assessment has no result yet. Redirects to its questions."""

    def __init__(self, number: int) -> None:
        super().__init__(response=redirect(url_for("questionnaire.resume", number=number), 303))


class NoTarget(HTTPException):
    """The assessment has no target yet. Redirects to the form that chooses one."""

    def __init__(self, number: int) -> None:
        super().__init__(
            response=redirect(url_for("results.result", number=number, _anchor="target"), 303)
        )


@dataclass(frozen=True, slots=True)
class FinishedAssessment:
    """A finished assessment, with the catalogue that it was finished with."""

    assessment: Assessment
    result: Result
    catalogue: Catalogue
    ratings: Ratings

    @property
    def number(self) -> int:
        return self.assessment.number

    @property
    def is_example(self) -> bool:
        """Return whether this is the public example, or another result that nobody owns."""
        return self.number == ANONYMOUS

    @property
    def target(self) -> Target:
        """The target as `target_of` gives it."""
        return target_of(self.assessment, self.result)

    @property
    def requirements(self) -> Requirements:
        """What the target requires."""
        return requirements_of(self.catalogue, self.target.role, self.target.stage)

    @property
    def chosen_target(self) -> Target | None:
        """The target that the learner chose, if any."""
        return chosen_target(self.assessment.target_role, self.assessment.target_stage)

    @property
    def has_target(self) -> bool:
        """Return whether the learner chose a target or the result names a role."""
        return has_target(self.assessment, self.result)

    @property
    def role(self) -> Role:
        """The target's role."""
        return self.catalogue.role[self.target.role]

    @property
    def later_stage(self) -> Stage | None:
        """The stage after the target's; None after the last."""
        later = STAGES[STAGES.index(self.target.stage) + 1 :]
        return later[0] if later else None

    @property
    def next_stage_text(self) -> Text | None:
        """What the stage after the target expects; None after the last."""
        later = self.later_stage
        return self.role.stages[later].text if later else None

    @property
    def hours_a_week(self) -> int:
        return self.assessment.hours_a_week or USUAL_HOURS_A_WEEK


def anonymous_result(
    catalogue: Catalogue,
    result: Result,
    ratings: Ratings,
    target: Target | None = None,
    hours_a_week: int | None = None,
) -> FinishedAssessment:
    """Return a finished assessment without owner, number, name and date."""
    assessment = Assessment(
        owner=ANONYMOUS,
        number=ANONYMOUS,
        target_role=target.role if target else None,
        target_stage=target.stage if target else None,
        hours_a_week=hours_a_week,
    )
    return FinishedAssessment(assessment, result, catalogue, ratings)


def has_target(assessment: Assessment, result: Result) -> bool:
    """Return whether the learner chose a target or the result names a role.

    Where all roles tie it names none; by the rule "levels" it named the first.
    """
    ties = result.all_tie and result.rule != "levels"
    return assessment.target_role is not None or (result.status != "not_enough" and not ties)


def target_of(assessment: Assessment, result: Result) -> Target:
    """Return the chosen target, or the closest role at its next stage.

    Where `has_target` is false the second is a guess that no page may show as a finding.
    """
    role = result.order[0].role
    return chosen_target(assessment.target_role, assessment.target_stage) or Target(
        role, next_stage(result, role)
    )


def chosen_target(role: str | None, stage: Stage | None) -> Target | None:
    """Return the target of an assessment's two columns, or None where nothing was chosen."""
    return Target(role, stage) if role and stage else None


def next_stage(result: Result, role: str) -> Stage:
    """Return the first stage of a role that is not ready, or the last when all are."""
    return next(
        (stage for stage in STAGES if not result.stage_readiness(role, stage).is_ready), STAGES[-1]
    )


def comparable_readiness(result: Result, ratings: Ratings, requirements: Requirements) -> float:
    """Return the readiness of a result, 0 to 1, by the rule of these requirements.

    It is the frozen one where the result has that rule: the figures of two rules do not compare.
    """
    if result.rule != requirements.rule or not requirements.role or not requirements.stage:
        return stage_readiness(requirements, ratings).now
    return result.stage_readiness(requirements.role, requirements.stage).now


def find_finished(db: Connection, number: int) -> Assessment:
    """Return the owner's finished assessment as stored; raises NoAssessment or NotFinished."""
    assessment = own_assessment(db, number)
    if assessment.result is None or assessment.catalogue is None:
        raise NotFinished(number)
    return assessment


def load_finished(number: int) -> FinishedAssessment:
    """Load and decode the owner's finished assessment; raises NoAssessment or NotFinished."""
    with own_reads() as db:
        assessment = find_finished(db, number)
    return decode_finished(assessment)


def load_with_target(number: int) -> FinishedAssessment:
    """Load a finished assessment as `load_finished` does; raises NoTarget where it has none."""
    finished = load_finished(number)
    if not finished.has_target:
        raise NoTarget(number)
    return finished


def decode_finished(assessment: Assessment) -> FinishedAssessment:
    """Decode the result and find the frozen catalogue of a finished assessment.

    Call it outside a transaction: a catalogue that is not in memory is read from the database.
    """
    return FinishedAssessment(
        assessment,
        result_from_json(assessment.result or ""),
        frozen_catalogue(assessment.catalogue or ""),
        ratings_of(assessment.answers),
    )


def ratings_of(answers: Answers) -> Ratings:
    """Return answers without their revisions."""
    return CachedRatings((skill, answer.level) for skill, answer in answers.items())
