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
HELD = re.compile(r"(?<!\S)([a-z0-9_]+)\.(([0-4]|skip|)\.(\d{1,10}))(?!\S)")
"""One of a form's bases: a skill's id, and what `base` writes with its two parts."""
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


def bases(held: Iterable[tuple[str, str]]) -> str:
    """The form's field of that name: what `base` says of each question, after a space and its skill's id: " python.3.7 sql..0"."""
    return "".join([f" {skill}.{base}" for skill, base in held])


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


def read_submission(skills: tuple[Skill, ...], form: MultiDict[str, str], stored: Answers) -> Submission:
    """The submission, with each change one revision above what its page was made from.

    A question that the form does not mention is not changed: absence never blanks.
    """
    sent = form.to_dict()
    held = {skill: base for skill, *base in HELD.findall(sent.get("bases", ""))}
    chosen, unknown, changed = dict[str, str](), set[str](), dict[str, Answer]()
    for skill in [each.id for each in skills]:
        if not (choice := sent.get(skill)):
            continue
        chosen[skill] = choice
        _, before, revision = held.get(skill) or _stored(stored.get(skill))
        if choice not in CHOICES:
            unknown.add(skill)
        elif choice != before and int(revision) < LATEST_REVISION:
            changed[skill] = Answer(level(choice), int(revision) + 1)
    return Submission(chosen, {skill: base for skill, (base, *_) in held.items()}, frozenset(unknown), changed)


def _stored(answer: Answer | None) -> list[str]:
    """What a question holds now, where a form does not say what its page was made from."""
    now = base(answer)
    return [now, *now.split(".")]
