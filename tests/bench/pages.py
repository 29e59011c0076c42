"""Server CPU of pages and saved answers, as a multiple of an empty page in the same round."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.bench import traffic
from tests.bench.client import Client, Request
from tests.bench.cost import Tree
from tests.bench.metric import Metric
from tests.bench.people import Person, fill, person
from tests.bench.postgresql import postgresql
from tests.bench.servers import Running, empty, orienteer
from tests.support.visitor import AREAS

ROUNDS = 7
PEOPLE = 600
"""More than any cache of the server holds. They take turns, so nothing is cached for anybody."""
ASSESSMENTS = 31
"""Of each person: more than a list shows. The newest is open with all its answers."""
PLANNERS = 32
"""People whose plan was computed before: fewer than the server caches plans."""


@dataclass(slots=True)
class Kind:
    """A kind of request, the processes that work for it, and how many are sent in each round."""

    name: str
    limit: float
    client: Client
    trees: Sequence[Tree]
    requests: Iterator[Request]
    """Endless. Requests that the iterator itself sends are not measured."""
    count: int
    one_by_one: bool = False
    """For heavy work: the server runs one piece at a time and lets nobody wait for long."""
    costs: list[float] = field(default_factory=list)
    """Milliseconds of CPU for a request, in each round."""

    def measure(self) -> None:
        requests = list(islice(self.requests, self.count))
        before = sum(tree.seconds() for tree in self.trees)
        if self.one_by_one:
            for request in requests:
                self.client.send(request)
        else:
            self.client.send_all(requests)
        self.costs.append((sum(tree.seconds() for tree in self.trees) - before) / self.count * 1000)


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    """Yield ratios to the empty page, then its own cost."""
    with TemporaryDirectory(prefix="orienteer-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        database = stack.enter_context(postgresql(folder / "postgresql"))
        url = database.new_database()
        (folder / "sqlite").mkdir()
        for where in (folder / "sqlite" / "orienteer.db", url):
            fill(open_engine(where), [ASSESSMENTS], PEOPLE, is_open=True, with_plans=True)
        blank = stack.enter_context(empty())
        sqlite = stack.enter_context(orienteer(folder / "sqlite"))
        other = stack.enter_context(orienteer(folder / "other", url))
        kinds = [*_reads(sqlite, _people(sqlite)), *_saves(sqlite, [sqlite.tree], "SQLite")]
        kinds += _saves(other, [other.tree, database.tree], "PostgreSQL, its CPU included")
        yield from _measured(
            Kind("empty page", 0, blank.client, [blank.tree], cycle([Request("/")]), 400),
            kinds,
            rounds,
        )


def _people(running: Running) -> list[Person]:
    people = [person(number, [ASSESSMENTS], is_open=True) for number in range(PEOPLE)]
    for each in people:
        traffic.start_session(running.client, each)
    return people


def _reads(running: Running, people: Sequence[Person]) -> list[Kind]:
    kinds: list[tuple[str, float, Iterator[Request], int]] = [
        (
            "question page with saved answers",
            15,
            (traffic.question_page(*each) for each in _areas(people)),
            200,
        ),
        ("home", 20, (traffic.home(each) for each in cycle(people)), 200),
        ("list of 25 assessments", 45, (traffic.list_page(each) for each in cycle(people)), 100),
        (
            "result never opened before",
            80,
            (traffic.result(*each) for each in _assessments(people)),
            80,
        ),
        ("plan computed before", 80, _known_plans(running.client, people[:PLANNERS]), PLANNERS),
    ]
    new_plan = Kind(
        "plan with a deadline, never computed before, with its curve",
        400,
        running.client,
        [running.tree],
        (traffic.plan(*each) for each in _assessments(people)),
        16,
        one_by_one=True,
    )
    light = [
        Kind(name, limit, running.client, [running.tree], requests, count)
        for name, limit, requests, count in kinds
    ]
    return [*light, new_plan]


def _saves(running: Running, trees: Sequence[Tree], database: str) -> list[Kind]:
    people = _people(running)
    return [
        Kind(
            f"save one answer, {database}",
            12,
            running.client,
            trees,
            (traffic.save_answer(each) for each in cycle(people)),
            200,
        ),
        Kind(
            f"save a page of answers, {database}",
            12,
            running.client,
            trees,
            _forms(running.client, people),
            200,
        ),
    ]


def _areas(people: Sequence[Person]) -> Iterator[tuple[Person, str]]:
    return ((each, area) for area in cycle(AREAS) for each in people)


def _assessments(people: Sequence[Person]) -> Iterator[tuple[Person, int]]:
    """Yield every finished assessment of everybody once."""
    return ((each, number) for number in range(1, ASSESSMENTS) for each in people)


def _known_plans(client: Client, people: Sequence[Person]) -> Iterator[Request]:
    """Yield plans that were opened just now."""
    for each in cycle(people):
        request = traffic.plan(each, each.finished)
        client.send(request)
        yield request


def _forms(client: Client, people: Sequence[Person]) -> Iterator[Request]:
    chance = Random(1)
    for each, area in _areas(people):
        yield traffic.save_page(each, client.send(traffic.question_page(each, area)), chance)


def _measured(blank: Kind, kinds: Sequence[Kind], rounds: int) -> Iterator[Metric]:
    """Measure in interleaved rounds, the empty page before each kind.

    The first round is dropped.
    """
    for _ in range(rounds + 1):
        for kind in kinds:
            blank.measure()
            kind.measure()
    each_round = [
        mean(blank.costs[first : first + len(kinds)])
        for first in range(0, len(blank.costs), len(kinds))
    ][1:]
    for kind in kinds:
        ratios = [cost / plain for cost, plain in zip(kind.costs[1:], each_round, strict=True)]
        yield Metric(f"{kind.name}: CPU ÷ empty page's", ratios, kind.limit)
    yield Metric("empty page: CPU, ms", each_round)
