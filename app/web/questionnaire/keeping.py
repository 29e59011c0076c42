"""A form of questions kept: what it changed, what stands against it, and the form again when it could not be kept."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound

from app.catalogue.model import Skill
from app.storage.assessments import Assessment, Overtaken, keep_answers
from app.storage.engine import Connection, StorageUnavailable
from app.storage.ratings import Answers
from app.web.context import catalogue
from app.web.errors import not_kept, still_typed
from app.web.language import language, switch_language
from app.web.owner import (
    own_assessment,
    own_reads,
    read_own,
    refuse_another,
    refuse_form_of_another,
    tag,
)
from app.web.questionnaire.forms import UNKNOWN_CHOICE, Submission, read_submission
from app.web.questionnaire.views import Again, conflict

ShowAgain = Callable[[int, str, Answers, Again, int], str | bytes]
"""Number, tag, answers, what the form brought, status → the form's page."""
MOST_TRIES: Final = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored after a form; when something of it was not kept, what the page must show `again`, and with which status."""

    answers: Answers
    again: Again | None = None
    status: int = 200


def until_kept(number: int, mine: object, keep: Callable[[Connection, Assessment], T]) -> T:
    """What `keep` gives for the owner's assessment; again for what is there by then, when other answers to it were kept meanwhile.

    Nobody waits for anybody, and of those who are at it together one gets through each time. `mine` is the tag that the sender's page was
    made with. StorageUnavailable: nothing was kept.
    """
    with own_reads() as db:
        for _ in range(MOST_TRIES):
            found = own_assessment(db, number)
            refuse_another(found, mine)
            with suppress(Overtaken):
                return keep(db, found)
    raise StorageUnavailable


def keep_form(db: Connection, found: Assessment, skills: tuple[Skill, ...]) -> Kept:
    """Keep the form's changes to these skills: all of them, but those that a newer answer keeps out, or none when one is no choice."""
    sent = read_submission(skills, request.form, found.answers)
    if sent.unknown:
        problems = {skill: str(UNKNOWN_CHOICE) for skill in sent.unknown}
        return Kept(found.answers, Again(sent.known, sent.bases, problems), 400)
    stored = keep_answers(db, found, sent.changed)
    problems = _conflicts(sent, stored)
    if not problems:
        return Kept(stored)
    return Kept(
        stored, Again({skill: sent.chosen[skill] for skill in problems}, problems=problems), 409
    )


def not_lost(
    error: CSRFError | StorageUnavailable, skills: tuple[Skill, ...], show_again: ShowAgain
) -> ResponseReturnValue:
    """A form that could not be kept comes back with everything that was chosen in it."""
    plain = not_kept(error)
    switch_language(request.form.get("lang"))
    number, mine = (request.view_args or {})["number"], request.form.get("assessment", "")
    answers: Answers = {}
    try:
        found = read_own(number)
        refuse_form_of_another(found)
        if found.finished_at:
            return redirect(url_for("results.result", number=number), 303)
        mine, answers = tag(found), found.answers
    except NotFound:
        return plain
    except StorageUnavailable:  # not even reading is possible: the form alone says what was chosen
        pass
    sent = read_submission(skills, request.form, answers)
    return still_typed(
        plain, show_again(number, mine, answers, Again(sent.known, sent.bases), plain.status_code)
    )


def _conflicts(sent: Submission, stored: Answers) -> dict[str, str]:
    """The changes that a newer answer from elsewhere kept out, with both values in words; as a rule none, and no words are looked for."""
    against = [
        skill for skill, answer in sent.changed.items() if stored[skill].level != answer.level
    ]
    if not against:
        return {}
    content, speech = catalogue(), language()
    return {
        skill: conflict(content.skill[skill], speech, stored[skill], sent.chosen[skill])
        for skill in against
    }
