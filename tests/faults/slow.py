"""Clients that are slow, idle or gone, behind nginx with the operator's file, while others work."""

import resource
import socket
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from app.storage.answers import Answer
from tests.faults.accounts import Account, find, moment
from tests.faults.client import Client
from tests.faults.held import Held
from tests.faults.looking import answers_in, database
from tests.faults.node import running
from tests.faults.outcome import Outcome
from tests.faults.person import OK, Person, Watch
from tests.faults.writers import writing_people
from tests.nodes.nginx import Proxy, nginx, trusting
from tests.nodes.process import shared_folder
from tests.support.visitor import SKILLS

MAX_WAIT_SECONDS = 5
"""The longest time in seconds that anybody waits for an acknowledgement."""
BYTE_SECONDS = 0.05
HUNGRY = b"GET /static/style.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50
"""More than the system buffers for a client that reads nothing."""


def slow_clients(folder: Path, idle: int = 1_000, slow: int = 40, more: int = 2_000) -> Outcome:
    """Open idle connections and clients that stop in the head or body, do not read or are slow."""
    outcome, (_, most) = Outcome(), resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4 * idle + 1_000), most))
    with (
        running(folder / "instance", ORIENTEER_PROXIES="1") as node,
        shared_folder() as folder_of_nginx,
        nginx(folder_of_nginx, [node.port]) as proxy,
        ExitStack() as open_ones,
    ):
        patient, gone = _person(proxy), _person(proxy)
        for _ in range(idle):
            open_ones.enter_context(_connect(proxy))
        for sent in (b"GET / HTTP/1.1\r\nHost: 127",) * slow + (HUNGRY,) * slow:
            connection = open_ones.enter_context(
                trusting().wrap_socket(_connect(proxy), server_hostname="127.0.0.1")
            )
            connection.sendall(sent)
        halves = [
            Held(gone[0], SKILLS[number % len(SKILLS)], Answer(1, 1)) for number in range(slow)
        ]
        for half in halves:
            half.begin()
        with writing_people(proxy.url, client=_client) as writers:
            _send_slowly(*patient, slow)
            writers.wait_for_more(more)
            for half in halves:
                half.socket.close()
            writers.wait_for_more(more)
        writers.tell(outcome)
        with database(node.database) as engine:
            kept = partial(answers_in, engine)
            outcome.add(find(moment([*writers.accounts, patient[1]]), kept))
            if answers := kept(gone[1].secret):
                outcome.faults.append(f"half a request was kept: {answers}")
    outcome.least(
        "answers kept of those that came a byte at a time",
        len(patient[1].acknowledged),
        min(slow, len(SKILLS)),
    )
    outcome.limit("longest wait of the others, s", outcome.outage, MAX_WAIT_SECONDS)
    return outcome


def _client(url: str) -> Client:
    return Client(url, tls=trusting())


def _person(proxy: Proxy) -> tuple[Person, Account]:
    person = Person(_client(proxy.url), Event(), Watch())
    return person, person.begin()


def _connect(proxy: Proxy) -> socket.socket:
    where = urlsplit(proxy.url)
    return socket.create_connection((where.hostname or "", where.port or 0))


def _send_slowly(person: Person, account: Account, count: int) -> None:
    """Send all of them side by side, each byte after a while."""
    pages = [{skill: Answer(2, 1)} for skill in SKILLS[:count]]
    held = [Held(person, *next(iter(page.items()))) for page in pages]
    for each, page in zip(held, pages, strict=True):
        account.send(page)
        # No body may take longer than the server waits for one.
        each.begin(0.7)
    while all([each.step() for each in held]):
        time.sleep(BYTE_SECONDS)
    for each, page in zip(held, pages, strict=True):
        if each.finish()[0] == OK:
            account.acknowledge(page)
        # Some of so many at once may wait too long for their turn; they are refused and repeat it.
        else:
            account.refuse(page)
            person.put(account, *next(iter(page.items())))
