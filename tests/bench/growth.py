"""CPU of a list, an opened result and a saved answer with a thousand times as many assessments."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.bench import traffic
from tests.bench.client import Request
from tests.bench.cost import Tree
from tests.bench.metric import Metric
from tests.bench.people import Person, fill, person, power_law
from tests.bench.postgresql import PostgreSQL, postgresql
from tests.bench.servers import Running, orienteer

FEW, TIMES = 1_000, 1_000
ROUNDS = 5
REQUESTS = 400
"""In each round, of each kind, each by a random owner."""
LIMIT = 1.15


@dataclass(frozen=True, slots=True)
class Store:
    """A filled database and the server over it."""

    times: int
    running: Running
    trees: Sequence[Tree]
    """All processes that work for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request, and which owners can send it."""

    name: str
    make: Callable[[Person], Request]
    can: Callable[[Person], bool]


KINDS = (
    Kind("list", traffic.list_page, lambda _: True),
    Kind("open", lambda each: traffic.result(each, each.finished), lambda each: each.finished > 0),
    Kind("save", traffic.save_answer, lambda each: each.is_open),
)


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    """Measure on SQLite, then on PostgreSQL.

    Each database is deleted before the next is created.
    """
    with TemporaryDirectory(prefix="orienteer-bench-") as name:
        yield from _compared(Path(name), "SQLite", None, rounds)
    with (
        TemporaryDirectory(prefix="orienteer-bench-") as name,
        postgresql(Path(name, "data")) as database,
    ):
        yield from _compared(Path(name), "PostgreSQL, its CPU included", database, rounds)


def _compared(
    folder: Path, kind: str, database: PostgreSQL | None, rounds: int
) -> Iterator[Metric]:
    """Measure both sizes in turns. The first round fills caches and is dropped."""
    counts = power_law(FEW)
    with ExitStack() as stack:
        stores = []
        for times in (1, TIMES):
            instance, url = folder / str(times), database.new_database() if database else ""
            _filled(instance, url, counts, times)
            running = stack.enter_context(orienteer(instance, url))
            stores.append(
                Store(times, running, [running.tree, *([database.tree] if database else [])])
            )
        for each in KINDS:
            costs = [
                [_cost(store, each, counts, seed) for store in stores] for seed in range(rounds + 1)
            ][1:]
            yield Metric(
                f"{each.name} at {TIMES * FEW:,} assessments ÷ at {FEW:,}, {kind}: CPU",
                [many / few for few, many in costs],
                LIMIT,
            )


def _filled(instance: Path, url: str, counts: Sequence[int], times: int) -> None:
    instance.mkdir(parents=True)
    start = time.perf_counter()
    fill(open_engine(url or instance / "orienteer.db"), counts, times)
    print(
        f"({times * FEW:,} assessments made in {time.perf_counter() - start:.0f} s)",
        file=sys.stderr,
        flush=True,
    )


def _cost(store: Store, kind: Kind, counts: Sequence[int], seed: int) -> float:
    """Return seconds of CPU for a round, by owners with as many assessments at both sizes."""
    chance, client = Random(seed), store.running.client
    places = [place for place in range(len(counts)) if kind.can(person(place, counts))]
    anybody = person(0, counts)
    traffic.start_session(client, anybody)
    requests = []
    for turn in range(REQUESTS):
        block = int(chance.random() * store.times)
        own = person(places[turn % len(places)] + block * len(counts), counts)
        requests.append(kind.make(replace(own, session=anybody.session, token=anybody.token)))
    before = sum(tree.seconds() for tree in store.trees)
    client.send_all(requests)
    return sum(tree.seconds() for tree in store.trees) - before
