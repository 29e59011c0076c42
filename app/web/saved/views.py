"""What the list of assessments shows."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from app.catalogue.model import Catalogue, Stage
from app.catalogue.text import Language, Text
from app.planning.model import Target
from app.scoring.result import Result
from app.storage.assessments import Assessment
from app.web.assessed import is_aimed, target_of
from app.web.language import language
from app.web.owner import tag
from app.web.spoken import template_in

SAID: Final = 1024
"""How many results' lines are kept, of half a kilobyte each: a list says the same of them each time."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a frozen result and its target, as HTML: a function of these alone, so that it can be kept, whoever asks."""

    closest: Markup
    figures: Markup


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One assessment in a line: the closest roles and the readiness for the target, or how far the questions have come."""

    assessment: Assessment
    tag: str
    """By which a form says which assessment it is about."""
    said: Said | None
    """None while it is not finished."""
    has_plan: bool
    answered: int
    questions: int


@dataclass(frozen=True, slots=True)
class Line:
    """What is said in a line: names of roles, and readiness from 0 to 1; no role and no readiness where nothing may be named."""

    closest: tuple[Text, ...]
    all_close: bool
    """Whether no role can be told from any other."""
    role: Text | None
    stage: Stage
    ready: float
    answered: int
    questions: int


def saved_row(assessment: Assessment, catalogue: Catalogue, result: Result | None) -> SavedRow:
    """Names come from today's catalogue (a role that it lacks is shown by its id), figures from `result`, which is the frozen one."""
    questions = len(catalogue.skills)
    if result is None:
        answered = sum(skill in assessment.answers for skill in catalogue.skill)
        return SavedRow(assessment, tag(assessment), None, False, answered, questions)
    has_plan = is_aimed(assessment, result)
    said = _said(language(), catalogue, result, target_of(assessment, result) if has_plan else None)
    return SavedRow(assessment, tag(assessment), said, has_plan, result.answered, questions)


@lru_cache(SAID)
def _said(here: Language, catalogue: Catalogue, result: Result, target: Target | None) -> Said:
    parts, line = template_in(here, "saved_parts.html").module, _line(catalogue, result, target)
    return Said(Markup(parts.closest(line)), Markup(parts.figures(line)))  # type: ignore[attr-defined]  # noqa: S704 (it escapes) # nosec B704


def _line(catalogue: Catalogue, result: Result, target: Target | None) -> Line:
    def name(id: str) -> Text:
        return catalogue.role[id].name if id in catalogue.role else Text(id, id)

    closest = tuple(map(name, result.closest)) if target else ()
    return Line(
        closest,
        len(closest) == len(result.order),
        name(target.role) if target else None,
        target.stage if target else "junior",
        result.ready(target.role, target.stage).now if target else 0.0,
        result.answered,
        len(catalogue.skills),
    )
