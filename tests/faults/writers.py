"""Several people who answer at once without a pause, for the length of a block."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from app.storage.answers import Answer
from tests.faults.accounts import Account, Moment, moment
from tests.faults.client import Client
from tests.faults.outcome import Outcome
from tests.faults.person import PAUSE, Person, Stopped, Watch
from tests.support.visitor import AREAS

LEVELS = (0, 1, 2, 3, 4, None)
TURNS = 2
"""How often a person answers everything: first new, then changed."""
FORMS = 0.2
"""The share of pages that are sent as a form."""
PATIENCE = 60
"""Seconds in which everybody must finish their current request."""


@dataclass
class Writer:
    """One person after the other, each with their own owner."""

    client: Client
    dice: random.Random
    stop: threading.Event
    accounts: list[Account] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    def run(self) -> None:
        with suppress(Stopped):
            while not self.stop.is_set():
                self._answer_all(Person(self.client, self.stop, self.watch))
        self.watch.note()
        self.client.close()

    def _answer_all(self, person: Person) -> None:
        account = person.begin()
        self.accounts.append(account)
        for turn in range(1, TURNS + 1):
            for area, skills in AREAS.items():
                if self.dice.random() < FORMS:
                    person.post(
                        account, area, {skill: self.dice.choice(LEVELS) for skill in skills}
                    )
                    continue
                for skill in skills:
                    if self.stop.is_set():
                        return
                    person.put(account, skill, Answer(self.dice.choice(LEVELS), turn))


@dataclass
class Writers:
    """All writers and what they have met."""

    each: list[Writer]

    @property
    def accounts(self) -> list[Account]:
        return [account for writer in self.each for account in tuple(writer.accounts)]

    @property
    def acknowledged(self) -> int:
        return sum(len(account.acknowledged) for account in self.accounts)

    @property
    def outage(self) -> float:
        """Return the longest time without an acknowledgement, in seconds. All are always asking."""
        return max(writer.watch.outage for writer in self.each)

    @property
    def faults(self) -> list[str]:
        return [fault for writer in self.each for fault in writer.watch.faults]

    def tell(self, outcome: Outcome) -> None:
        """Add their waiting times and faults once all have finished."""
        outcome.outage = max(outcome.outage, self.outage)
        outcome.faults += self.faults

    def wait_for_more(self, more: int = 1) -> None:
        """Wait for so many more acknowledgements. RuntimeError after a long time."""
        wanted = self.acknowledged + more
        self.wait_until(lambda: self.acknowledged >= wanted)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until it holds. RuntimeError after a long time, or when somebody has met a fault."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end or self.faults:
                raise RuntimeError(f"what was waited for does not come: {self.faults}")
            time.sleep(PAUSE)

    def moment(self) -> Moment:
        """Return what is acknowledged now."""
        return moment(self.accounts)


@contextmanager
def writing_people(
    url: str, count: int = 6, seed: int = 1, client: Callable[[str], Client] = Client
) -> Iterator[Writers]:
    """Run so many writers until the block ends. RuntimeError when one of them does not finish."""
    stop = threading.Event()
    writers = Writers(
        [Writer(client(url), random.Random(f"{seed} {number}"), stop) for number in range(count)]
    )
    threads = [threading.Thread(target=writer.run) for writer in writers.each]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        if any(thread.is_alive() for thread in threads):
            raise RuntimeError("a writer hangs")
