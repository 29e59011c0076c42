"""A request is overtaken: an older answer that arrives after or with a newer one never wins."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

from app.storage.answers import Answer
from tests.faults.accounts import find, moment
from tests.faults.client import Client
from tests.faults.held import Held
from tests.faults.looking import answers_in, database
from tests.faults.node import running
from tests.faults.outcome import Outcome
from tests.faults.person import CONFLICT, OK, Person, Watch
from tests.support.visitor import SKILLS


def overtaken(folder: Path, times: int = 1_000) -> Outcome:
    """Start the older of two answers first. Half of them end after the newer, half beside it."""
    outcome, dice, watch = Outcome(), random.Random(3), Watch()
    with (
        running(folder / "instance") as node,
        ThreadPoolExecutor(2) as threads,
        database(node.database) as engine,
    ):
        person = Person(Client(node.url), Event(), watch)
        account = person.begin()
        for number in range(times):
            skill, revision = SKILLS[number % len(SKILLS)], 2 * (number // len(SKILLS)) + 1
            older, newer = Answer(number % 5, revision), Answer((number + 1) % 5, revision + 1)
            held = {answer: Held(person, skill, answer) for answer in (older, newer)}
            for answer in held:
                account.send({skill: answer})
                held[answer].begin(dice.random())
            if number % 2:
                said = {answer: held[answer].finish() for answer in (newer, older)}
            else:
                order = dice.sample((older, newer), 2)
                said = dict(
                    zip(
                        order,
                        threads.map(lambda answer: held[answer].finish(), order),  # noqa: B023 (done within)
                        strict=True,
                    )
                )
            for answer, (status, _) in sorted(said.items(), key=lambda pair: pair[0].revision):
                if status == OK:
                    account.acknowledge({skill: answer})
            watch.note()
            there = (answers_in(engine, account.secret) or {}).get(skill)
            if said[newer][0] != OK or said[older][0] not in (OK, CONFLICT) or there != newer:
                outcome.faults.append(f"{skill} {older} {newer}: {said}, kept {there}")
        outcome.add(find(moment([account]), partial(answers_in, engine)))
    outcome.outage = watch.outage
    outcome.notes.append(f"interleavings {times}, inversions {len(outcome.faults)}")
    return outcome
