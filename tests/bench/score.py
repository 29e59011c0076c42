"""`orienteer score` beside Polars, which merely reads the same file and writes as many columns; each is a process of its own, in turns."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from app.catalogue.load import load_catalogue
from tests.bench.metric import Metric

PEOPLE = 1_000_000
FEWER = PEOPLE // 10
ROUNDS = 5
SKIPPED = 0.1
SEED = 3
LINES_AT_ONCE = 50_000
LIMIT, TARGET = 2.0, 1.5
GROWTH = 1.2
"""How much more memory ten times the rows may take."""

SCORE = """
import sys
from app.cli import main
try:
    main()
finally:
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""
"""The command, which then tells the most memory that it held; the system's own count would begin with the memory of its parent."""

READ_AND_WRITE = """
import sys, time
import numpy as np
import polars as pl
chance = np.random.default_rng(1)
def words(n, *texts):
    return pl.Series(texts)[chance.integers(0, len(texts), n)]
def made_up(n):
    yield words(n, "ranked", "too_close").alias("status")
    yield words(n, "ml_engineer dl_engineer", "mlops_engineer", "research_scientist").alias("closest")
    yield words(n, "ml_engineer", "dl_engineer", "ai_product_manager").alias("second")
    yield pl.Series("answered", chance.integers(24, 41, n))
    for column in range(22):
        yield pl.Series(f"figure_{column}", chance.random(n) * 4)
start = time.perf_counter()
people = pl.read_csv(sys.argv[1])
read = time.perf_counter() - start
added = list(made_up(len(people)))
start = time.perf_counter()
people.with_columns(added).write_csv(sys.argv[2])
print(read + time.perf_counter() - start)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the clock, from start to end of the process, and the most memory that it held, in MB."""

    seconds: float
    memory: float


def metrics() -> Iterator[Metric]:
    """The ratio of the two for skills alone and with other columns, and the memory of ours."""
    with TemporaryDirectory(prefix="orienteer-bench-") as folder:
        source, target = Path(folder, "people.csv"), Path(folder, "scored.csv")
        write_people(source, FEWER, others=True)
        few = [ours(source, target).memory for _ in range(ROUNDS)]
        for others in (False, True):
            write_people(source, PEOPLE, others)
            rounds = [(ours(source, target), polars(source, target)) for _ in range(ROUNDS)]
            name = f"score {PEOPLE:,} people{' with id and name' if others else ''}"
            yield Metric(f"{name}: time ÷ Polars reads and writes", [run.seconds / theirs for run, theirs in rounds], LIMIT, TARGET)
            yield Metric(f"{name}: seconds", [run.seconds for run, _ in rounds])
            yield Metric(f"{name}: seconds of Polars", [theirs for _, theirs in rounds])
            yield Metric(f"{name}: peak memory, MB", [run.memory for run, _ in rounds])
        grown = [run.memory / before for (run, _), before in zip(rounds, few, strict=True)]
        yield Metric(f"score {PEOPLE:,} people: peak memory ÷ that of {FEWER:,}", grown, GROWTH, 1.0)


def write_people(path: Path, count: int, others: bool) -> None:
    """A file of made-up ratings, a tenth of them skips."""
    chance = np.random.default_rng(SEED)
    skills = list(load_catalogue().skill)
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join([*(["id", "이름"] if others else []), *skills]) + "\n")
        for first in range(0, count, LINES_AT_ONCE):
            shape = (min(LINES_AT_ONCE, count - first), len(skills))
            levels = np.where(chance.random(shape) < SKIPPED, "", chance.integers(0, 5, shape).astype("U1"))
            for number, row in enumerate(levels.tolist(), first):
                out.write((f"{number},김민수 {number}," if others else "") + ",".join(row) + "\n")


def ours(source: Path, target: Path) -> Run:
    start = time.perf_counter()
    command = [sys.executable, "-c", SCORE, "score", str(source), "--output", str(target)]
    held = subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True).stderr
    seconds = time.perf_counter() - start
    target.unlink()
    return Run(seconds, int(held) / 1024)


def polars(source: Path, target: Path) -> float:
    """The seconds that reading and writing took, without the start of the process and the making of the columns."""
    command = [sys.executable, "-c", READ_AND_WRITE, str(source), str(target)]
    seconds = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    target.unlink()
    return seconds
