"""`python -m tests.bench page`: the figures of `instance/bench.json` written into docs/performance.md, between two marks."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench.metric import Metric
from tests.bench.record import Part

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by python -m tests.bench page -->", "<!-- end of figures -->"
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


def written(parts: Sequence[Part]) -> str:
    """The page with these figures in it, the old ones replaced."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    assert tail, f"{PAGE} has lost its marks"
    return f"{head}{BEGIN}\n\n{figures(parts)}\n{END}{tail}"


def figures(parts: Sequence[Part]) -> str:
    order = list(TITLES)
    return "\n".join(_table(part) for part in sorted(parts, key=lambda part: order.index(part.name)))


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
    limit, target = ("" if figure is None else f"{figure:,.4g}" for figure in (metric.limit, metric.target))
    spread = f"{_said(min(metric.rounds))} to {_said(max(metric.rounds))}" if len(metric.rounds) > 1 else ""
    missed = "**missed**" if metric.missed else ""
    return f"| {metric.name} | {_said(metric.measured)} | {spread} | {limit} | {target} | {missed} |"


def _said(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.2f}"
