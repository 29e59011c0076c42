"""What the list of assessments shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.catalogue.model import Catalogue, Stage
from app.catalogue.text import Text
from app.scoring.result_json import result_from_json
from app.storage.assessment_list import PAGE
from app.storage.assessments import Assessment
from app.web.auth import assessment_tag
from app.web.context import catalogue
from app.web.finished_assessment import has_target, target_of
from app.web.i18n import language, today
from app.web.saved.history import History, history

MIN_COMPARED: Final = 2


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A finished assessment's result in a line.

    Names come from today's catalogue (an id where it has no such role), figures from the frozen
    result.
    """

    closest: tuple[Text, ...]
    """The closest role and those too close to it; none where too few answers were given."""
    all_close: bool
    """Whether no role can be told from any other."""
    role: Text | None
    """The target's role; None where there is no target."""
    stage: Stage | None
    ready: float | None
    """Readiness for the target, 0 to 1."""
    up_to: float | None
    """The upper end where readiness is a range, otherwise the same figure."""
    answered: int


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment in the list."""

    number: int
    tag: str
    """Sent by the row's forms, which refuse another owner's."""
    at: int
    """When it was finished or, if it is not, started; seconds since 1970."""
    name: str | None
    result: ResultLine | None
    """None while it is not finished."""
    answered: int
    """How many of today's questions are answered."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """The page of the list."""

    rows: tuple[AssessmentRow, ...]
    deleted: tuple[AssessmentRow, ...]
    """What can be restored."""
    questions: int
    """How many questions today's catalogue has."""
    is_older: bool = False
    """Whether the page continues from a number, rather than starting with the newest."""
    history: History | None = None
    older: int | None = None
    """The number below which the next page continues; None for the last page."""
    compared: tuple[int, int] | None = None
    """The two latest finished assessments, the earlier one first."""


def list_page(
    listed: Sequence[Assessment], deleted: Sequence[Assessment], is_older: bool
) -> ListPage:
    """Return the page for assessments, newest first; more than PAGE of them means another page."""
    content, shown = catalogue(), listed[:PAGE]
    finished = sorted((each.finished_at, each.number) for each in listed if each.finished_at)
    return ListPage(
        rows=tuple([_row(content, each) for each in shown]),
        deleted=tuple([_row(content, each) for each in deleted]),
        questions=len(content.skills),
        is_older=is_older,
        history=None if is_older else history(listed, language(), today()),
        older=shown[-1].number if len(listed) > PAGE else None,
        compared=None
        if is_older or len(finished) < MIN_COMPARED
        else (finished[-2][1], finished[-1][1]),
    )


def _row(content: Catalogue, assessment: Assessment) -> AssessmentRow:
    return AssessmentRow(
        number=assessment.number,
        tag=assessment_tag(assessment),
        at=assessment.finished_at or assessment.begun_at,
        name=assessment.name,
        result=_result_line(content, assessment) if assessment.result is not None else None,
        answered=len(content.skill.keys() & assessment.answers.keys()),
    )


def _result_line(content: Catalogue, assessment: Assessment) -> ResultLine:
    def name(id: str) -> Text:
        return content.role[id].name if id in content.role else Text(id, id)

    result = result_from_json(assessment.result or "")
    if not has_target(assessment, result):
        return ResultLine((), False, None, None, None, None, result.answered)
    target = target_of(assessment, result)
    ready = result.stage_readiness(target.role, target.stage)
    return ResultLine(
        closest=tuple(map(name, result.closest)),
        all_close=len(result.closest) == len(result.order),
        role=name(target.role),
        stage=target.stage,
        ready=ready.now,
        up_to=ready.up_to if result.status == "not_enough" else ready.now,
        answered=result.answered,
    )
