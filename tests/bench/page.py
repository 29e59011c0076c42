"""`python -m tests.bench page`: the figures of `instance/bench.json` written into docs/performance.md, between two marks."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench.metric import Metric, said
from tests.bench.record import TITLES, Part

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by python -m tests.bench page -->", "<!-- end of figures -->"


def written(parts: Sequence[Part]) -> str:
    """The page with these figures in it, the old ones replaced."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    assert tail, f"{PAGE} has lost its marks"
    return f"{head}{BEGIN}\n\n{figures(parts)}\n{END}{tail}"


def figures(parts: Sequence[Part]) -> str:
    return "\n".join(map(_table, parts))


def _table(part: Part) -> str:
    machine = part.machine
    on = f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}, SQLite {machine['sqlite']}"
    lines = [
        f"### {TITLES[part.name]}",
        "",
        f"{part.measured_at[:10]}; {on}; load at the end {machine['load']}; `python -m tests.bench {part.name}`, {part.seconds:,.0f} s.",
        "",
        "| metric | measured | rounds | limit | target | |",
        "|---|---|---|---|---|---|",
        *map(_row, part.metrics),
        "",
    ]
    return "\n".join(lines)


def _row(metric: Metric) -> str:
    limit, target = ("" if figure is None else said(figure) for figure in (metric.limit, metric.target))
    spread = f"{said(min(metric.rounds))} to {said(max(metric.rounds))}" if len(metric.rounds) > 1 else ""
    missed = "**missed**" if metric.missed else ""
    return f"| {metric.name} | {said(metric.measured)} | {spread} | {limit} | {target} | {missed} |"
