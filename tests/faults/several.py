"""Two nodes behind nginx: one dies, one is stopped for an upgrade, both save the same answer."""

import os
import random
import signal
from contextlib import ExitStack, closing
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from threading import Barrier, Thread

from app.storage.answers import Answer
from tests.faults.accounts import find
from tests.faults.client import Client
from tests.faults.looking import answers_in, database
from tests.faults.node import Node
from tests.faults.outcome import Outcome
from tests.faults.person import TOKEN
from tests.faults.writers import writing_people
from tests.nodes.process import until
from tests.nodes.site import Noted, Site, whole
from tests.support.visitor import SKILLS

MOST_SECONDS = 1.0
"""Within which 99 of 100 requests get a response while nodes die."""
RELOAD_SECONDS = 8.0
"""A reloaded node accepts connections at once and answers when its new workers are loaded."""
ENOUGH = 50
"""Acknowledged answers between two faults."""
MORE_THAN_ONE_LIFE = 3_000
"""Requests to each node after which its workers have reached --max-requests as well."""


def node_dies(_folder: Path, rounds: int = 20) -> Outcome:
    """SIGKILL one node after the other while people write through nginx: nobody sees an error.

    The next one dies as soon as the last is back, which nginx may not have noticed yet.
    """
    return _while_written(rounds, signal.SIGKILL)


def node_stops(_folder: Path, rounds: int = 20) -> Outcome:
    """SIGTERM one node after the other, as for an upgrade: nobody sees an error."""
    return _while_written(rounds, signal.SIGTERM)


def workers_replaced(_folder: Path, rounds: int = 20) -> Outcome:
    """SIGHUP one node after the other, and replace workers after 1,000 requests: no error."""
    outcome, noted = Outcome(), Noted()
    with whole(options=("--workers", "2", "--max-requests", "1000")) as (cluster, site):
        with writing_people(site.url, client=noted.client) as writers:
            writers.wait_for_more(ENOUGH)
            replaced = 0
            for node in islice(cycle(site.nodes), rounds):
                before = set(node.workers())
                os.kill(_pid(node), signal.SIGHUP)
                until(partial(_has_only_new, node, before), "new workers")
                replaced += len(before)
                writers.wait_for_more(ENOUGH)
            writers.wait_until(lambda: _least_asked(site) > MORE_THAN_ONE_LIFE)
        with database(cluster.url().replace("postgresql", "postgresql+psycopg", 1)) as engine:
            outcome.add(find(writers.moment(), partial(answers_in, engine)))
        writers.tell(outcome)
    outcome.least("workers replaced", replaced, 2 * rounds)
    outcome.limit("errors seen", noted.errors, 0)
    outcome.limit("longest wait while a node's new workers load, s", outcome.outage, RELOAD_SECONDS)
    return outcome


def _has_only_new(node: Node, before: set[int]) -> bool:
    now = set(node.workers())
    return len(now) == len(before) and not before & now


def _pid(node: Node) -> int:
    assert node.process
    return node.process.pid


def _while_written(rounds: int, how: signal.Signals) -> Outcome:
    outcome, noted = Outcome(), Noted()
    with whole() as (cluster, site):
        with writing_people(site.url, client=noted.client) as writers:
            writers.wait_for_more(ENOUGH)
            for node in islice(cycle(site.nodes), rounds):
                node.kill() if how == signal.SIGKILL else node.stop()
                writers.wait_for_more(ENOUGH)
                node.start()
            until(lambda: _least_asked(site) > ENOUGH, "the last one to be asked again")
        with database(cluster.url().replace("postgresql", "postgresql+psycopg", 1)) as engine:
            outcome.add(find(writers.moment(), partial(answers_in, engine)))
        writers.tell(outcome)
    outcome.limit("errors seen", noted.errors, 0)
    outcome.limit("99 of 100 requests answered within, s", noted.slowest(0.99), MOST_SECONDS)
    return outcome


def _least_asked(site: Site) -> int:
    """Return the number of requests of the node that had fewer."""
    served = site.proxy.served()
    return min(served[node.port] for node in site.nodes)


def same_answer(_folder: Path, rounds: int = 1000) -> Outcome:
    """Send an answer and the next one to both nodes at once: the later one stays."""
    outcome, dice = Outcome(), random.Random(3)
    with whole(fsync="off") as (cluster, site), ExitStack() as ends:
        one, other = (ends.enter_context(closing(Client(node.url))) for node in site.nodes)
        token = _begin(one)
        other.cookies = dict(one.cookies)
        last = dict.fromkeys(SKILLS, Answer(None, 0))
        for number in range(rounds):
            skill = SKILLS[number % len(SKILLS)]
            old, new = (Answer(dice.randrange(5), last[skill].revision + step) for step in (1, 2))
            _both(one, other, token, skill, *dice.sample((old, new), 2))
            last[skill] = new
            outcome.acknowledged += 2
        with database(cluster.url().replace("postgresql", "postgresql+psycopg", 1)) as engine:
            stored = answers_in(engine, one.secret) or {}
        wrong = [
            skill
            for skill, answer in last.items()
            if answer.revision and stored.get(skill) != answer
        ]
        outcome.found = outcome.acknowledged - len(wrong)
        outcome.lost = len(wrong)
        rows = cluster.ask("SELECT count(*) FROM assessment")
    outcome.faults += [f"{skill}: {stored.get(skill)} instead of {last[skill]}" for skill in wrong]
    outcome.limit("rows", float(str(rows[0][0])), 1)
    return outcome


def _begin(client: Client) -> str:
    """Start an assessment at a node itself and return the CSRF token."""
    found = TOKEN.search(client.get("/").text)
    assert found
    assert client.post("/assessments", {"csrf_token": found[1]}).status == 303
    again = TOKEN.search(client.get("/assessments/1/math").text)
    assert again
    return again[1]


def _both(
    one: Client, other: Client, token: str, skill: str, first: Answer, second: Answer
) -> None:
    """Send both at once, each to its node.

    A response is 200, or 409 for an older one that was late.
    """
    gate, statuses = Barrier(2), list[int]()

    def send(client: Client, answer: Answer) -> None:
        gate.wait(30)
        sent = {"level": answer.level, "revision": answer.revision}
        while (status := client.put(f"/assessments/1/ratings/{skill}", sent, token).status) == 503:
            # A request that waited too long for the other is refused and repeated.
            pass
        statuses.append(status)

    threads = [Thread(target=send, args=pair) for pair in ((one, first), (other, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) in ([200, 200], [200, 409]), statuses
