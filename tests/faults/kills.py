"""SIGKILL at random during writes, of a worker or of every process of the server."""

import os
import random
import signal
import time
from functools import partial
from pathlib import Path
from statistics import median

from tests.faults.accounts import find
from tests.faults.looking import answers_in, copy_files, damage, database
from tests.faults.node import Node, running
from tests.faults.outcome import Outcome
from tests.faults.writers import Writers, writing_people

RESTART_SECONDS = 2
"""From the start of the command until it answers."""
LONGEST_ROUND = 2.0
"""Seconds from one kill to the next, at most."""


def killed(folder: Path, rounds: int = 100, enough: int = 20_000) -> Outcome:
    """Kill the whole server and its worker in turns, until both numbers are reached.

    After a kill of the whole server, a copy of its files is checked as it left them.
    """
    outcome, dice, restarts, kills = Outcome(), random.Random(7), list[float](), 0
    with running(folder / "instance") as node, writing_people(node.url) as writers:
        while kills < rounds or writers.acknowledged < enough:
            time.sleep(dice.uniform(0, LONGEST_ROUND))
            if kills % 2:
                os.kill(dice.choice(node.workers()), signal.SIGKILL)
            else:
                restarts.append(_kill_and_look(node, writers, folder / f"left-{kills}", outcome))
            writers.wait_for_more()
            kills += 1
    with database(node.database) as engine:
        outcome.add(find(writers.moment(), partial(answers_in, engine)))
    writers.tell(outcome)
    outcome.least("kills", kills, rounds)
    outcome.least("acknowledged", outcome.acknowledged, enough)
    outcome.limit("restart in the middle, s", median(restarts), RESTART_SECONDS)
    outcome.notes.append(f"slowest restart {max(restarts):.2f} s")
    return outcome


def _kill_and_look(node: Node, writers: Writers, folder: Path, outcome: Outcome) -> float:
    """Kill it, start it at once, and check a copy of its files. Return the seconds of the start."""
    node.kill()
    then, copy = writers.moment(), copy_files(node.database, folder)
    seconds = node.start()
    with database(copy) as engine:
        outcome.faults += damage(engine)
        outcome.look(find(then, partial(answers_in, engine)))
    return seconds
