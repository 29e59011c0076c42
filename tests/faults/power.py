"""The power fails while people write: what the disk may hold then, opened by the application.

The disks are made from a trace of every write and every sync of the server, from its first start on. A write after which its file was
synced is on the disk. Of every other each sector of 512 bytes is there or is not, by chance: so writes are missing, out of order and torn.
What is taken for granted is that a sync does what it says, and that the names of files outlive the failure; a disk that lies is not made.
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
"""Bytes of each call that are written down: all of them."""
CHANCES = (0.0, 0.5, 0.9, 1.0)
"""How much of what is not synced is on the disk."""
SERVED = 3
"""So many of the disks are given to the server itself, too."""


def power_lost(folder: Path, disks: int = 150, answers: int = 600) -> Outcome:
    """So many disks, each of another moment, in each of the ways in which SQLite writes here."""
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
    """The server starts with it, and is ready."""
    node = Node(instance)
    node.start()
    try:
        if (status := Client(node.url).get("/readyz").status) != 200:
            outcome.faults.append(f"{instance} is not ready: {status}")
    finally:
        node.stop()
    _open(node.database, at, writers, outcome)
