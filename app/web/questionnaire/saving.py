"""Saves a form of questions: retries after concurrent updates, and reports conflicts."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

from flask import g
from flask_babel import gettext as _

from app.catalogue.model import Skill
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer, Answers
from app.storage.assessments import Assessment, ConcurrentUpdate, finish_assessment, save_answers
from app.storage.engine import Connection, StorageUnavailable
from app.web.auth import own_assessment, own_reads, refuse_other_owner
from app.web.context import catalogue, now
from app.web.finished_assessment import ratings_of
from app.web.i18n import language
from app.web.questionnaire.forms import AnswersForm

MAX_TRIES: Final = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SavedForm:
    """The answers that are stored after a form was submitted.

    `rejected` is the form to show again, with this status, where not everything was saved.
    """

    answers: Answers
    rejected: AnswersForm | None = None
    status: int = 200


def save_with_retries(
    number: int, page_tag: object, save: Callable[[Connection, Assessment], T]
) -> T:
    """Return what `save` returns for the owner's assessment of that number.

    After a concurrent update, `save` is called again with the assessment as it is then. No request
    waits for another, and of those that run at the same time one succeeds in each round. `page_tag`
    is the tag of the assessment that the sender's page was made for. Raises StorageUnavailable
    where nothing was saved.
    """
    with own_reads() as db:
        for _ in range(MAX_TRIES):
            assessment = own_assessment(db, number)
            refuse_other_owner(assessment, page_tag)
            with suppress(ConcurrentUpdate):
                return save(db, assessment)
    raise StorageUnavailable


def save_form(db: Connection, assessment: Assessment, form: AnswersForm) -> SavedForm:
    """Save the form's changes, but for those that a newer stored answer contradicts.

    An invalid form saves nothing.
    """
    if not form.validate():
        return SavedForm(assessment.answers, form, HTTPStatus.BAD_REQUEST)
    changes = form.changes(assessment.answers)
    stored = save_answers(db, assessment, changes)
    errors = _conflicts(changes, stored)
    if errors:
        return SavedForm(stored, form.with_errors(errors), HTTPStatus.CONFLICT)
    return SavedForm(stored)


def save_form_with_retries(number: int, form: AnswersForm) -> tuple[Assessment, SavedForm | None]:
    """Save the form's changes as `save_with_retries` does.

    Returns the assessment and what was saved; None for what was saved where it is finished.
    """

    def save(db: Connection, assessment: Assessment) -> tuple[Assessment, SavedForm | None]:
        return assessment, None if assessment.finished_at else save_form(db, assessment, form)

    return save_with_retries(number, form.assessment.data or None, save)


def freeze_result(db: Connection, assessment: Assessment, answers: Answers) -> None:
    """Finish an assessment with the result of these answers."""
    result = result_to_json(score(catalogue(), ratings_of(answers)))
    finish_assessment(db, assessment.owner, assessment.number, now(), catalogue(), result)
    g.finished = True  # read by the metrics


def would_change(stored: Answers, form: AnswersForm) -> bool:
    """Return whether a form holds an answer that differs from the stored one.

    Its CSRF token may have expired.
    """
    form.validate()
    return form.errors.keys() <= {"csrf_token"} and any(
        skill not in stored or stored[skill].level != answer.level
        for skill, answer in form.changes(stored).items()
    )


def _conflicts(changes: dict[str, Answer], stored: Answers) -> dict[str, str]:
    """Return a message for each change that a newer stored answer contradicts."""
    return {
        skill: _conflict_message(catalogue().skill[skill], stored[skill].level, answer.level)
        for skill, answer in changes.items()
        if stored[skill].level != answer.level
    }


def _conflict_message(skill: Skill, stored: int | None, chosen: int | None) -> str:
    """Return both values of an answer that was changed elsewhere in the meantime."""
    text: str = _(
        "This answer was changed in another window. Kept there: %(kept)s. "
        "Chosen here: %(chosen)s. Nothing was overwritten. "
        "If the choice shown below is right, go on and it will be kept.",
        kept=_level_in_words(skill, stored),
        chosen=_level_in_words(skill, chosen),
    )
    return text


def _level_in_words(skill: Skill, level: int | None) -> str:
    """Return a level as its number and anchor, or that the question was skipped."""
    return _("skipped") if level is None else f"{level} · {skill.anchors[level][language()]}"
