"""Lost responses, and twenty clicks at once: one row, one result, one address."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.faults.accounts import Account, find, moment
from tests.faults.client import Client, Reply
from tests.faults.cutting import cutting
from tests.faults.looking import answers_in, assessments_in, database
from tests.faults.node import Node, running
from tests.faults.outcome import Outcome
from tests.faults.person import Person, Watch
from tests.faults.writers import writing_people
from tests.support.visitor import AREAS

AT_ONCE = 20
SHARE = 0.3
"""Share of the responses that are cut."""
SEE_OTHER = 303


def replies_lost(folder: Path, answers: int = 3_000) -> Outcome:
    """Write through a proxy that cuts responses, and repeat.

    Everybody has one assessment, and no answer counts twice.
    """
    outcome = Outcome()
    with running(folder / "instance") as node, cutting(node.port, SHARE) as proxy:
        with writing_people(proxy.url) as writers:
            writers.wait_for_more(answers)
        writers.tell(outcome)
        with database(node.database) as engine:
            outcome.add(find(writers.moment(), partial(answers_in, engine)))
            rows = [len(assessments_in(engine, account.secret)) for account in writers.accounts]
    outcome.faults += [f"{count} assessments of one person" for count in rows if count != 1]
    outcome.least("replies that were cut", proxy.cut, answers * SHARE / 2)
    return outcome


def pressed_at_once(folder: Path, times: int = 50) -> Outcome:
    """Finish an assessment twenty times at once and once more: one result and one address.

    The same with starting an assessment.
    """
    outcome = Outcome()
    with running(folder / "instance") as node, ThreadPoolExecutor(AT_ONCE) as threads:
        accounts = [_press(node, threads, outcome) for _ in range(times)]
        with database(node.database) as engine:
            outcome.add(find(moment(accounts), partial(answers_in, engine)))
            kept = [
                [bool(found.finished_at) for found in assessments_in(engine, account.secret)]
                for account in accounts
            ]
    outcome.faults += [f"finished: {each}" for each in kept if each != [False, True]]
    return outcome


def _press(node: Node, threads: ThreadPoolExecutor, outcome: Outcome) -> Account:
    watch = Watch()
    person = Person(Client(node.url), threading.Event(), watch)
    account = person.begin()
    for area, skills in AREAS.items():
        person.post(account, area, dict.fromkeys(skills, 2))
    person.client.close()
    for path in ("/assessments/1/review", "/assessments"):
        clients = [Client(node.url, cookies=dict(person.client.cookies)) for _ in range(AT_ONCE)]
        start = threading.Barrier(AT_ONCE)
        said = list(threads.map(partial(_together, start, path, person.csrf), clients))
        said.append(clients[0].post(path, {"csrf_token": person.csrf}))
        addresses = {(reply.status, reply.headers.get("location", "")) for reply in said}
        if len(addresses) != 1 or said[0].status != SEE_OTHER:
            outcome.faults.append(f"{path} at once: {addresses}")
        for client in clients:
            client.close()
    outcome.faults += watch.faults
    outcome.outage = max(outcome.outage, watch.outage)
    return account


def _together(start: threading.Barrier, path: str, token: str, client: Client) -> Reply:
    start.wait()
    return client.post(path, {"csrf_token": token})
