"""A class hour: 3,000 people, 120 saves and 25 pages a second, driven by Locust."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.bench import traffic
from tests.bench.metric import Metric
from tests.bench.peers.sites import installed
from tests.bench.people import Person, fill, person
from tests.bench.servers import Running, orienteer
from tests.support.visitor import AREAS, SKILLS

HERE = Path(__file__).parent
PEOPLE = 3_000
SAVES, PAGES = 120, 25
"""A second."""
ROUNDS, SECONDS = 5, 30
P99_LIMIT, SHARE_LIMIT = 250, 40
ASSESSMENTS = 2
"""Of each person. The newest is open."""
REVISION_STEP = 1_000
"""More than anybody saves in a round."""


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    """Yield the 99th percentile and the server's share of all cores."""
    program = installed(HERE) / "locust"
    with TemporaryDirectory(prefix="orienteer-bench-") as name:
        folder = Path(name)
        fill(open_engine(folder / "orienteer.db"), [ASSESSMENTS], PEOPLE, is_open=True)
        with orienteer(folder) as running:
            people = [person(number, [ASSESSMENTS], is_open=True) for number in range(PEOPLE)]
            for each in people:
                traffic.start_session(running.client, each)
            found = [
                _round(program, folder, running, people, (place + 1) * REVISION_STEP)
                for place in range(rounds)
            ]
    requests = f"{PEOPLE:,} people, {SAVES} saves and {PAGES} pages a second"
    yield Metric(f"class hour, {requests}: p99, ms", [p99 for p99, _, _ in found], P99_LIMIT)
    yield Metric(
        "class hour: the server's share of all cores, %",
        [share for _, share, _ in found],
        SHARE_LIMIT,
    )
    yield Metric("class hour: requests a second", [rate for _, _, rate in found])


def _round(
    program: Path, folder: Path, running: Running, people: list[Person], revision: int
) -> tuple[float, float, float]:
    """Run Locust once. Return p99 in ms, the share in per cent, and requests a second.

    Raises AssertionError when a request failed.
    """
    file = folder / "people.json"
    file.write_text(json.dumps([_person(each, revision) for each in people]))
    settings = {
        "PEOPLE_FILE": str(file),
        "RATE": str(SAVES + PAGES),
        "SAVES": str(SAVES),
        "PAGES": str(PAGES),
    }
    command = [
        program,
        "--headless",
        "--locustfile",
        HERE / "locustfile.py",
        "--host",
        f"http://127.0.0.1:{running.port}",
    ]
    command += [
        "--users",
        str(PEOPLE),
        "--spawn-rate",
        str(PEOPLE),
        "--run-time",
        f"{SECONDS}s",
        "--csv",
        folder / "class",
        "--only-summary",
    ]
    before = running.tree.seconds()
    done = subprocess.run(
        command, env=os.environ | settings, capture_output=True, text=True, cwd=folder
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    share = 100 * (running.tree.seconds() - before) / (SECONDS * (os.cpu_count() or 1))
    with (folder / "class_stats.csv").open(encoding="utf-8") as lines:
        total = next(row for row in csv.DictReader(lines) if row["Name"] == "Aggregated")
    print(f"({total['Request Count']} requests)", file=sys.stderr, flush=True)
    return float(total["99%"]), share, int(total["Request Count"]) / SECONDS


def _person(found: Person, revision: int) -> dict[str, object]:
    paths = {
        "pages": [f"/assessments/{found.assessments}/{area}" for area in AREAS],
        "answers": [f"/assessments/{found.assessments}/ratings/{skill}" for skill in SKILLS],
    }
    return {
        "headers": {"Cookie": found.cookie, "X-CSRFToken": found.token},
        "revision": revision,
        **paths,
    }
