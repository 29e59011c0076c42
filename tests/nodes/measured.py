"""`python -m tests.nodes.measured`: the figures of docs/scale.md (a quarter of an hour).

Bytes per finished assessment on both databases, and answers a second on one PostgreSQL. People
leave in the middle or come back, and half of those who finish make a plan. Every answer is sent by
itself.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from app import create_app
from app.storage.answers import decode
from app.storage.databases.sqlite import sqlite_module
from app.storage.engine import reading
from config import read_settings
from tests.conftest import context_of
from tests.nodes.load import kept_a_second
from tests.nodes.postgresql import Cluster, primary, standby
from tests.nodes.process import shared_folder
from tests.support.visitor import AREAS, CATALOGUE, SKILLS, Visitor

PEOPLE = 200
KEY = "7hQ2vXc9Lm4RkTzB1nWd8sYpF6gJ3aUe"
ROLES = [role.id for role in CATALOGUE.roles]
TABLES = ("owner", "device", "assessment", "plan", "progress", "share")


def main(people: int = PEOPLE) -> int:
    """Print every figure on a line."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (sizes are the same there, and nothing waits for a disk)
    with TemporaryDirectory(dir=memory) as folder:
        _sqlite(Path(folder), people)
    with shared_folder() as folder, primary(folder) as cluster, standby(cluster):
        _postgresql(folder, cluster, people)
        kept_a_second(cluster, _tell)
    return 0


def _sqlite(folder: Path, people: int) -> None:
    app = create_app(read_settings({"ORIENTEER_INSTANCE": str(folder)}))
    # The catalogue is stored once for everybody.
    Visitor(app).finish()
    before = _file_bytes(folder)
    finished = _live(app, people)
    _tell(
        "SQLite: bytes per finished assessment, all told", (_file_bytes(folder) - before) / finished
    )
    context_of(app).engine.dispose()
    with sqlite_module().connect(folder / "orienteer.db") as db:
        db.execute("VACUUM")
    _tell(
        "SQLite: the same after orienteer purge has made the file anew",
        (_file_bytes(folder) - before) / finished,
    )


def _file_bytes(folder: Path) -> int:
    """Return the bytes of the database with its log written into it."""
    with sqlite_module().connect(folder / "orienteer.db") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages, size, free = (
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "page_size", "freelist_count")
        )
    return int((pages - free) * size)


def _postgresql(folder: Path, cluster: Cluster, people: int) -> None:
    given = {
        "ORIENTEER_INSTANCE": str(folder / "instance"),
        "DATABASE_URL": cluster.url(),
        "SECRET_KEY": KEY,
    }
    app = create_app(read_settings(given))
    Visitor(app).finish()
    # The log has the same length, and nothing waits for it.
    cluster.ask("ALTER DATABASE orienteer SET synchronous_commit = off")
    context_of(app).engine.dispose()
    before, log = _sizes(cluster), _log_place(cluster)
    finished = _live(app, people)
    log = _log_place(cluster) - log
    cluster.ask("VACUUM")
    _tell_sizes("PostgreSQL", before, _sizes(cluster), finished)
    answers = people_answers(app)
    _tell(
        "PostgreSQL: bytes of log for each answer, with everything around it",
        log / answers,
    )
    cluster.ask("VACUUM FULL")
    cluster.ask("ALTER DATABASE orienteer RESET synchronous_commit")
    _tell_sizes("PostgreSQL, packed", before, _sizes(cluster), finished)
    context_of(app).engine.dispose()


def people_answers(app: Flask) -> int:
    """Return the number of stored answers."""
    with reading(context_of(app).engine) as db:
        texts = db.exec_driver_sql("SELECT answers FROM assessment").scalars()
        return sum(len(decode(text)) for text in texts)


def _sizes(cluster: Cluster) -> dict[str, int]:
    """Return each table's bytes, with its indexes and its TOAST table."""
    return {
        table: int(str(cluster.ask(f"SELECT pg_total_relation_size('{table}')")[0][0]))
        for table in TABLES
    }


def _tell_sizes(name: str, before: dict[str, int], after: dict[str, int], finished: int) -> None:
    grown = {table: after[table] - before[table] for table in TABLES}
    _tell(f"{name}: bytes per finished assessment, all told", sum(grown.values()) / finished)
    for table, size in grown.items():
        _tell(f"{name}:   of that {table}", size / finished)


def _log_place(cluster: Cluster) -> int:
    """Return the bytes of log that were ever written."""
    return int(str(cluster.ask("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")[0][0]))


def _live(app: Flask, people: int) -> int:
    """Simulate so many people. Return how many assessments were finished."""
    dice, finished = random.Random(11), 0
    for number in range(people):
        visitor = Visitor(app, "ko" if number % 2 else "en")
        times = dice.choices((0, 1, 2, 3), (3, 5, 1, 1))[0]
        for turn in range(1, times + 1):
            _answer(visitor, dice, turn, len(SKILLS))
            visitor.post(f"/assessments/{turn}/review")
            if dice.random() < 0.5:
                _plan(visitor, dice, turn)
        finished += times
        if not times:
            _answer(visitor, dice, 1, dice.randrange(1, len(SKILLS)))
        if dice.random() < 0.1:
            visitor.post("/return/code")
    return finished


def _answer(visitor: Visitor, dice: random.Random, number: int, count: int) -> None:
    """Create an assessment with answers sent one by one. One in ten is changed again."""
    visitor.post("/assessments")
    token = visitor.token
    for skill in SKILLS[:count]:
        for revision in range(1, 3 if dice.random() < 0.1 else 2):
            sent = {
                "level": dice.choices((0, 1, 2, 3, 4, None), (3, 4, 4, 2, 1, 1))[0],
                "revision": revision,
            }
            assert visitor.put(skill, sent, number, token).status == 200
    visitor.open(f"/assessments/{number}/{next(iter(AREAS))}")


def _plan(visitor: Visitor, dice: random.Random, number: int) -> None:
    """Choose a target and hours, and mark steps as done."""
    visitor.post(f"/assessments/{number}/target", role=dice.choice(ROLES), stage="junior")
    page = visitor.post(f"/assessments/{number}/plan", hours=str(dice.randrange(3, 15)), go="today")
    steps = [link for link in page.links if "/plan/steps/" in link]
    for step in dict.fromkeys(
        link.partition("?")[0].partition("#")[0] for link in steps[: dice.randrange(4)]
    ):
        visitor.post(step, do="done")


def _tell(name: str, figure: float) -> None:
    print(f"{name:<100}{figure:>12,.0f}", flush=True)


Tell = Callable[[str, float], None]

if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
