"""Floods of heavy requests: another person's pages go on answering.

The attackers are a few owners, one of them with as many assessments as anybody may have. They ask
for plans that were never computed, or for all their data, over 32 connections, for SECONDS.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic

import httpx
import pytest

from app.storage.engine import open_engine
from app.storage.owners import MAX_ASSESSMENTS
from tests.bench.people import Person, fill, person
from tests.browser.server import Server, serving

CONNECTIONS = 32
SECONDS = 10
SLOWEST = 1.0
"""Seconds that 95 of 100 of the other person's pages may take."""
MOST_MEMORY = 400 * 1024
"""KiB of resident memory of the worker at its highest."""
COUNTS = [MAX_ASSESSMENTS, 30, 30, 30, 3]
ATTACKERS = [person(number, COUNTS, is_open=False) for number in range(4)]
BYSTANDER = person(4, COUNTS, is_open=False)
LIGHT = ("/", "/assessments", "/assessments/1", "/assessments/3", "/method", "/roles/ml_engineer")
Attack = Callable[[Random], tuple[Person, str]]
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass
class Seen:
    """What came back."""

    seconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def slow(self) -> float:
        """Seconds of the 95th of 100 requests."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    instance = tmp_path_factory.mktemp("floods")
    fill(open_engine(instance / "orienteer.db"), COUNTS, is_open=False, with_plans=True)
    with serving(instance, is_measured=False) as server:
        yield server


def exports(chance: Random) -> tuple[Person, str]:
    return ATTACKERS[0], f"/data/export.{chance.choice(('json', 'csv'))}"


def plans(chance: Random) -> tuple[Person, str]:
    who = chance.choice(ATTACKERS)
    return who, f"/assessments/{chance.randint(1, who.finished)}/plan"


def attack(server: Server, what: Attack, seed: int, stop: Event) -> list[int]:
    chance, statuses = Random(seed), list[int]()
    with httpx.Client(base_url=server.url, timeout=60) as client:
        while not stop.is_set():
            who, path = what(chance)
            statuses.append(client.get(path, headers={"Cookie": who.cookie}).status_code)
    return statuses


def look(server: Server, stop: Event) -> Seen:
    """Open light pages, one after the other, as one person does."""
    seen, numbers = Seen(), count()
    with httpx.Client(base_url=server.url, timeout=60) as client:
        while not stop.is_set():
            path, begun = LIGHT[next(numbers) % len(LIGHT)], monotonic()
            response = client.get(path, headers={"Cookie": BYSTANDER.cookie})
            seen.seconds.append(monotonic() - begun)
            seen.statuses.append(response.status_code)
    return seen


def peak_memory(server: Server) -> int:
    """Return the highest resident memory of the server's processes together, in KiB."""
    assert server.process
    first = server.process.pid
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return sum(
        int(PEAK.findall(Path(f"/proc/{pid}/status").read_text())[0])
        for pid in (str(first), *children)
    )


@pytest.mark.skipif(not Path("/proc").exists(), reason="memory is read from /proc")
@pytest.mark.verify
@pytest.mark.parametrize("what", [exports, plans])
def test_a_flood_of_heavy_requests_holds_up_nobody_else(crowded: Server, what: Attack) -> None:
    stop = Event()
    with ThreadPoolExecutor(CONNECTIONS + 1) as pool:
        attacks = [pool.submit(attack, crowded, what, seed, stop) for seed in range(CONNECTIONS)]
        looking = pool.submit(look, crowded, stop)
        stop.wait(SECONDS)
        stop.set()
        seen = looking.result(120)
        statuses = [status for each in attacks for status in each.result(120)]
    figures = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(
        f"{what.__name__}: {figures}; {len(seen.seconds)} light pages, p95 {seen.slow:.2f} s, "
        f"slowest {max(seen.seconds):.2f} s; {peak_memory(crowded) // 1024} MB"
    )
    assert set(seen.statuses) == {200}
    assert seen.slow < SLOWEST
    assert figures[200], "heavy work goes on"
    assert set(figures) <= {200, 429, 503}
    assert peak_memory(crowded) < MOST_MEMORY
