"""People who keep answering while something is done to the machine, and the responses they got."""

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
"""Answers that each has saved before and after the block."""


@dataclass
class Person:
    """Answers one question repeatedly.

    The level follows from the revision, so a wrong pair is noticed.
    """

    far: Far
    revision: int = 0
    acknowledged: int = 0
    tries: int = 0
    kept: list[float] = field(default_factory=list)
    """The time of each acknowledgement."""
    refused: list[int] = field(default_factory=list)
    """The status of each other response; 0 for a broken connection."""

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
        """Return level and revision as their page shows them now."""
        level, _, revision = (
            self.far.open(f"/assessments/1/{AREA}").form(AREA).bases[SKILL].partition(".")
        )
        return int(level), int(revision)

    @property
    def longest_wait(self) -> float:
        """Return the longest time in seconds between two saved answers."""
        return max(
            (after - before for before, after in zip(self.kept, self.kept[1:], strict=False)),
            default=0.0,
        )


@contextmanager
def answering(room: Room, people: int = 4) -> Iterator[list[Person]]:
    """Let so many people answer before, during and after the block."""
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
    """Return what differs from what was acknowledged."""
    wrong = []
    for person in crowd:
        level, revision = person.found()
        if revision < person.acknowledged or level != revision % LEVELS:
            wrong.append(
                f"acknowledged {person.acknowledged}, found level {level} of revision {revision}"
            )
    return wrong
