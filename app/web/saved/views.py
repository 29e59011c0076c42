"""What the list of assessments shows."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Stage
from app.catalogue.text import Text
from app.scoring.result import Result
from app.storage.assessments import Assessment
from app.web.assessed import is_aimed, target_of
from app.web.owner import tag


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One assessment in a line: the closest roles and the readiness for the target, or how far the questions have come."""

    assessment: Assessment
    result: Result | None
    closest: tuple[Text, ...]
    role: Text | None
    stage: Stage | None
    ready: float | None
    answered: int
    questions: int

    @property
    def tag(self) -> str:
        """By which a form says which assessment it is about."""
        return tag(self.assessment)

    @property
    def all_close(self) -> bool:
        """Whether no role can be told from any other."""
        return self.result is not None and len(self.closest) == len(self.result.order)


def saved_row(assessment: Assessment, catalogue: Catalogue, result: Result | None) -> SavedRow:
    """Names come from today's catalogue (a role that it lacks is shown by its id), figures from `result`, which is the frozen one."""
    questions = len(catalogue.skills)
    if result is None:
        answered = sum(skill in assessment.answers for skill in catalogue.skill)
        return SavedRow(assessment, None, (), None, None, None, answered, questions)
    target = target_of(assessment, result)

    def name(id: str) -> Text:
        return catalogue.role[id].name if id in catalogue.role else Text(id, id)

    if not is_aimed(assessment, result):
        return SavedRow(assessment, result, (), None, None, None, result.answered, questions)
    return SavedRow(
        assessment,
        result,
        tuple(map(name, result.closest)),
        name(target.role),
        target.stage,
        result.ready(target.role, target.stage).now,
        result.answered,
        questions,
    )
