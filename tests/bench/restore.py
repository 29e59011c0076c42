"""Time and memory of a backup and a restore: `python -m tests.bench.restore [ASSESSMENTS]`."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from app.catalogue.snapshot import digest, freeze
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer, encode
from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine, writing
from tests.storage.backups import PROGRAMS
from tests.support.postgresql import new_engine, server
from tests.support.visitor import CATALOGUE, CLEAR

COMMAND = Path(sys.executable).with_name("orienteer")
MANY = 1_000_000
EACH = 3
"""Assessments of an owner."""
SQL = (
    "INSERT INTO catalogue (digest, content) VALUES (:digest, :content)",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
    "INSERT INTO owner (id, last_number, begun_at, seen_at) "
    "SELECT i * 7919, 3, 1800000000, 1800000000 + i FROM n",
    "INSERT INTO device (owner, id, secret_hash, begun_at, seen_at) "
    "SELECT id, id, randomblob(32), begun_at, seen_at FROM owner",
    "INSERT INTO assessment (owner, number, answers, begun_at, finished_at, "
    "target_role, target_stage, catalogue, result) "
    "SELECT owner.id, m.number, :answers, 1800000000, 1800000001, "
    "'mlops_engineer', 'senior', :digest, :result "
    "FROM owner CROSS JOIN (SELECT 1 AS number UNION SELECT 2 UNION SELECT 3) AS m",
    "INSERT INTO plan (owner, number, terms) "
    "SELECT owner, number, '{\"hours\": 9}' FROM assessment WHERE number = 1",
    "INSERT INTO progress (owner, number, step, state, earlier, note, changed_at) "
    "SELECT owner, number, 'sql.' || s.step, 'done', 'open', '해 봤다: ' || owner, 1800000002 "
    "FROM assessment CROSS JOIN (SELECT 1 AS step UNION SELECT 2) AS s WHERE number = 1",
)


def fill(database: Path, assessments: int) -> None:
    """Create the assessments, three for each owner, every third with a plan and two steps done."""
    engine = open_engine(database)
    migrate(engine)
    answers = encode({skill: Answer(level, 1) for skill, level in CLEAR.items()})
    values = {
        "count": assessments // EACH,
        "digest": digest(CATALOGUE),
        "content": freeze(CATALOGUE),
        "answers": answers,
        "result": result_to_json(score(CATALOGUE, CLEAR)),
    }
    with writing(engine) as db:
        for statement in SQL:
            db.execute(text(statement), values)
    engine.dispose()


def timed(instance: Path, database: str, *arguments: str | Path) -> tuple[float, float, float]:
    """Return seconds, CPU seconds and MB of a command, which must succeed."""
    environment = {
        **os.environ,
        "ORIENTEER_INSTANCE": str(instance),
        "DATABASE_URL": database,
        "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
    }
    began = time.monotonic()
    running = subprocess.Popen([COMMAND, *arguments], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0, arguments
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measured(assessments: int = MANY) -> Iterator[tuple[str, float, float, float]]:
    """Print what a step does and what `timed` returns."""
    with TemporaryDirectory() as name, _postgresql(Path(name)) as (one, other):
        folder = Path(name)
        fill(folder / "full.db", assessments)
        lite, file, dump = (
            f"sqlite:///{folder / 'full.db'}",
            folder / "lite.backup",
            folder / "pg.backup",
        )
        yield "backup, SQLite", *timed(folder / "i", lite, "backup", file)
        yield (
            "restore, SQLite",
            *timed(folder / "i", f"sqlite:///{folder / 'restored.db'}", "restore", file),
        )
        yield (
            "restore over as many, SQLite",
            *timed(
                folder / "i", f"sqlite:///{folder / 'restored.db'}", "restore", file, "--replace"
            ),
        )
        yield "move, SQLite to PostgreSQL", *timed(folder / "i", lite, "move", "--to", one)
        yield "backup, PostgreSQL", *timed(folder / "i", one, "backup", dump)
        yield "restore, PostgreSQL", *timed(folder / "i", other, "restore", dump)


@contextmanager
def _postgresql(folder: Path) -> Iterator[tuple[str, str]]:
    with server(folder / "data") as url, new_engine(url) as one, new_engine(url) as other:
        yield (
            one.url.render_as_string(hide_password=False),
            other.url.render_as_string(hide_password=False),
        )


if __name__ == "__main__":
    for what, seconds, processor, megabytes in measured(int((sys.argv[1:] or [MANY])[0])):
        print(
            f"{what:<32}{seconds:>8.1f} s {processor:>8.1f} s of processor {megabytes:>8.0f} MB",
            flush=True,
        )
