"""What a purge and an export hold in memory, however much there is of it; and the bytes that an assessment takes on the disk."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, func, select, update

from app.storage.cleaning import DAY_SECONDS
from app.storage.engine import open_engine, writing
from app.storage.migrate import migrate
from app.storage.tables import assessment, owner
from tests.bench.metric import Metric
from tests.bench.people import Somebody, fill, somebody, spread
from tests.bench.postgresql import postgresql
from tests.bench.score import GROWTH, SCORE
from tests.bench.servers import Running, environment, orienteer

EVERY = 50
"""Every fiftieth owner is long gone, and another fiftieth has deleted all assessments, when the purge comes; one more was here lately."""
EXPORTS = (100, 10_000)
"""Assessments of one owner."""
KEPT = 20_000
BYTES_LIMIT, BYTES_TARGET = 1_500.0, 1_179.0


def purges(stores: Sequence[tuple[Path, str]], ratio: str) -> Metric:
    """The most memory that `orienteer purge` held at the second over that at the first: instances, with a URL or none."""
    held = []
    for instance, database in stores:
        engine = open_engine(database or instance / "orienteer.db")
        with writing(engine) as db:
            db.execute(update(owner).where(owner.c.id % EVERY == 0).values(seen_at=1))
            db.execute(update(owner).where(owner.c.id % EVERY == 2).values(seen_at=int(time.time()) - 10 * DAY_SECONDS))
            db.execute(update(assessment).where(assessment.c.owner % EVERY == 1).values(deleted_at=1))
        engine.dispose()
        command = [sys.executable, "-c", SCORE, "purge"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(instance, database))
        held.append(int(done.stderr.split()[-1]))
    return Metric(f"purge of a fiftieth {ratio}: peak memory", [held[1] / held[0]], GROWTH, 1.0)


def exports() -> Iterator[Metric]:
    """The most memory that a server held after it handed out one owner's many assessments over that after few, beside its own start."""
    with TemporaryDirectory(prefix="orienteer-bench-") as name:
        counts = list(EXPORTS)
        fill(open_engine(Path(name, "orienteer.db")), counts, is_open=False)
        for kind in ("json", "csv"):
            with orienteer(Path(name)) as running:
                peaks = [_exported(running, somebody(place, counts, is_open=False), kind) for place in range(len(counts))]
            ratio = f"export of {EXPORTS[1]:,} assessments ÷ of {EXPORTS[0]:,}, {kind}"
            yield Metric(f"{ratio}: server's peak memory", [peaks[1][0] / peaks[0][0]], GROWTH, 1.0)
            yield Metric(f"the same file of {EXPORTS[1]:,}, MB", [peaks[1][1]])


def _exported(running: Running, person: Somebody, kind: str) -> tuple[float, float]:
    """MB of the server at most, and MB of the file."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=120)
    connection.request("GET", f"/data/export.{kind}", headers={"Cookie": person.cookie})
    answer = connection.getresponse()
    assert answer.status == 200
    length = 0
    while part := answer.read(1 << 16):
        length += len(part)
    connection.close()
    return running.tree.peak(), length / 1e6


def weights() -> Iterator[Metric]:
    """Bytes on the disk for a finished assessment, with all that belongs to its owner and every index."""
    with TemporaryDirectory(prefix="orienteer-bench-") as name, postgresql(Path(name, "data")) as database:
        for kind, where in (("SQLite", Path(name, "orienteer.db")), ("PostgreSQL", database.new_database())):
            engine = open_engine(where)
            migrate(engine)
            before = _size(engine)
            fill(engine, spread(KEPT), is_open=False)
            yield Metric(f"bytes per finished assessment, {kind}", [(_size(engine) - before) / KEPT], BYTES_LIMIT, BYTES_TARGET)
            engine.dispose()


def _size(engine: Engine) -> int:
    with engine.connect() as db:
        if engine.dialect.name == "sqlite":
            return int(db.exec_driver_sql("PRAGMA page_count").scalar_one() * db.exec_driver_sql("PRAGMA page_size").scalar_one())
        return int(db.scalar(select(func.pg_database_size(func.current_database()))) or 0)
