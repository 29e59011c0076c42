"""A save is acknowledged once the disk has it: writes are synced before the response starts."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

from app.storage.answers import Answer
from tests.faults.accounts import find, moment
from tests.faults.client import Client
from tests.faults.looking import answers_in, database, without_packaged_sqlite
from tests.faults.outcome import Outcome
from tests.faults.person import Person, Watch
from tests.faults.trace import SYNCS, calls, trace_of, traced
from tests.support.visitor import AREAS

CHANGES = re.compile(rb"(PUT|POST) \S+")
KEPT = re.compile(rb"HTTP/1.1 [23]")


def synced(folder: Path, areas: int = len(AREAS)) -> Outcome:
    """Send every answer of some areas alone, then change all in one form, in both journal modes.

    The second mode is that of a system without the packaged SQLite: see `safe_journal`.
    """
    outcome = Outcome()
    modes = [
        _watch(folder / "packaged", outcome, areas),
        _watch(folder / "own", outcome, areas, **without_packaged_sqlite(folder)),
    ]
    outcome.notes.append(f"journals: {', '.join(modes)}")
    return outcome


def _watch(instance: Path, outcome: Outcome, areas: int, **settings: str) -> str:
    """The journal that was written."""
    node, watch = traced(instance, 64, **settings), Watch()
    node.start()
    try:
        person = Person(Client(node.url), Event(), watch)
        account = person.begin()
        for area in tuple(AREAS)[:areas]:
            for number, skill in enumerate(AREAS[area]):
                person.put(account, skill, Answer(number % 5, 1))
            person.post(
                account, area, {skill: (number + 1) % 5 for number, skill in enumerate(AREAS[area])}
            )
        watch.note()
    finally:
        node.stop()
    with database(node.database) as engine:
        outcome.add(find(moment([account]), partial(answers_in, engine)))
    changes, files = 0, set[str]()
    for request, faults, written in _changes(trace_of(instance), str(node.database)):
        changes, files = changes + 1, files | written
        outcome.faults += [f"{request}: {fault}" for fault in faults]
    requests = 1 + sum(1 + len(skills) for skills in tuple(AREAS.values())[:areas])
    outcome.least(
        "changes whose bytes were on the disk before their answer left", changes, requests
    )
    outcome.outage = max(outcome.outage, watch.outage)
    outcome.faults += watch.faults
    return next(
        (journal for journal in ("wal", "journal") if f"{node.database}-{journal}" in files), "none"
    )


def _changes(trace: Path, database: str) -> Iterator[tuple[str, list[str], set[str]]]:
    """Yield each changing request, what was wrong when its response left, and the files it wrote.

    One request is on its way at a time. The index of the log (-shm) is left out, because SQLite
    creates it again.
    """
    asked, dirty, written = "", set[str](), set[str]()
    for call in calls(trace):
        if call.place.startswith(database) and not call.place.endswith("-shm"):
            if call.name in ("pwrite64", "write", "ftruncate"):
                dirty.add(call.place)
                written.add(call.place)
            elif call.name in SYNCS:
                dirty.discard(call.place)
        elif call.name == "recvfrom" and (found := CHANGES.match(call.data)):
            asked, written = found[0].decode(), set()
        elif asked and call.name in ("writev", "sendto") and KEPT.match(call.data):
            faults = [f"{path} was not synced" for path in dirty] + (
                [] if written else ["nothing was written"]
            )
            yield asked, faults, written
            asked = ""
