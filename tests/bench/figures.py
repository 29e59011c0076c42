"""`python -m tests.bench figures`: write the figures of `instance/bench.json` into a document."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench.metric import MARGIN, Metric, number
from tests.bench.record import TITLES, Part

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance-figures.md"
INTRODUCTION = f"""\
# Performance figures

`python -m tests.bench figures` writes this file from the last run of `make bench`.
Do not edit it by hand. [performance.md](performance.md) explains what is measured and how.

A figure is the median of its rounds.
A limit is missed when the figure exceeds it by more than {MARGIN - 1:.0%}.
"""


def render(parts: Sequence[Part]) -> str:
    """Return the whole document for these parts."""
    return "\n".join([INTRODUCTION, *map(_table, parts)])


def _table(part: Part) -> str:
    machine = part.machine
    system = ", ".join(
        [
            machine["processor"],
            f"{machine['cores']} cores",
            f"Python {machine['python']}",
            f"SQLite {machine['sqlite']}",
        ]
    )
    lines = [
        f"## {TITLES[part.name]}",
        "",
        f"- Measured on {part.measured_at[:10]} with `python -m tests.bench {part.name}`, "
        f"in {part.seconds:,.0f} s",
        f"- Server: {machine['server']}",
        f"- Machine: {system}; load at the end {machine['load']}",
        "",
        "| what | measured | rounds | limit | |",
        "|---|---|---|---|---|",
        *map(_row, part.metrics),
        "",
    ]
    return "\n".join(lines)


def _row(metric: Metric) -> str:
    rounds = ""
    if len(metric.rounds) > 1:
        rounds = f"{number(min(metric.rounds))} to {number(max(metric.rounds))}"
    limit = "" if metric.limit is None else number(metric.limit)
    missed = "**missed**" if metric.missed else ""
    return f"| {metric.name} | {number(metric.measured)} | {rounds} | {limit} | {missed} |"
