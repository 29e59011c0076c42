"""`make bench`: each figure and its limit; exits 1 when a limit is missed by more than the margin.

`python -m tests.bench PART …` runs some of the parts; `page` writes the last figures into docs/performance.md.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator

from tests.bench import (
    browser,
    class_hour,
    growth,
    page,
    pages,
    peers,
    picture,
    plan,
    record,
    score,
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
    "score": score.metrics,
}


def main(asked: list[str]) -> int:
    if unknown := [name for name in asked if name not in {*PARTS, "page"}]:
        print(
            f"No such part: {', '.join(unknown)}. There are {', '.join(PARTS)} and page.",
            file=sys.stderr,
        )
        return 2
    missed = _measure([name for name in PARTS if name in asked or not asked])
    if "page" in asked:
        page.PAGE.write_text(page.render(record.load(record.path())), encoding="utf-8")
    return int(missed)


def _measure(parts: list[str]) -> bool:
    """Return whether a limit was missed. Each part is saved when it ends, so that a later failure does not lose it."""
    missed, path = False, record.path()
    if parts:
        print(
            f"Server: {SERVER}\n{'metric':<{NAME_WIDTH}}{'measured':>10} {'(rounds)':<22}{'limit':>10}",
            flush=True,
        )
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
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)
    )  # so that servers end and folders are removed
    sys.exit(main(sys.argv[1:]))
