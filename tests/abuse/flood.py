"""Attackers who ask for as much as they can, and one person beside them."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from random import Random
from re import compile as pattern
from ssl import SSLContext
from threading import Event
from time import monotonic

import httpx

from app.exports.own_data.json_format import FORMAT, MAX_ASSESSMENTS_PER_FILE, VERSION
from app.storage.owners import MAX_ASSESSMENTS
from tests.bench.people import Person, person
from tests.support.visitor import CATALOGUE, TOKEN

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
WRONG_PLACE = f"assessments › {MAX_ASSESSMENTS_PER_FILE} › number"
DAY = "2026-01-05T09:00:00Z"
Trust = SSLContext | bool
Attack = Callable[[httpx.Client, Random], int]
"""One request of an attacker, who has a browser of their own. Returns the status."""


@dataclass
class Flood:
    """What the attackers were answered, and what the person beside them saw."""

    what: Attack
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


def exports(client: httpx.Client, chance: Random) -> int:
    return opened(client, ATTACKERS[0], f"/data/export.{chance.choice(('json', 'csv'))}")


def plans(client: httpx.Client, chance: Random) -> int:
    who = chance.choice(ATTACKERS)
    return opened(client, who, f"/assessments/{chance.randint(1, who.finished)}/plan")


def bad_imports(client: httpx.Client, _chance: Random) -> int:
    """Send a large file that is wrong at its end, as a newcomer."""
    token = TOKEN.findall(client.get("/data").text)[0]
    headers = {"Referer": f"{client.base_url}/data"}
    data = {"csrf_token": token}
    files = {"file": ("a.json", WRONG_FILE)}
    response = client.post("/data/import", headers=headers, data=data, files=files)
    assert response.status_code != httpx.codes.BAD_REQUEST or WRONG_PLACE in response.text
    return response.status_code


def _wrong_file() -> bytes:
    """Return a file that is almost as large as it may be, whose last assessment is wrong."""
    answers = {skill: {"level": 2, "revision": 1} for skill in CATALOGUE.skill}
    step = {"state": "begun", "earlier": "open", "changed_at": DAY}
    steps = dict.fromkeys(CATALOGUE.step, step)
    some = {"begun_at": DAY, "finished_at": DAY, "answers": answers, "steps": steps}
    assessments = [{**some, "number": number} for number in range(1, MAX_ASSESSMENTS_PER_FILE)]
    wrong = {**some, "number": 0}
    content = {"format": FORMAT, "version": VERSION, "assessments": [*assessments, wrong]}
    return json.dumps(content).encode()


WRONG_FILE = _wrong_file()
DONE_AND_REFUSED: dict[Attack, tuple[int, int]] = {
    exports: (200, 429),
    plans: (200, 429),
    bad_imports: (400, 503),
}
"""The statuses of each attack's requests that were worked on, and of those that were too many."""


def opened(client: httpx.Client, who: Person, path: str) -> int:
    """Open a page as somebody who has assessments, and return its status."""
    return client.get(path, headers={"Cookie": cookie(who, str(client.base_url))}).status_code


def verified() -> Trust:
    """Return what a client of a site on this machine needs: nothing but httpx's own checks."""
    return True


def cookie(who: Person, url: str) -> str:
    """Return the cookie of their browser at this address."""
    return f"__Host-{who.cookie}" if url.startswith("https:") else who.cookie


def flood(
    url: str, what: Attack, trust: Callable[[], Trust] = verified, seconds: float = SECONDS
) -> Flood:
    """Let the attackers ask over CONNECTIONS, and one person open light pages meanwhile.

    The person is a process of their own, so that their pages do not wait for the attackers'
    threads.
    """
    stop, found = Event(), Flood(what)

    def attack(seed: int) -> Counter[int]:
        chance, statuses = Random(seed), Counter[int]()
        with httpx.Client(base_url=url, timeout=TIMEOUT, verify=trust()) as client:
            while not stop.is_set():
                statuses[what(client, chance)] += 1
        return statuses

    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as bystander,
        ThreadPoolExecutor(CONNECTIONS) as pool,
    ):
        bystander.submit(look, url, trust, 0).result(TIMEOUT)  # it has started
        attacks = [pool.submit(attack, seed) for seed in range(CONNECTIONS)]
        looking = bystander.submit(look, url, trust, seconds)
        stop.wait(seconds)
        stop.set()
        found.seen, found.seconds = looking.result(2 * TIMEOUT)
        for each in attacks:
            found.attacked += each.result(2 * TIMEOUT)
    return found


def look(url: str, trust: Callable[[], Trust], seconds: float) -> tuple[Counter[int], list[float]]:
    """Open light pages as the person beside the attackers: the statuses, and how long each took."""
    seen, took, end = Counter[int](), list[float](), monotonic() + seconds
    with httpx.Client(base_url=url, timeout=TIMEOUT, verify=trust()) as client:
        for path in cycle(LIGHT):
            begun = monotonic()
            seen[opened(client, BYSTANDER, path)] += 1
            took.append(monotonic() - begun)
            if monotonic() > end:
                break
    return seen, took


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
    done, refused = DONE_AND_REFUSED[found.what]
    assert found.attacked[done], "heavy work goes on"
    assert found.attacked[refused], "nobody gets everything at once"
    assert set(found.attacked) <= {done, 429, 503}


def peak_memory(first: int) -> int:
    """Return the highest resident memory of a process and its children together, in KiB."""
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return sum(
        int(PEAK.findall(Path(f"/proc/{pid}/status").read_text())[0])
        for pid in (str(first), *children)
    )
