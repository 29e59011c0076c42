"""The clock jumps while people write, and a server starts with a wrong clock.

libfaketime changes the server's clock. The monotonic clock stays, as on a real machine, where no
jump touches it. Python's sleep sometimes fails under libfaketime (clock_nanosleep to a point of the
monotonic clock), so the server sleeps by select().
"""

import time
from functools import partial
from pathlib import Path
from threading import Event

from app.storage.answers import Answer
from tests.faults.accounts import find, moment
from tests.faults.client import Client
from tests.faults.looking import answers_in, database
from tests.faults.node import Node
from tests.faults.outcome import Outcome
from tests.faults.person import Person, Watch
from tests.faults.writers import writing_people
from tests.support.visitor import AREAS

LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib")
JUMPS = ("+31d", "-1d", "+0", "+31d", "-31d", "+399d", "+0")
"""Each from the true time, so the largest step back is over a year."""
FAR_AHEAD = "+800d"
"""Longer than a cookie lives and than idle people are kept."""
SLEEP = """import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""
REMEMBERED = 1.1
"""Seconds after which the library reads its setting again."""


def clock_jumped(folder: Path, times: int = 2, more: int = 50) -> Outcome:
    """Make all the jumps while people write, then send all 40 answers of an old page."""
    outcome, clock = Outcome(), folder / "clock"
    clock.write_text("+0\n")
    node = Node(folder / "instance", _settings(clock), is_announced=False)
    node.start()
    try:
        watch = Watch()
        person = Person(Client(node.url), Event(), watch)
        account = person.begin()
        with writing_people(node.url) as writers:
            for jump in JUMPS * times:
                writers.wait_for_more(more)
                _set(clock, jump)
            writers.wait_for_more(more)
            _set(clock, "+31d")
            writers.wait_for_more(more)
        for number, skills in enumerate(AREAS.values()):
            for skill in skills:
                person.put(account, skill, Answer(number % 5, 1))
        _set(clock, "-1d")
        for area, skills in AREAS.items():
            person.post(account, area, dict.fromkeys(skills, 0) | {skills[0]: None})
        _start_far_ahead(node, clock)
    finally:
        node.stop()
    writers.tell(outcome)
    accounts = [*writers.accounts, account]
    with database(node.database) as engine:
        outcome.add(find(moment(accounts), partial(answers_in, engine)))
        kept = answers_in(engine, account.secret) or {}
    outcome.faults += watch.faults
    outcome.least(
        "answers kept by a page that was open for a month", len(kept), sum(map(len, AREAS.values()))
    )

    renewed = watch.renewed + sum(writer.watch.renewed for writer in writers.each)
    outcome.least(
        "refused with a new token when the clock went back, and kept at the next try", renewed, 1
    )
    return outcome


def _start_far_ahead(node: Node, clock: Path) -> None:
    """Start with a clock that makes everybody idle, and again after a visit at that time."""
    _set(clock, FAR_AHEAD)
    for _ in range(2):
        node.stop()
        node.start()
        Person(Client(node.url), Event(), Watch()).begin()


def _settings(clock: Path) -> dict[str, str]:
    """Return the library's path. RuntimeError says what to install."""
    found = [
        path for folder in LIBRARIES for path in Path(folder).glob("**/faketime/libfaketimeMT.so.1")
    ]
    if not found:
        raise RuntimeError("libfaketime is missing (Debian: sudo apt-get install faketime)")
    settings = {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
    }
    # File times are not faked: gunicorn writes a worker's heartbeat there by the monotonic clock.
    settings |= {
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
    (clock.parent / "sitecustomize.py").write_text(SLEEP)
    return settings | {"PYTHONPATH": str(clock.parent)}


def _set(clock: Path, jump: str) -> None:
    """Write the setting in one step, because the server may read it at any time."""
    new = clock.with_suffix(".new")
    new.write_text(f"{jump}\n")
    new.replace(clock)
    time.sleep(REMEMBERED)
