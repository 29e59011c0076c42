"""Answers with their revisions: of two saves of one answer the newer wins, whichever arrives first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A level 0 to 4, or None for a skip, and how often it has been answered."""

    level: int | None
    revision: int


Answers = Mapping[str, Answer]
"""Skill id → answer; a skill that is not there has not been touched."""


def newest(stored: Answers, sent: Answers) -> Answers:
    """What to keep: an answer that was sent replaces a stored one when its revision is above it; what is not mentioned stays."""
    return {**stored, **{skill: answer for skill, answer in sent.items() if is_newer(answer, stored.get(skill))}}


def is_newer(sent: Answer, stored: Answer | None) -> bool:
    return stored is None or sent.revision > stored.revision


def encode(answers: Answers) -> str:
    """The answers as the database holds them; equal answers give the same text."""
    return json.dumps({skill: (a.level, a.revision) for skill, a in sorted(answers.items())}, separators=(",", ":"))


def decode(text: str) -> Answers:
    return {skill: Answer(level, revision) for skill, (level, revision) in json.loads(text).items()}
