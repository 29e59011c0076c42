"""`orienteer score` beside Polars, which only reads the same file and writes as many columns."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from app.catalogue.load import load_catalogue
from app.cli.ratings.rows import columns
from tests.bench.metric import Metric
from tests.browser.server import COMMAND

PEOPLE = 1_000_000
ROUNDS = 5
SKIPPED = 0.1
SEED = 3
LINES_AT_ONCE = 50_000
LIMIT = 3
WORDS_AND_COUNT = 4
"""Added columns that hold no figure: status, closest, second, answered."""

READ_AND_WRITE = """
import sys, time
import numpy as np
import polars as pl
chance = np.random.default_rng(1)
def words(n, *texts):
    return pl.Series(texts)[chance.integers(0, len(texts), n)]
def made_up(n):
    yield words(n, "ranked", "too_close").alias("status")
    closest = "ml_engineer dl_engineer", "mlops_engineer", "research_scientist"
    yield words(n, *closest).alias("closest")
    yield words(n, "ml_engineer", "dl_engineer", "ai_product_manager").alias("second")
    yield pl.Series("answered", chance.integers(24, 41, n))
    for column in range(int(sys.argv[3])):
        yield pl.Series(f"figure_{column}", chance.random(n) * 4)
start = time.perf_counter()
people = pl.read_csv(sys.argv[1])
read = time.perf_counter() - start
added = list(made_up(len(people)))
start = time.perf_counter()
people.with_columns(added).write_csv(sys.argv[2])
print(read + time.perf_counter() - start)
"""


def metrics() -> Iterator[Metric]:
    """Yield the ratio of the two, then the seconds of each."""
    with TemporaryDirectory(prefix="orienteer-bench-") as folder:
        source, target = Path(folder, "people.csv"), Path(folder, "scored.csv")
        write_people(source, PEOPLE)
        rounds = [(orienteer(source, target), polars(source, target)) for _ in range(ROUNDS)]
    name = f"score {PEOPLE:,} people from a CSV file"
    yield Metric(
        f"{name}: time ÷ Polars reads and writes", [mine / theirs for mine, theirs in rounds], LIMIT
    )
    yield Metric(f"{name}: s", [mine for mine, _ in rounds])
    yield Metric(f"{name}: s of Polars", [theirs for _, theirs in rounds])


def write_people(path: Path, count: int) -> None:
    """Write random ratings, a tenth of them skipped, beside two columns that pass through."""
    chance = np.random.default_rng(SEED)
    skills = list(load_catalogue().skill)
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(["id", "이름", *skills]) + "\n")
        for first in range(0, count, LINES_AT_ONCE):
            shape = (min(LINES_AT_ONCE, count - first), len(skills))
            levels = np.where(
                chance.random(shape) < SKIPPED, "", chance.integers(0, 5, shape).astype("U1")
            )
            out.writelines(
                f"{number},김민수 {number},{','.join(row)}\n"
                for number, row in enumerate(levels.tolist(), first)
            )


def orienteer(source: Path, target: Path) -> float:
    """Return the wall time of the command in seconds, its start included."""
    start = time.perf_counter()
    subprocess.run(
        [COMMAND, "score", source, "--output", target], check=True, stderr=subprocess.DEVNULL
    )
    seconds = time.perf_counter() - start
    target.unlink()
    return seconds


def polars(source: Path, target: Path) -> float:
    """Return the seconds of reading and writing, without process start and new columns."""
    figures = len(columns(load_catalogue())) - WORDS_AND_COUNT
    done = subprocess.run(
        [sys.executable, "-c", READ_AND_WRITE, source, target, str(figures)],
        check=True,
        capture_output=True,
        text=True,
    )
    target.unlink()
    return float(done.stdout)
