"""Server CPU of every route: as nobody, as an owner, and as an owner of 1,000 assessments.

`python -m tests.bench.routes` prints the table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import thread_time
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from sqlalchemy import insert, select, update
from werkzeug.test import run_wsgi_app

from app.storage.engine import writing
from app.storage.owners import MAX_ASSESSMENTS
from app.storage.tables import assessment, owner
from tests.abuse.scene import Scene, scene, send
from tests.abuse.table import ROWS, Row
from tests.bench.metric import Metric
from tests.support.databases import new_on_sqlite

ROUNDS = 5
LIMIT = 50.0
"""Milliseconds of CPU. What takes more is heavy work, which few requests do at once."""
HEAVY = {
    "plan.plan",
    "plan.week",
    "plan.change",
    "plan.export",
    "plan.step.show",
    "plan.step.save",
    "plan.example",
    "plan.shared",
    "results.download",
    "data.export",
    "data.import_file",
}
"""Endpoints that do heavy work in the places of `app.web.http.heavy_work`."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a route costs each kind of person, in milliseconds of CPU."""

    row: Row
    nobody: float
    owner: float
    owner_of_most: float

    @property
    def name(self) -> str:
        return f"{self.row.method} {self.row.address}"

    @property
    def highest(self) -> float:
        return max(self.nobody, self.owner, self.owner_of_most)


class Meter:
    """A WSGI application that notes the CPU time of its thread for each request, in seconds."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self.last = 0.0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        begun = thread_time()
        body, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        self.last = thread_time() - begun
        start_response(status, headers.to_wsgi_list())
        return iter(body)


def costs() -> list[Cost]:
    """Measure every row of the table of routes."""
    with (
        TemporaryDirectory(prefix="orienteer-bench-") as folder,
        scene(new_on_sqlite, Path(folder)) as stage,
    ):
        meter = Meter(stage.app.wsgi_app)
        stage.app.wsgi_app = meter  # type: ignore[method-assign]
        nobody, some = (_measure(stage, meter, who) for who in ("anonymous", "owner"))
        _grow(stage)
        most = _measure(stage, meter, "owner")
    return [Cost(*each) for each in zip(ROWS, nobody, some, most, strict=True)]


def metrics() -> Iterator[Metric]:
    """Yield the dearest route of each kind."""
    found = costs()
    for kind, limit in (("light", LIMIT), ("heavy", None)):
        dearest = max(
            (each for each in found if (each.row.endpoint in HEAVY) == (kind == "heavy")),
            key=lambda each: each.highest,
        )
        yield Metric(f"dearest {kind} route, {dearest.name}: CPU, ms", [dearest.highest], limit)


def _measure(stage: Scene, meter: Meter, who: str) -> list[float]:
    return [_cost(stage, meter, who, row) for row in ROWS]


def _cost(stage: Scene, meter: Meter, who: str, row: Row) -> float:
    """Return the median over rounds, each on the data as it was set up."""
    found = []
    for _ in range(ROUNDS):
        if row.method != "GET":
            stage.restore()
        visitor = stage.come(who)
        token = visitor.token if row.method != "GET" else ""
        send(visitor, row, who, token, row.method)
        found.append(1000 * meter.last)
    return median(found)


def _grow(stage: Scene) -> None:
    """Give the owner as many assessments as anybody may have: copies of the first."""
    stage.restore()
    first = select(assessment).where(assessment.c.owner == stage.whose, assessment.c.number == 1)
    with writing(stage.engine) as db:
        row = db.execute(first).one()._asdict()
        number = owner.c.last_number
        last = db.execute(select(number).where(owner.c.id == stage.whose)).scalar_one()
        copies = [row | {"number": each} for each in range(last + 1, MAX_ASSESSMENTS + 1)]
        db.execute(insert(assessment), copies)
        db.execute(
            update(owner).where(owner.c.id == stage.whose).values(last_number=MAX_ASSESSMENTS)
        )
    stage.keep()


def as_markdown(found: Sequence[Cost]) -> str:
    """Return the table, dearest first."""
    lines = ["| request | nobody | an owner | an owner of 1,000 | |", "|---|--:|--:|--:|---|"]
    for each in sorted(found, key=lambda cost: -cost.highest):
        heavy = "heavy" if each.row.endpoint in HEAVY else ""
        figures = f"{each.nobody:.1f} | {each.owner:.1f} | {each.owner_of_most:.1f}"
        lines.append(f"| {each.name} | {figures} | {heavy} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_markdown(costs()))
