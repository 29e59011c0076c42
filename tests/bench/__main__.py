"""`make bench`: each figure and its limit; exits 1 when a limit is missed by more than the margin.

`python -m tests.bench PART …` runs some of the parts; `figures` writes the last
figures into docs/performance-figures.md.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator

from tests.bench import (
    abuse,
    browser,
    class_hour,
    figures,
    growth,
    pages,
    peers,
    picture,
    plan,
    record,
    score,
    skill_map,
    starts,
    weight,
)
from tests.bench.metric import NAME_WIDTH, Metric
from tests.bench.servers import SERVER

PARTS: dict[str, Callable[[], Iterator[Metric]]] = {
    "http": pages.metrics,
    "class": class_hour.metrics,
    "peers": peers.metrics,
    "starts": starts.metrics,
    "growth": growth.metrics,
    "weight": weight.metrics,
    "browser": browser.metrics,
    "plan": plan.metrics,
    "map": skill_map.metrics,
    "score": score.metrics,
    "abuse": abuse.metrics,
}


def main(asked: list[str]) -> int:
    """Measure these parts, all by default. Return 1 when a limit is missed, 2 for a wrong name."""
    if unknown := [name for name in asked if name not in {*PARTS, "figures"}]:
        print(f"No such part: {', '.join(unknown)}.", file=sys.stderr)
        print(f"There are {', '.join(PARTS)} and figures.", file=sys.stderr)
        return 2
    missed = _measure([name for name in PARTS if name in asked or not asked])
    if "figures" in asked:
        text = figures.render(record.load(record.path()))
        figures.DOCUMENT.write_text(text, encoding="utf-8")
    return int(missed)


def _measure(parts: list[str]) -> bool:
    """Return whether a limit was missed. Each part is saved at its end, so no failure loses it."""
    missed, path = False, record.path()
    if parts:
        print(f"Server: {SERVER}")
        print(f"{'metric':<{NAME_WIDTH}}{'measured':>10} {'(rounds)':<22}{'limit':>10}", flush=True)
    for name in parts:
        start, found = time.perf_counter(), []
        for metric in PARTS[name]():
            print(metric.line(), flush=True)
            missed |= metric.missed
            found.append(metric)
        record.save(record.measured(name, time.perf_counter() - start, found), path)
        path.with_suffix(".svg").write_text(picture.draw(record.load(path)), encoding="utf-8")
    return missed


if __name__ == "__main__":
    # SIGTERM raises SystemExit, so that servers are stopped and folders removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main(sys.argv[1:]))
