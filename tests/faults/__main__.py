"""`make faults`: every fault drill at full size, one line each.

The drills cover faults of disks, processes, nodes and databases. Tests in tests/browser and
tests/web cover what a browser must show: unsaved answers, two tabs, an expired session, and a
change of the language.

Exits 1 when something acknowledged is lost or a limit is exceeded. Faults and further figures go to
standard error.
"""

import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.faults.clock import clock_jumped
from tests.faults.cluster import exhausted, filled, restarted
from tests.faults.frozen import frozen, frozen_pooled
from tests.faults.full import disk_full, disk_read_only
from tests.faults.kills import killed
from tests.faults.outcome import Outcome
from tests.faults.overtaken import overtaken
from tests.faults.power import power_lost
from tests.faults.replies import pressed_at_once, replies_lost
from tests.faults.several import node_dies, node_stops, same_answer, workers_replaced
from tests.faults.slow import slow_clients
from tests.faults.standby import promoted, promoted_pooled, standby_lost
from tests.faults.syncs import synced

Drill = Callable[[Path], Outcome]
"""Takes an empty folder for its files."""

DRILLS: tuple[tuple[str, Drill], ...] = (
    ("kill-9", killed),
    ("sync-before-kept", synced),
    ("power-loss", power_lost),
    ("disk-full", disk_full),
    ("disk-read-only", disk_read_only),
    ("clock-jumps", clock_jumped),
    ("slow-clients", slow_clients),
    ("lost-replies", replies_lost),
    ("twenty-at-once", pressed_at_once),
    ("overtaken", overtaken),
    ("node-dies", node_dies),
    ("node-stops", node_stops),
    ("workers-replaced", workers_replaced),
    ("two-nodes-one-answer", same_answer),
    ("postgresql-restarted", restarted),
    ("postgresql-failed-over", promoted),
    ("postgresql-failed-over-pooled", promoted_pooled),
    ("postgresql-standby-lost", standby_lost),
    ("postgresql-frozen", frozen),
    ("postgresql-frozen-pooled", frozen_pooled),
    ("pool-exhausted", exhausted),
    ("postgresql-disk-full", filled),
)
"""Drill names and drills, in order."""


def main(wanted: list[str]) -> int:
    """Run the drills, or those that are named."""
    failed = False
    for name, drill in DRILLS:
        if not wanted or name in wanted:
            failed |= not _passes(name, drill)
    return int(failed)


def _passes(name: str, drill: Drill) -> bool:
    with tempfile.TemporaryDirectory(prefix="orienteer-faults-") as folder:
        try:
            outcome = drill(Path(folder))
        except Exception:
            # A failing drill does not stop the others.
            outcome = Outcome(faults=[traceback.format_exc()])
    print(outcome.told(name), flush=True)
    for note in outcome.notes:
        print(f"    {note}", file=sys.stderr)
    for fault in outcome.faults + outcome.missed:
        print(f"    FAULT {fault}", file=sys.stderr)
    return not outcome.faults + outcome.missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
