"""What comes back from a form of questions: a choice for each skill, and what each held when the page was made."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from app.catalogue.model import LEVELS, Skill
from app.storage.ratings import Answer, Answers
from app.storage.tables import LATEST_REVISION

SKIP = "skip"
CHOICES = (*map(str, LEVELS), SKIP)
BASE = re.compile(r"(?<!\S)([a-z0-9_]+)\.((?:[0-4]|skip|)\.[0-9]{1,10})(?!\S)")
"""One of a form's bases: a skill's id, and what `base` writes."""
UNKNOWN_CHOICE = lazy_gettext("Choose one of the six answers shown.")


def token(answer: Answer | None) -> str | None:
    """An answer as a form value: "0" to "4", "skip", or None for an untouched question."""
    if answer is None:
        return None
    return SKIP if answer.level is None else str(answer.level)


def level(choice: str) -> int | None:
    """A form value as a level; None is a skip."""
    return None if choice == SKIP else int(choice)


def base(answer: Answer | None) -> str:
    """What a question held when its page was made, to travel with the form: "3.7" is level 3 at revision 7, ".0" nothing yet."""
    return f"{token(answer) or ''}.{answer.revision if answer else 0}"


def bases(of: Iterable[tuple[str, str]]) -> str:
    """The form's field of that name: what `base` says of each question, after a space and its skill's id: " python.3.7 sql..0"."""
    return "".join([f" {skill}.{held}" for skill, held in of])


@dataclass(frozen=True, slots=True)
class Submission:
    """What came back from an area's page: the choices, those that are no choice, and the answers that the form changed."""

    chosen: Mapping[str, str]
    bases: Mapping[str, str]
    """What each question held when the page was made, as `base` writes it: only so does a form that comes back know its own changes."""
    unknown: frozenset[str]
    changed: Answers

    @property
    def known(self) -> Mapping[str, str]:
        """The choices that are some."""
        return {skill: choice for skill, choice in self.chosen.items() if skill not in self.unknown}


def read_submission(
    skills: tuple[Skill, ...], form: MultiDict[str, str], stored: Answers
) -> Submission:
    """The submission, with each change one revision above what its page was made from.

    A question that the form does not mention is not changed: absence never blanks. Where it does not say what its page was made from, that
    is what is stored now.
    """
    sent = form.to_dict()
    made_from = dict(BASE.findall(sent.get("bases", "")))
    chosen, unknown, changed = dict[str, str](), set[str](), dict[str, Answer]()
    for skill in [each.id for each in skills]:
        if not (choice := sent.get(skill)):
            continue
        chosen[skill] = choice
        before, _, revision = (made_from.get(skill) or base(stored.get(skill))).partition(".")
        if choice not in CHOICES:
            unknown.add(skill)
        elif choice != before and int(revision) < LATEST_REVISION:
            changed[skill] = Answer(level(choice), int(revision) + 1)
    return Submission(chosen, made_from, frozenset(unknown), changed)
