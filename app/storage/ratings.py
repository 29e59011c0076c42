"""Answers with their revisions: of two saves of one answer the newer wins, whichever arrives first."""

import json
from collections.abc import ItemsView, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from app.catalogue.model import LEVELS


class Answer(NamedTuple):
    """A level 0 to 4, or None for a skip, and how often it has been answered."""

    level: int | None
    revision: int


Answers = Mapping[str, Answer]
"""Skill id → answer; a skill that is not there has not been touched."""
SKIP: Final = "skip"
WORDS: Final = {level: SKIP if level is None else str(level) for level in (*LEVELS, None)}
"""How each group of answers begins, in the order of the groups."""
FIRST: Final = {word: Answer(level, 1) for level, word in WORDS.items()}
"""An answer that was given once is one of these six."""
NOTHING: Final = "{}"
MOST_KNOWN: Final = 512


def newest(stored: Answers, sent: Answers) -> Answers:
    """What to keep: an answer that was sent replaces a stored one when its revision is above it; what is not mentioned stays.

    What is stored itself, when nothing is newer.
    """
    newer = {skill: answer for skill, answer in sent.items() if is_newer(answer, stored.get(skill))}
    return dict(stored.items()) | newer if newer else stored


def is_newer(sent: Answer, stored: Answer | None) -> bool:
    return stored is None or sent.revision > stored.revision


def encode(answers: Answers) -> str:
    """The answers as the database holds them, `0 cpp r;4 python sql*3;skip gcp`: each level's skills, with the revision where it is not 1.

    Equal answers give the same text; none are `{}`.
    """
    groups: dict[int | None, list[str]] = {level: [] for level in WORDS}
    for skill, answer in sorted(answers.items()):
        groups[answer.level].append(skill if answer.revision == 1 else f"{skill}*{answer.revision}")
    return (
        ";".join(
            [f"{WORDS[level]} {' '.join(skills)}" for level, skills in groups.items() if skills]
        )
        or NOTHING
    )


def as_stored(answers: Answers) -> str:
    """The text that they were read from, or that `encode` writes."""
    return answers.text if isinstance(answers, Stored) else encode(answers)


class Stored(Mapping[str, Answer]):
    """Answers as the database holds them, not read before somebody looks at them. Those of one text are one key of a dictionary."""

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
        if isinstance(other, Stored):
            return self.text == other.text or self._answers() == other._answers()
        return self._answers() == other

    def __hash__(self) -> int:
        return hash(encode(self._answers()) if _is_json(self.text) else self.text)

    def __repr__(self) -> str:
        return f"Stored({self.text!r})"

    def _answers(self) -> dict[str, Answer]:
        if self._read is None:
            self._read = _from_json(self.text) if _is_json(self.text) else _from_groups(self.text)
        return self._read


def decode(text: str) -> Answers:
    """What `encode` wrote, or wrote before migration 0004; where the text is none, whoever looks at an answer has a ValueError."""
    return Stored(text)


def _is_json(text: str) -> bool:
    """Whether it is what was written before migration 0004, `{"python":[4,1]}`, or no answer at all."""
    return text.startswith("{")


def _from_json(text: str) -> dict[str, Answer]:
    return {skill: Answer(level, revision) for skill, (level, revision) in json.loads(text).items()}


def _from_groups(text: str) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for group in text.split(";"):
        word, *skills = group.split(" ")
        if word not in FIRST:
            raise ValueError(
                f"these are no answers: a group begins with {word!r}, and must with one of {', '.join(FIRST)}"
            )
        if "*" not in group:
            found.update(dict.fromkeys(skills, FIRST[word]))
            continue
        for each in skills:
            skill, star, revision = each.partition("*")
            found[skill] = _known(word, revision) if star else FIRST[word]
    return found


@lru_cache(MOST_KNOWN)
def _known(word: str, revision: str) -> Answer:
    """An answer of the group that begins with that word: one of a few, and the same for everybody."""
    return Answer(FIRST[word].level, int(revision))
