"""Which tests of `make test` one process runs together, and in what turn: what is dear is made once, and nobody waits alone.

A file is a unit, for its module's fixtures; the files that look at the walk are one. pytest-xdist has a mark for this, which it passes over
without a word since pytest 9.2 (its issue 1386): each process had its walk, its fit and its fresh machine, on which it read the whole book.
"""

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

WALK: Final = frozenset(f"tests/web/test_{name}.py" for name in ("every_page", "language", "markup", "security", "statements", "theme"))
"""Who looks at the walk does so in one process, which takes it once."""
PATIENT: Final = ("tests/book/", "tests/nodes/", "tests/faults/", "tests/abuse/test_raw.py", "tests/server/")
"""What mostly waits: for servers that begin, time-outs that pass, databases that come back. One process takes these one after another,
beside those that reckon, and no two of them are in each other's way."""
LONG: Final = ("tests/browser/", "tests/abuse/", "walk")
"""What reckons longest, so that it is not all that is left at the end."""


def unit(test: str) -> str:
    """What is run in one go with the test of this name."""
    file = test.partition("::")[0]
    return "walk" if file in WALK else file


def turn(name: str, is_patient: bool) -> tuple[bool, int]:
    """The unit with the least is a process's next: of what is its own to do the longest, and when that is done, of the rest."""
    first = PATIENT if name.startswith(PATIENT) else LONG
    rank = next((number for number, start in enumerate(first) if name.startswith(start)), len(first))
    return name.startswith(PATIENT) != is_patient, rank


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "Scheduling | None":
    from xdist.scheduler import LoadScopeScheduling
    from xdist.workermanage import WorkerController

    class Turns(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit(nodeid)

        def _assign_work_unit(self, node: WorkerController) -> None:
            is_patient = node is self.nodes[-1]
            self.workqueue.move_to_end(min(self.workqueue, key=lambda name: turn(name, is_patient)), last=False)
            super()._assign_work_unit(node)

    return Turns(config, log) if config.getoption("dist") == "load" else None
