"""Answers with their revisions: of two saves of one answer the newer wins, whichever arrives first."""

import json
from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

MOST_ANSWERS: Final = 1024
"""Whose levels and revisions are kept apart from whoever answered: six kinds of answer, mostly given once or twice."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A level 0 to 4, or None for a skip, and how often it has been answered."""

    level: int | None
    revision: int


Answers = Mapping[str, Answer]
"""Skill id → answer; a skill that is not there has not been touched."""


def newest(stored: Answers, sent: Answers) -> Answers:
    """What to keep: an answer that was sent replaces a stored one when its revision is above it; what is not mentioned stays."""
    return dict(stored.items()) | {skill: answer for skill, answer in sent.items() if is_newer(answer, stored.get(skill))}


def is_newer(sent: Answer, stored: Answer | None) -> bool:
    return stored is None or sent.revision > stored.revision


def encode(answers: Answers) -> str:
    """The answers as the database holds them; equal answers give the same text."""
    return json.dumps({skill: (a.level, a.revision) for skill, a in sorted(answers.items())}, separators=(",", ":"))


class Stored(Mapping[str, Answer]):
    """Answers as the database holds them, not read before somebody looks at them. Those of one text are one key of a dictionary."""

    __slots__ = ("_read", "_text")

    def __init__(self, text: str) -> None:
        self._text, self._read = text, dict[str, Answer]()

    def __getitem__(self, skill: str) -> Answer:
        return self._answers()[skill]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers())

    def __len__(self) -> int:
        return len(self._answers())

    def items(self) -> ItemsView[str, Answer]:
        return self._answers().items()

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Stored) else self._answers() == other

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"Stored({self._text!r})"

    def _answers(self) -> dict[str, Answer]:
        if not self._read:
            self._read = {skill: _answer(level, revision) for skill, (level, revision) in json.loads(self._text).items()}
        return self._read


_answer = lru_cache(MOST_ANSWERS)(Answer)
"""An answer, the same one for everybody who answered so as often: making forty takes four times as long as reading them."""


def decode(text: str) -> Answers:
    """What `encode` wrote; where the text is none, whoever looks at an answer has json's ValueError."""
    return Stored(text)
