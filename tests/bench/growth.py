"""What a thousand times as many assessments change: what a request and a start cost, and the memory of a purge and an export."""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.bench import asks
from tests.bench.client import Ask, ask
from tests.bench.metric import Metric
from tests.bench.people import Somebody, fill, somebody, spread
from tests.bench.postgresql import PostgreSQL, postgresql
from tests.bench.servers import Running, orienteer
from tests.bench.streams import exports, purges

FEW, TIMES = 1_000, 1_000
ROUNDS = 5
REQUESTS = 400
"""In each round, of each kind, each by an owner chosen by chance."""
CONNECTIONS = 4
LIMIT = 1.15


@dataclass(frozen=True, slots=True)
class Store:
    """An instance, filled so many times; the server that runs over it, and the database's where it has one."""

    times: int
    instance: Path
    database: str
    beside: PostgreSQL | None
    running: list[Running] = field(default_factory=list)

    def seconds(self) -> float:
        return self.running[-1].tree.seconds() + (self.beside.tree.seconds() if self.beside else 0)


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    """On SQLite, then on PostgreSQL; each database is gone before the next is made."""
    with TemporaryDirectory(prefix="orienteer-bench-") as name:
        yield from _compared(Path(name), "SQLite", None, rounds)
    with TemporaryDirectory(prefix="orienteer-bench-") as name, postgresql(Path(name, "data")) as database:
        yield from _compared(Path(name), "PostgreSQL (its CPU counted)", database, rounds)
    yield from exports()


def _compared(folder: Path, kind: str, beside: PostgreSQL | None, rounds: int) -> Iterator[Metric]:
    """Starts and requests at both sizes in turns, then the purge of each."""
    counts = spread(FEW)
    stores = [_filled(folder, times, beside, counts) for times in (1, TIMES)]
    ratio = f"at {TIMES * FEW:,} ÷ at {FEW:,}, {kind}"
    yield Metric(f"start {ratio}: processor", _starts(stores, rounds), LIMIT, 1.0)
    with ExitStack() as stack:
        for store in stores:
            store.running.append(stack.enter_context(orienteer(store.instance, store.database)))
        for name, make in KINDS.items():
            yield Metric(f"{name} {ratio}: processor", _requests(stores, name, make, counts, rounds), LIMIT, 1.0)
    yield purges([(store.instance, store.database) for store in stores], ratio)


def _filled(folder: Path, times: int, beside: PostgreSQL | None, counts: Sequence[int]) -> Store:
    instance = folder / str(times)
    instance.mkdir(parents=True)
    store = Store(times, instance, beside.new_database() if beside else "", beside)
    begun = time.perf_counter()
    fill(open_engine(store.database or instance / "orienteer.db"), counts, times, in_order=True)
    print(f"({times * FEW:,} assessments made in {time.perf_counter() - begun:.0f} s)", file=sys.stderr, flush=True)
    return store


def _starts(stores: Sequence[Store], rounds: int) -> list[float]:
    """Of each round, the larger's cost over the smaller's; the first fills the system's caches and is not counted."""
    ratios = []
    for _ in range(rounds + 1):
        costs = []
        for store in stores:
            with orienteer(store.instance, store.database) as running:
                costs.append(running.tree.seconds())
        ratios.append(costs[1] / costs[0])
    return ratios[1:]


Make = Callable[[Somebody, asks.Session], Ask]
KINDS: dict[str, Make] = {
    "list": lambda person, _: next(asks.listed(person)),
    "open": lambda person, _: ask("GET", f"/assessments/{person.count - person.is_open}", Cookie=person.cookie),
    "keep": lambda person, session: next(asks.Writer(person, session).one()),
}
FITS: dict[str, Callable[[Somebody], bool]] = {
    "list": lambda _: True,
    "open": lambda person: person.count > person.is_open,
    "keep": lambda person: person.is_open,
}


def _requests(stores: Sequence[Store], name: str, make: Make, counts: Sequence[int], rounds: int) -> list[float]:
    """The same for requests, by owners who hold alike many assessments at both sizes; none of them is remembered by the server."""
    fit = [place for place in range(len(counts)) if FITS[name](somebody(place, counts))]
    ratios = []
    for seed in range(rounds + 1):
        few, many = (_cost(store, make, counts, fit, seed) for store in stores)
        ratios.append(many / few)
    return ratios[1:]


def _cost(store: Store, make: Make, counts: Sequence[int], fit: Sequence[int], seed: int) -> float:
    """Seconds of the processor for a round of requests."""
    chance, running = random.Random(seed), store.running[-1]
    session = asks.Session.of(running, somebody(0, counts))

    def requests(own: Sequence[int]) -> Iterator[Ask]:  # nobody is at two connections at once: of two savings the newer may come first
        for place in cycle(own):  # one after the other, so that at neither size anybody's pages are still remembered when they come again
            block = int(chance.random() * store.times)
            yield make(somebody(place + len(counts) * block, counts), session)

    before = store.seconds()
    running.client.run([requests(fit[number::CONNECTIONS]) for number in range(CONNECTIONS)], REQUESTS)
    return store.seconds() - before
