"""What a page costs the server, as a multiple of an empty page in the same round, and how long the slowest of a hundred takes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean, quantiles
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.bench import asks
from tests.bench.client import Ask
from tests.bench.cost import Tree
from tests.bench.metric import Metric
from tests.bench.peers.sites import empty_behind_gunicorn, orienteer_behind_gunicorn
from tests.bench.people import Somebody, fill, somebody
from tests.bench.postgresql import PostgreSQL, postgresql
from tests.bench.servers import Running, empty, orienteer

ROUNDS = 11
CONNECTIONS = 8
SECONDS = 0.7
"""Of the server's processor that a kind gets in each round: the system counts finely, so that this is much."""
DEALS = 5
"""How often in a round the connections are opened anew: it is chance which process gets how many, and half of a cost can hang on it."""
FEWEST, MOST = 400, 8_000
"""Requests in a round."""
HELD = 31
"""Assessments of each person: more than a list shows, the newest one open with all its answers."""
P99_LIMIT, P99_TARGET = 4.0, 3.0
AS_SET = ", gunicorn"
"""Both pages behind gunicorn with 2 processes of 4 threads: so the prototype was measured from which the limits of processor time come."""


@dataclass(slots=True)
class Kind:
    """A kind of request: its server, all processes that work for it, one run of requests a connection, and its limit and target."""

    name: str
    running: Running
    trees: Sequence[Tree]
    asks: Sequence[Iterator[Ask]]
    limit: float | None = None
    target: float | None = None
    is_read: bool = False
    requests: int = FEWEST
    costs: list[float] = field(default_factory=list)
    """Of each round: milliseconds of the processor a request."""
    slowest: list[float] = field(default_factory=list)
    """Of each round: milliseconds of the clock that 99 of 100 stay under."""

    def run(self) -> None:
        before, took = sum(tree.seconds() for tree in self.trees), list[float]()
        for _ in range(DEALS):
            took += self.running.client.run(self.asks, self.requests // DEALS)
        self.costs.append((sum(tree.seconds() for tree in self.trees) - before) / len(took) * 1000)
        self.slowest.append(quantiles(took, n=100)[-1] * 1000)

    def warm(self) -> None:
        """Twice, so that what is made once is made; then it is known how many requests a round can have."""
        self.run()
        self.run()
        self.requests = min(MOST, max(FEWEST, round(SECONDS * 1000 / self.costs[-1])))
        self.costs.clear()
        self.slowest.clear()


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    """Ratios to the empty page."""
    with TemporaryDirectory(prefix="orienteer-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        database = stack.enter_context(postgresql(folder / "postgresql"))
        people = [somebody(number, [HELD], is_open=True) for number in range(CONNECTIONS)]
        url, url_behind = database.new_database(), database.new_database()
        for name in ("instance", "behind"):
            (folder / name).mkdir()
        for where in (folder / "instance" / "orienteer.db", folder / "behind" / "orienteer.db", url, url_behind):
            fill(open_engine(where), [HELD], CONNECTIONS, is_open=True)
        nothing = stack.enter_context(empty())
        sqlite = stack.enter_context(orienteer(folder / "instance"))
        other = stack.enter_context(orienteer(folder / "other", url))
        blank = Kind("empty page", nothing, [nothing.tree], [asks.home() for _ in people])
        kinds = _kinds(sqlite, other, database, people)
        yield from _measured(blank, kinds, rounds)
        behind = stack.enter_context(empty_behind_gunicorn(folder))
        sqlite = stack.enter_context(orienteer_behind_gunicorn(folder / "behind"))
        other = stack.enter_context(orienteer_behind_gunicorn(folder / "other", url_behind))
        blank = Kind(f"empty page{AS_SET}", behind, [behind.tree], [asks.home() for _ in people])
        kinds = [kind for kind in _kinds(sqlite, other, database, people) if kind.limit]
        yield from _measured(blank, kinds, rounds, AS_SET)


def _kinds(sqlite: Running, other: Running, database: PostgreSQL, people: Sequence[Somebody]) -> list[Kind]:
    """What is asked of a server with either database."""
    kinds = [*_reads(sqlite, people), *_writes(sqlite, [sqlite.tree], people, "SQLite", 3.3, 2.6)]
    return [*kinds, *_writes(other, [other.tree, database.tree], people, "PostgreSQL (its CPU counted)", 5.1, 4.5)]


def _reads(running: Running, people: Sequence[Somebody]) -> Iterator[Kind]:
    session = asks.Session.of(running, people[0])
    people = [replace(person, session=session.cookie) for person in people]

    def kind(name: str, of: Callable[[Somebody], Iterator[Ask]], *limits: float) -> Kind:
        return Kind(name, running, [running.tree], [of(person) for person in people], *limits, is_read=True)

    yield kind("page of questions with saved answers", asks.questions, 3.0, 2.6)
    yield kind("result page", asks.result, 3.4, 2.9)
    yield kind("result page that is not remembered", asks.result_anew)
    yield kind("list page of 25", asks.listed, 2.7, 2.3)
    yield kind("page of questions, compressed", asks.questions_packed)
    yield kind("home page", asks.home)


def _writes(running: Running, trees: Sequence[Tree], people: Sequence[Somebody], name: str, limit: float, target: float) -> Iterator[Kind]:
    session = asks.Session.of(running, people[0])
    writers = [asks.Writer(person, session) for person in people]
    yield Kind(f"keep one answer, {name}", running, trees, [writer.one() for writer in writers], limit, target)
    yield Kind(f"keep a page of answers, {name}", running, trees, [writer.page() for writer in writers], limit, target)


def _measured(blank: Kind, kinds: Sequence[Kind], rounds: int, as_set: str = "") -> Iterator[Metric]:
    """The empty page is measured before and after the others of a round; their mean is that round's. Limits are for pages `as_set`."""
    for kind in (blank, *kinds):
        kind.warm()
    for _ in range(rounds):
        blank.run()
        for kind in kinds:
            kind.run()
        blank.run()
    costs, slowest = _pairs(blank.costs), _pairs(blank.slowest)
    for kind in kinds:
        yield Metric(f"{kind.name}: processor ÷ empty page's{as_set}", _ratios(kind.costs, costs), *_if(as_set, kind.limit, kind.target))
    yield Metric(f"{blank.name}: processor, ms", costs)
    for kind in kinds:
        if kind.is_read and kind.limit:
            ratios = _ratios(kind.slowest, slowest)
            yield Metric(f"{kind.name}: 99th of 100 ÷ empty page's{as_set}", ratios, *_if(as_set, P99_LIMIT, P99_TARGET))
    yield Metric(f"{blank.name}: 99th of 100 over {CONNECTIONS} connections, ms", slowest)


def _ratios(figures: Sequence[float], blank: Sequence[float]) -> list[float]:
    """Round by round."""
    return [figure / plain for figure, plain in zip(figures, blank, strict=True)]


def _if(as_set: str, *limits: float | None) -> tuple[float | None, ...]:
    return limits if as_set else ()


def _pairs(figures: Sequence[float]) -> list[float]:
    """The mean of each two that follow one another."""
    return [mean(pair) for pair in zip(figures[::2], figures[1::2], strict=True)]
