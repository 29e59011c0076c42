"""A finished assessment as every page about it needs it: its frozen result, catalogue, ratings and target."""

from dataclasses import dataclass

from flask import redirect, url_for
from werkzeug.exceptions import HTTPException

from app.catalogue.model import STAGES, Catalogue, Ratings, Role, Stage
from app.catalogue.text import Text
from app.planning.model import USUAL_HOURS_A_WEEK, Target
from app.scoring.items import Settled
from app.scoring.result import Result
from app.scoring.saved import result_from_json
from app.storage.assessments import Assessment
from app.storage.engine import Connection
from app.storage.ratings import Answers
from app.web.context import frozen_catalogue
from app.web.owner import own_assessment, own_reads

NOBODYS = 0
"""The number of an assessment that nobody owns: owners' assessments count from 1."""


class Unfinished(HTTPException):
    """The assessment has no result yet: its questions are the place to go."""

    def __init__(self, number: int) -> None:
        super().__init__(response=redirect(url_for("questionnaire.resume", number=number), 303))


class Untargeted(HTTPException):
    """The assessment has no target yet: choosing one comes first."""

    def __init__(self, number: int) -> None:
        super().__init__(
            response=redirect(url_for("results.result", number=number, _anchor="target"), 303)
        )


@dataclass(frozen=True, slots=True)
class Assessed:
    """A finished assessment. Its catalogue is the one it was finished with, whatever today's says."""

    assessment: Assessment
    result: Result
    catalogue: Catalogue
    ratings: Ratings

    @property
    def number(self) -> int:
        return self.assessment.number

    @property
    def is_example(self) -> bool:
        """Whether it is the example that everybody can look at and nobody can change."""
        return self.number == NOBODYS

    @property
    def target(self) -> Target:
        """The learner's choice, else the closest role's next stage that is not met (a guess where `is_aimed` is false)."""
        return target_of(self.assessment, self.result)

    @property
    def chosen(self) -> Target | None:
        """The learner's choice."""
        return chosen_target(self.assessment.target_role, self.assessment.target_stage)

    @property
    def is_aimed(self) -> bool:
        """Whether there is a target: chosen, or the closest role where one may be named."""
        return is_aimed(self.assessment, self.result)

    @property
    def role(self) -> Role:
        """The target's role."""
        return self.catalogue.role[self.target.role]

    @property
    def beyond(self) -> Text | None:
        """What the stage after the target's expects; None after the last."""
        later = STAGES[STAGES.index(self.target.stage) + 1 :]
        return self.role.stages[later[0]].text if later else None

    @property
    def hours_a_week(self) -> int:
        return self.assessment.hours_a_week or USUAL_HOURS_A_WEEK


def nobodys(
    catalogue: Catalogue,
    result: Result,
    ratings: Ratings,
    aim: Target | None = None,
    hours_a_week: int | None = None,
) -> Assessed:
    """A finished assessment of which only this is known: it has no owner, no number, no name and no day."""
    role, stage = (aim.role, aim.stage) if aim else (None, None)
    bare = Assessment(
        NOBODYS, NOBODYS, target_role=role, target_stage=stage, hours_a_week=hours_a_week
    )
    return Assessed(bare, result, catalogue, ratings)


def is_aimed(assessment: Assessment, result: Result) -> bool:
    """Whether there is a target: chosen, or the closest role where one may be named."""
    return assessment.target_role is not None or result.status != "not_enough"


def target_of(assessment: Assessment, result: Result) -> Target:
    """The learner's choice, else the closest role's next stage that is not met (a guess where `is_aimed` is false)."""
    role = result.order[0].role
    return chosen_target(assessment.target_role, assessment.target_stage) or Target(
        role, next_stage(result, role)
    )


def chosen_target(role: str | None, stage: Stage | None) -> Target | None:
    """The learner's choice, as an assessment has it; None where nothing was chosen."""
    return Target(role, stage) if role and stage else None


def next_stage(result: Result, role: str) -> Stage:
    """The first stage of a role that is not fully met; the last when all are."""
    return next((stage for stage in STAGES if result.ready(role, stage).now < 1), STAGES[-1])


def finished(db: Connection, number: int) -> Assessment:
    """The owner's finished assessment as it is kept; 404 when there is none, and on to the questions when it is not finished."""
    found = own_assessment(db, number)
    if found.result is None or found.catalogue is None:
        raise Unfinished(number)
    return found


def assessed(number: int) -> Assessed:
    """The same, read."""
    with own_reads() as db:
        found = finished(db, number)
    return assessed_of(found)


def assessed_of(kept: Assessment) -> Assessed:
    """A finished assessment, read."""
    return Assessed(
        kept,
        result_from_json(kept.result or ""),
        frozen_catalogue(kept.catalogue or ""),
        levels(kept.answers),
    )


def levels(answers: Answers) -> Ratings:
    """Answers without their revisions."""
    return Settled((skill, answer.level) for skill, answer in answers.items())


def aimed(number: int) -> Assessed:
    """The same where it has a target; on to the choice of one when it has none."""
    found = assessed(number)
    if not found.is_aimed:
        raise Untargeted(number)
    return found
