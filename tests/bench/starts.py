"""How long a server takes to its first page and how much memory it holds, beside an empty Flask app's; and whether that stays."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.bench import asks
from tests.bench.metric import Metric
from tests.bench.people import fill, somebody, spread
from tests.bench.servers import Running, compiled, empty, orienteer

ROUNDS = 5
START_LIMIT, START_TARGET = 2.7, 2.4
MEMORY_LIMIT, MEMORY_TARGET = 2.9, 2.5
CONNECTIONS = 8
WARM = 2_000
"""Requests before memory is looked at."""
REQUESTS, STEPS = 100_000, 10
ASSESSMENTS = 500
FLAT_LIMIT = 1.05
"""Memory after all requests over that after the first two steps, in which caches fill."""


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    compiled()
    with TemporaryDirectory(prefix="orienteer-bench-") as name:
        folder = Path(name)
        counts = [count + 1 for count in spread(ASSESSMENTS)]  # everybody has a finished one beside the open one
        fill(open_engine(folder / "orienteer.db"), counts, is_open=True)
        yield from _starts(folder, counts, rounds)
        yield from _flat(folder, counts)


def _starts(folder: Path, counts: list[int], rounds: int) -> Iterator[Metric]:
    """In turns; the first of each fills the system's caches and is not counted."""
    seconds, processor, memory = [], [], []
    for _ in range(rounds + 1):
        with empty() as nothing:
            used = nothing.tree.seconds()
            nothing.client.run([asks.home()] * CONNECTIONS, WARM)
            held = nothing.tree.memory()
        with orienteer(folder) as ours:
            processor.append(ours.tree.seconds() / used)
            seconds.append((ours.started, nothing.started))
            ours.client.run(_mixed(ours, counts), WARM)
            memory.append((ours.tree.memory(), held))
    ratios = [mine / theirs for mine, theirs in seconds[1:]]
    yield Metric("cold start to first page ÷ empty app's", ratios, START_LIMIT, START_TARGET)
    yield Metric("the same, processor", processor[1:])
    yield Metric("cold start to first page, s", [mine for mine, _ in seconds[1:]])
    ratios = [mine / theirs for mine, theirs in memory[1:]]
    yield Metric(f"memory of a server after {WARM:,} requests ÷ empty app's (PSS)", ratios, MEMORY_LIMIT, MEMORY_TARGET)
    yield Metric("the same, MB", [mine for mine, _ in memory[1:]])


def _flat(folder: Path, counts: list[int]) -> Iterator[Metric]:
    with orienteer(folder) as ours:
        requests, held = _mixed(ours, counts), []
        for _ in range(STEPS):
            ours.client.run(requests, REQUESTS // STEPS)
            held.append(ours.tree.memory())
    grown = (held[-1] - held[1]) / (STEPS - 2) * STEPS
    yield Metric(f"memory after {REQUESTS:,} mixed requests ÷ after {2 * REQUESTS // STEPS:,}", [held[-1] / held[1]], FLAT_LIMIT, 1.0)
    yield Metric(f"memory grows in {REQUESTS:,} requests by, MB", [grown])


def _mixed(running: Running, counts: list[int]) -> list[Iterator[asks.Ask]]:
    people = [somebody(number, counts, is_open=True) for number in range(len(counts))]
    session = asks.Session.of(running, people[0])
    return [asks.mixed(people[place::CONNECTIONS], session, place) for place in range(CONNECTIONS)]
