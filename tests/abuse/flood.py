"""Attackers who ask for as much as they can, and one person beside them."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from re import compile as pattern
from ssl import SSLContext
from threading import Event
from time import monotonic

import httpx

from app.storage.owners import MAX_ASSESSMENTS
from tests.bench.people import Person, person

CONNECTIONS = 32
SECONDS = 10
TIMEOUT = 60
SLOWEST = 1.0
"""Seconds that 95 of 100 of the other person's pages may take on a quiet machine: `make bench`."""
PATIENCE = 5.0
"""The same beside other tests."""
MOST_MEMORY = 400 * 1024
"""KiB of resident memory of a node at its highest."""
COUNTS = [MAX_ASSESSMENTS, 30, 30, 30, 3]
"""Assessments of each owner. The last one is the person beside the attackers."""
ATTACKERS = [person(number, COUNTS, is_open=False) for number in range(4)]
BYSTANDER = person(4, COUNTS, is_open=False)
LIGHT = ("/", "/assessments", "/assessments/1", "/assessments/3", "/method", "/roles/ml_engineer")
PEAK = pattern(r"VmHWM:\s+(\d+) kB")
Attack = Callable[[Random], tuple[Person, str]]


@dataclass
class Flood:
    """What the attackers were answered, and what the person beside them saw."""

    attacked: Counter[int] = field(default_factory=Counter)
    seen: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    """Of each of the person's pages."""

    @property
    def slow(self) -> float:
        """Seconds of the 95th of 100 of the person's pages."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    def __str__(self) -> str:
        return (
            f"{dict(sorted(self.attacked.items()))}; {len(self.seconds)} light pages, "
            f"p95 {self.slow:.2f} s, slowest {max(self.seconds):.2f} s"
        )


def exports(chance: Random) -> tuple[Person, str]:
    return ATTACKERS[0], f"/data/export.{chance.choice(('json', 'csv'))}"


def plans(chance: Random) -> tuple[Person, str]:
    who = chance.choice(ATTACKERS)
    return who, f"/assessments/{chance.randint(1, who.finished)}/plan"


def cookie(who: Person, url: str) -> str:
    """Return the cookie of their browser at this address."""
    return f"__Host-{who.cookie}" if url.startswith("https:") else who.cookie


def flood(
    url: str, what: Attack, trust: SSLContext | bool = True, seconds: float = SECONDS
) -> Flood:
    """Let the attackers ask over CONNECTIONS, and one person open light pages meanwhile."""
    stop, found = Event(), Flood()

    def opened(client: httpx.Client, who: Person, path: str) -> int:
        return client.get(path, headers={"Cookie": cookie(who, url)}).status_code

    def attack(seed: int) -> Counter[int]:
        chance, statuses = Random(seed), Counter[int]()
        with httpx.Client(base_url=url, timeout=TIMEOUT, verify=trust) as client:
            while not stop.is_set():
                who, path = what(chance)
                statuses[opened(client, who, path)] += 1
        return statuses

    def look() -> None:
        numbers = count()
        with httpx.Client(base_url=url, timeout=TIMEOUT, verify=trust) as client:
            while not stop.is_set():
                path, begun = LIGHT[next(numbers) % len(LIGHT)], monotonic()
                found.seen[opened(client, BYSTANDER, path)] += 1
                found.seconds.append(monotonic() - begun)

    with ThreadPoolExecutor(CONNECTIONS + 1) as pool:
        attacks = [pool.submit(attack, seed) for seed in range(CONNECTIONS)]
        looking = pool.submit(look)
        stop.wait(seconds)
        stop.set()
        looking.result(2 * TIMEOUT)
        for each in attacks:
            found.attacked += each.result(2 * TIMEOUT)
    return found


def assert_nobody_was_held_up(found: Flood, *processes: int) -> None:
    """Assert it of the person beside the attackers, and that each node kept within its memory."""
    memory = [peak_memory(first) for first in processes]
    print(f"{found}; {[each // 1024 for each in memory]} MB")
    assert_nobody_was_refused(found)
    assert found.slow < PATIENCE
    assert max(memory) < MOST_MEMORY


def assert_nobody_was_refused(found: Flood) -> None:
    """Assert that the person beside the attackers saw no error, and that the attackers saw some."""
    assert set(found.seen) == {200}
    assert found.attacked[200], "heavy work goes on"
    assert found.attacked[429], "one owner may not ask for everything at once"
    assert set(found.attacked) <= {200, 429, 503}


def peak_memory(first: int) -> int:
    """Return the highest resident memory of a process and its children together, in KiB."""
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return sum(
        int(PEAK.findall(Path(f"/proc/{pid}/status").read_text())[0])
        for pid in (str(first), *children)
    )
