"""Start time and memory beside an empty Flask app, and memory after many requests."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.bench import traffic
from tests.bench.client import CONNECTIONS, Request, Visit
from tests.bench.metric import Metric
from tests.bench.people import fill, person, power_law
from tests.bench.servers import Running, compile_modules, empty, orienteer

ROUNDS = 5
START_LIMIT, MEMORY_LIMIT, LATER_LIMIT = 4, 3.5, 1.05
WARM_REQUESTS = 2_000
"""Before memory is read."""
EARLY, LATE = 20_000, 100_000
ASSESSMENTS = 500


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    compile_modules()
    with TemporaryDirectory(prefix="orienteer-bench-") as name:
        folder = Path(name)
        # Everybody has a finished assessment beside the open one.
        counts = [count + 1 for count in power_law(ASSESSMENTS)]
        fill(open_engine(folder / "orienteer.db"), counts, is_open=True)
        yield from _starts(folder, counts, rounds)
        yield from _later(folder, counts)


def _starts(folder: Path, counts: Sequence[int], rounds: int) -> Iterator[Metric]:
    """Start both in turns. The first round fills the system's caches and is dropped."""
    seconds, processor, memory = [], [], []
    for _ in range(rounds + 1):
        with empty() as blank:
            used = blank.tree.seconds()
            blank.client.send_all([Request("/")] * WARM_REQUESTS)
            least = blank.tree.memory()
        with orienteer(folder) as ours:
            processor.append(ours.tree.seconds() / used)
            ours.client.drive(_visits(ours, counts), WARM_REQUESTS)
            memory.append((ours.tree.memory(), least))
        seconds.append((ours.start_seconds, blank.start_seconds))
    yield Metric(
        "cold start to the first page ÷ empty app's",
        [mine / theirs for mine, theirs in seconds[1:]],
        START_LIMIT,
    )
    yield Metric("the same, CPU", processor[1:])
    yield Metric("cold start to the first page, s", [mine for mine, _ in seconds[1:]])
    name = f"memory of a server with one worker after {WARM_REQUESTS:,} requests"
    yield Metric(
        f"{name} ÷ empty app's", [mine / theirs for mine, theirs in memory[1:]], MEMORY_LIMIT
    )
    yield Metric(f"{name}, MB", [mine for mine, _ in memory[1:]])


def _later(folder: Path, counts: Sequence[int]) -> Iterator[Metric]:
    with orienteer(folder) as ours:
        ours.client.drive(_visits(ours, counts), EARLY)
        early = ours.tree.memory()
        ours.client.drive(_visits(ours, counts, CONNECTIONS), LATE - EARLY)
        yield Metric(
            f"memory after {LATE:,} mixed requests ÷ after {EARLY:,}",
            [ours.tree.memory() / early],
            LATER_LIMIT,
        )


def _visits(running: Running, counts: Sequence[int], seed: int = 0) -> list[Visit]:
    """Return a visit for each connection. Nobody is in two at once."""
    people = [person(number, counts, is_open=True) for number in range(len(counts))]
    for each in people:
        traffic.start_session(running.client, each)
    return [traffic.mixed(people[place::CONNECTIONS], seed + place) for place in range(CONNECTIONS)]
