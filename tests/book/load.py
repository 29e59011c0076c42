"""People who keep answering while something is done to the machine, and what they were told."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.book.far import Far
from tests.book.room import Room

SKILL, AREA, LEVELS = "calculus", "math", 5
KEPT, STALE, NO_ANSWER = 200, 409, 0
PAUSE = 0.02
EACH = 25
"""Answers that each gives before something is done, and keeps when it is."""


@dataclass
class Person:
    """Answers one question again and again; the level is the revision's remainder, so that a foreign or half one is seen."""

    far: Far
    revision: int = 0
    acknowledged: int = 0
    tries: int = 0
    kept: list[float] = field(default_factory=list)
    """When an answer was called kept."""
    refused: list[int] = field(default_factory=list)
    """The status of each answer that was not 200; 0: the connection broke."""

    def answer(self, token: str) -> None:
        self.revision, self.tries = self.revision + 1, self.tries + 1
        try:
            told = self.far.put(
                SKILL, {"level": self.revision % LEVELS, "revision": self.revision}, token=token
            ).status
        except (OSError, http.client.HTTPException):
            told = NO_ANSWER
        if told == KEPT:
            self.acknowledged = self.revision
            self.kept.append(time.monotonic())
        else:
            self.refused.append(told)

    def found(self) -> tuple[int, int]:
        """Level and revision, as their page shows them now."""
        level, _, revision = (
            self.far.open(f"/assessments/1/{AREA}").form(AREA).bases[SKILL].partition(".")
        )
        return int(level), int(revision)

    @property
    def longest_wait(self) -> float:
        """Seconds between two answers that were kept."""
        return max(
            (after - before for before, after in zip(self.kept, self.kept[1:], strict=False)),
            default=0.0,
        )


@contextmanager
def answering(room: Room, people: int = 4) -> Iterator[list[Person]]:
    """So many people answer until the block ends, before it begins, and a while after it."""
    crowd, over = [Person(Far(room)) for _ in range(people)], threading.Event()
    begun = threading.Barrier(people + 1)

    def live(person: Person) -> None:
        token = person.far.begin().token
        for _ in range(EACH):
            person.answer(token)
        begun.wait()
        while not over.wait(PAUSE):
            person.answer(token)

    threads = [threading.Thread(target=live, args=(person,), daemon=True) for person in crowd]
    for thread in threads:
        thread.start()
    try:
        begun.wait(60)
        yield crowd
        after = [len(person.kept) for person in crowd]
        end = time.monotonic() + 30
        while time.monotonic() < end and any(
            len(person.kept) < before + EACH for person, before in zip(crowd, after, strict=True)
        ):
            time.sleep(PAUSE)
    finally:
        over.set()
        for thread in threads:
            thread.join(70)


def lost(crowd: list[Person]) -> list[str]:
    """What is not as it was acknowledged; empty when all is there."""
    wrong = []
    for person in crowd:
        level, revision = person.found()
        if revision < person.acknowledged or level != revision % LEVELS:
            wrong.append(
                f"acknowledged {person.acknowledged}, found level {level} of revision {revision}"
            )
    return wrong
