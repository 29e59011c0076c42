"""`python -m tests.bench page`: write the figures of `instance/bench.json` into docs/performance.md, between two marks."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench.metric import Metric, number
from tests.bench.record import TITLES, Part

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by python -m tests.bench page -->", "<!-- end of figures -->"


def render(parts: Sequence[Part]) -> str:
    """Return the document with these figures in place of the old ones."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    assert tail, f"{PAGE} has lost its marks"
    tables = "\n".join(map(_table, parts))
    return f"{head}{BEGIN}\n\n{tables}\n{END}{tail}"


def _table(part: Part) -> str:
    machine = part.machine
    on = f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}, SQLite {machine['sqlite']}"
    measured = f"load at the end {machine['load']}; `python -m tests.bench {part.name}`, {part.seconds:,.0f} s"
    lines = [
        f"### {TITLES[part.name]}",
        "",
        f"{part.measured_at[:10]}; {machine['server']}; {on}; {measured}.",
        "",
        "| what | measured | rounds | limit | |",
        "|---|---|---|---|---|",
        *map(_row, part.metrics),
        "",
    ]
    return "\n".join(lines)


def _row(metric: Metric) -> str:
    limit = "" if metric.limit is None else number(metric.limit)
    rounds = (
        f"{number(min(metric.rounds))} to {number(max(metric.rounds))}"
        if len(metric.rounds) > 1
        else ""
    )
    return f"| {metric.name} | {number(metric.measured)} | {rounds} | {limit} | {'**missed**' if metric.missed else ''} |"
