"""PostgreSQL stands still for a while, as on a hanging disk: connected, silent, then going on."""

from pathlib import Path

from tests.faults.cluster import ENOUGH, written
from tests.faults.outcome import Outcome
from tests.nodes.process import until
from tests.nodes.site import NO_ANSWER, Noted, whole

TOLD_SECONDS = 20.0
"""Within which everybody gets a response."""
REFUSED = 503
REFUSALS = 12
"""How many requests of six people may stay open: one each when it stopped, one each after that."""


def frozen(_folder: Path, rounds: int = 3) -> Outcome:
    """Freeze PostgreSQL under nodes that connect directly."""
    return _frozen(rounds, is_pooled=False)


def frozen_pooled(_folder: Path, rounds: int = 3) -> Outcome:
    """Freeze PostgreSQL behind PgBouncer."""
    return _frozen(rounds, is_pooled=True)


def _frozen(rounds: int, *, is_pooled: bool) -> Outcome:
    outcome, noted = Outcome(), Noted()
    with (
        whole(pooled=is_pooled) as (cluster, front),
        written(front, cluster, outcome, noted) as writers,
    ):
        for _ in range(rounds):
            writers.wait_for_more(ENOUGH)
            before = noted.statuses[REFUSED] + REFUSALS
            with cluster.frozen():
                until(
                    lambda before=before: noted.statuses[REFUSED] >= before,
                    "all to be told",
                    3 * TOLD_SECONDS,
                )  # type: ignore[misc]
    outcome.faults += (
        [f"requests without an answer: {noted.statuses[NO_ANSWER]}"]
        if noted.statuses[NO_ANSWER]
        else []
    )
    outcome.limit("slowest answer, s", noted.slowest(1), TOLD_SECONDS)
    return outcome
