"""`make bench`: what is measured, its limit and its target, a line each; 1 when a limit is missed by more than the margin.

`python -m tests.bench PART …` runs some of the parts; `page` writes what was measured last into docs/performance.md.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator

from tests.bench import browser, growth, page, pages, peers, picture, plan, record, score, scoring, starts, weight
from tests.bench.metric import NAME, Metric

PARTS: dict[str, Callable[[], Iterator[Metric]]] = {
    "http": pages.metrics,
    "scoring": scoring.metrics,
    "peers": peers.metrics,
    "starts": starts.metrics,
    "growth": growth.metrics,
    "weight": weight.metrics,
    "browser": browser.metrics,
    "plan": plan.metrics,
    "score": score.metrics,
}


def main(asked: list[str]) -> int:
    if unknown := [name for name in asked if name not in {*PARTS, "page"}]:
        print(f"No such part: {', '.join(unknown)}. There are {', '.join(PARTS)} and page.", file=sys.stderr)
        return 2
    missed = _measure([name for name in PARTS if name in asked or not asked])
    if "page" in asked:
        page.PAGE.write_text(page.written(record.load(record.where())), encoding="utf-8")
    return int(missed)


def _measure(parts: list[str]) -> bool:
    """Whether a limit was missed. Each part is kept when it ends, so that a later one that fails takes none with it."""
    missed, where = False, record.where()
    if parts:
        print(f"{'metric':<{NAME}}{'measured':>8} {'(rounds)':<20}{'limit':>8}{'target':>8}", flush=True)
    for name in parts:
        begun, found = time.perf_counter(), []
        for metric in PARTS[name]():
            print(metric.told(), flush=True)
            missed |= metric.missed
            found.append(metric)
        record.keep(record.measured(name, time.perf_counter() - begun, found), where)
        where.with_suffix(".svg").write_text(picture.drawn(record.load(where)), encoding="utf-8")
    return missed


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that its servers end and its folders go
    sys.exit(main(sys.argv[1:]))
