"""`make bench`: what is measured, its limit and its target, a line each; 1 when a limit is missed by more than the margin."""

import sys

from tests.bench import browser, plan, score
from tests.bench.metric import NAME


def main() -> int:
    print(f"{'metric':<{NAME}}{'measured':>8} {'(rounds)':<20}{'limit':>8}{'target':>8}", flush=True)
    missed = False
    for measure in (browser.metrics, plan.metrics, score.metrics):
        for metric in measure():
            print(metric.told(), flush=True)
            missed |= metric.missed
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
