"""`make faults`: every drill of "No answer is lost" that names a disk, a process, a node or a database, at full size, a line each.

1 when something acknowledged is lost or a limit is passed; what was wrong, and what else was measured, is said on standard error.
"""

import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.faults.cluster import exhausted, filled, restarted
from tests.faults.kills import killed
from tests.faults.outcome import Outcome
from tests.faults.several import node_dies, node_stops, same_answer
from tests.faults.standby import promoted, promoted_pooled, standby_lost

Drill = Callable[[Path], Outcome]
"""Takes an empty folder for what it makes."""

DRILLS: tuple[tuple[str, Drill], ...] = (
    ("kill-9", killed),
    ("node-dies", node_dies),
    ("node-stops", node_stops),
    ("two-nodes-one-answer", same_answer),
    ("postgresql-restarted", restarted),
    ("postgresql-failed-over", promoted),
    ("postgresql-failed-over-pooled", promoted_pooled),
    ("postgresql-standby-lost", standby_lost),
    ("pool-exhausted", exhausted),
    ("postgresql-disk-full", filled),
)
"""In the order of the promises."""


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
        except Exception:  # the others are run all the same
            outcome = Outcome(faults=[traceback.format_exc()])
    print(outcome.told(name), flush=True)
    for note in outcome.notes:
        print(f"    {note}", file=sys.stderr)
    for fault in outcome.faults + outcome.missed:
        print(f"    FAULT {fault}", file=sys.stderr)
    return not outcome.faults + outcome.missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
