"""Answers with revisions: of two saves of an answer the newer wins, whichever arrives first.

`assessments.save_answers` saves them.
"""

import json
from collections.abc import ItemsView, Iterator, Mapping
from typing import Final, NamedTuple

from app.catalogue.model import LEVELS


class Answer(NamedTuple):
    """A level from 0 to 4, or None for a skip, and its revision, counted from 1."""

    level: int | None
    revision: int


Answers = Mapping[str, Answer]
"""Skill id → answer; a missing skill has not been answered or skipped."""
SKIP: Final = "skip"
WORDS: Final = {level: SKIP if level is None else str(level) for level in (*LEVELS, None)}
"""The first word of each group of answers, in the order of the groups."""
FIRST: Final = {word: Answer(level, 1) for level, word in WORDS.items()}
"""First word → the answer at its first revision."""
NO_ANSWERS: Final = "{}"


def merge_answers(stored: Answers, sent: Answers) -> Answers:
    """Merge answers: a sent one replaces a stored one when its revision is higher.

    Returns `stored` itself when nothing is newer.
    """
    newer = {skill: answer for skill, answer in sent.items() if is_newer(answer, stored.get(skill))}
    return dict(stored.items()) | newer if newer else stored


def is_newer(sent: Answer, stored: Answer | None) -> bool:
    return stored is None or sent.revision > stored.revision


def encode(answers: Answers) -> str:
    """Return the database's text for answers, such as `0 cpp r;4 python sql*3;skip gcp`.

    Each group is a level with its skills; a revision above 1 follows a star. Equal answers give
    equal texts, and no answers give `{}`.
    """
    groups: dict[int | None, list[str]] = {level: [] for level in WORDS}
    for skill, answer in sorted(answers.items()):
        groups[answer.level].append(skill if answer.revision == 1 else f"{skill}*{answer.revision}")
    return (
        ";".join(
            [f"{WORDS[level]} {' '.join(skills)}" for level, skills in groups.items() if skills]
        )
        or NO_ANSWERS
    )


def stored_text(answers: Answers) -> str:
    """Return the text from which answers were decoded, or else their encoded text."""
    return answers.text if isinstance(answers, LazyAnswers) else encode(answers)


class LazyAnswers(Mapping[str, Answer]):
    """Answers decoded on first use, as most of a list's are never read."""

    __slots__ = ("_read", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._read: dict[str, Answer] | None = None

    def __getitem__(self, skill: str) -> Answer:
        return self._answers()[skill]

    def __contains__(self, skill: object) -> bool:
        return skill in self._answers()

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers())

    def __len__(self) -> int:
        return len(self._answers())

    def items(self) -> ItemsView[str, Answer]:
        return self._answers().items()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyAnswers):
            return self.text == other.text or self._answers() == other._answers()
        return self._answers() == other

    def __hash__(self) -> int:
        return hash(encode(self._answers()) if _is_json(self.text) else self.text)

    def __repr__(self) -> str:
        return f"LazyAnswers({self.text!r})"

    def _answers(self) -> dict[str, Answer]:
        if self._read is None:
            self._read = _from_json(self.text) if _is_json(self.text) else _from_groups(self.text)
        return self._read


def decode(text: str) -> Answers:
    """Return the answers of a text in either form; the first use may raise ValueError."""
    return LazyAnswers(text)


def _is_json(text: str) -> bool:
    """Return whether a text has the form of before migration 0004, or no answers."""
    return text.startswith("{")


def _from_json(text: str) -> dict[str, Answer]:
    return {skill: Answer(level, revision) for skill, (level, revision) in json.loads(text).items()}


def _from_groups(text: str) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for group in text.split(";"):
        word, *skills = group.split(" ")
        if word not in FIRST:
            raise ValueError(
                f"invalid answers: a group begins with {word!r}, not one of {', '.join(FIRST)}"
            )
        if "*" not in group:
            answers.update(dict.fromkeys(skills, FIRST[word]))
            continue
        for each in skills:
            skill, star, revision = each.partition("*")
            answers[skill] = Answer(FIRST[word].level, int(revision)) if star else FIRST[word]
    return answers
