"""`instance/bench.svg`: a bar for each metric with a limit, for light and dark."""

from collections.abc import Sequence
from html import escape

from tests.bench.metric import Metric, number
from tests.bench.record import Part

ROW, TOP, LEFT, SCALE, RIGHT = 22, 56, 600, 200, 160
MOST = 2.0
"""Bars are cut off at this multiple of the limit."""
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1c2a2b } .name { text-anchor: end }
.paper { fill: #faf8f2 } .muted { fill: #55645f }
.bar { fill: #7b8782 } .missed { fill: #9a1477 }
.limit { stroke: #1c2a2b; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #e9eee9 } .paper { fill: #10181a } .muted { fill: #a3b3ae }
  .bar { fill: #7d8d88 } .missed { fill: #f38fd6 }
  .limit { stroke: #e9eee9 }
}
"""


def draw(parts: Sequence[Part]) -> str:
    """Return the SVG.

    Bars beyond the line exceed their limit, purple ones by more than the margin.
    """
    metrics = [metric for part in parts for metric in part.metrics if metric.limit]
    height, width = TOP + ROW * len(metrics) + 16, round(LEFT + SCALE * MOST + RIGHT)
    rows = "".join(_row(place, metric) for place, metric in enumerate(metrics))
    end, line = height - 12, LEFT + SCALE
    dates = sorted(part.measured_at[:10] for part in parts)
    when = dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img" aria-labelledby="t">'
        f'<title id="t">Measured figures as multiples of their limits</title>'
        f'<style>{STYLE}</style><rect class="paper" width="100%" height="100%"/>'
        f'<text x="16" y="26">Measured ÷ limit, median of the rounds, {escape(when)}</text>'
        f'<text class="muted" x="{line}" y="{TOP - 10}" text-anchor="middle">limit</text>'
        f'{rows}<path class="limit" d="M{line} {TOP - 4}V{end}"/></svg>\n'
    )


def _row(place: int, metric: Metric) -> str:
    assert metric.limit
    y, ratio = TOP + ROW * place, metric.measured / metric.limit
    kind = "bar missed" if metric.missed else "bar"
    length = SCALE * min(ratio, MOST)
    label = ("→ " if ratio > MOST else "") + f"{number(metric.measured)} of {number(metric.limit)}"
    baseline, end = y + ROW * 0.7, LEFT + SCALE * MOST + 8
    return (
        f'<text class="name" x="{LEFT - 10}" y="{baseline:.1f}">{escape(metric.name)}</text>'
        f'<rect class="{kind}" x="{LEFT}" y="{y + 4}"'
        f' width="{length:.1f}" height="{ROW - 8}" rx="2"/>'
        f'<text class="muted" x="{end:.1f}" y="{baseline:.1f}">{escape(label)}</text>'
    )
