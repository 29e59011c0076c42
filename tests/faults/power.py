"""The power fails while people write, and the application opens what the disk may hold then.

The disks are computed from a trace of every write and sync of the server since its first start. A
write that was followed by a sync of its file is on the disk. Each other sector of 512 bytes is
there or not, at random, so writes are missing, out of order and torn. Two things are assumed: a
sync does what it says, and file names survive. A disk that lies is not simulated.
"""

import random
import time
from functools import partial
from pathlib import Path

from tests.faults.accounts import find, moment
from tests.faults.client import Client
from tests.faults.disk import Disk
from tests.faults.looking import answers_in, damage, database, without_packaged_sqlite
from tests.faults.node import Node
from tests.faults.outcome import Outcome
from tests.faults.trace import trace_of, traced
from tests.faults.writers import Writers, writing_people

WHOLE = 1_000_000
"""Bytes of each call that are traced: all of them."""
CHANCES = (0.0, 0.5, 0.9, 1.0)
"""How much of what is not synced is on the disk."""
SERVED = 3
"""How many of the disks a server starts with, too."""


def power_lost(folder: Path, disks: int = 150, answers: int = 600) -> Outcome:
    """Try so many disks, each from another moment, in each of SQLite's journal modes here."""
    outcome = Outcome()
    _lose(folder / "packaged", outcome, disks, answers, {})
    _lose(folder / "own", outcome, disks, answers, without_packaged_sqlite(folder))
    return outcome


def _lose(
    folder: Path, outcome: Outcome, disks: int, answers: int, settings: dict[str, str]
) -> None:
    instance, dice = folder / "instance", random.Random(11)
    node = traced(instance, WHOLE, **settings)
    node.start()
    try:
        begun = time.time()
        with writing_people(node.url) as writers:
            writers.wait_for_more(answers)
    finally:
        node.stop()
    writers.tell(outcome)
    with database(node.database) as engine:
        outcome.add(find(writers.moment(), partial(answers_in, engine)))
    disk, unsynced = Disk(trace_of(instance), node.database), 0
    moments = disk.moments(begun)
    for number in range(disks):
        made = folder / str(number)
        lost = disk.make(made, dice.choice(moments), dice.choice(CHANCES), dice)
        unsynced += lost.unsynced > 0
        _open(made / node.database.name, lost.at, writers, outcome)
        if number < SERVED:
            _serve(made, lost.at, writers, outcome)
    outcome.least(f"disks of {disks} with something that was not synced", unsynced, disks // 4)


def _open(file: Path, at: float, writers: Writers, outcome: Outcome) -> None:
    with database(file) as engine:
        outcome.faults += damage(engine)
        outcome.look(find(moment(writers.accounts, at), partial(answers_in, engine)))


def _serve(instance: Path, at: float, writers: Writers, outcome: Outcome) -> None:
    """Check that the server starts with it and is ready."""
    node = Node(instance)
    node.start()
    try:
        if (status := Client(node.url).get("/readyz").status) != 200:
            outcome.faults.append(f"{instance} is not ready: {status}")
    finally:
        node.stop()
    _open(node.database, at, writers, outcome)
