"""All addresses, several hosts at once; what is found is handed on as it comes."""

import threading
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import urlsplit

from app.cli.links.exchange import Outside
from app.cli.links.turns import Turns
from app.cli.links.verdict import Finding
from app.cli.links.visit import Manners, Visitor

ENOUGH: Final = 12
"""Hosts that stay silent, with none that answers, before it is taken for want of a network."""


class NothingAnswers(Exception):
    """No server answered anything: `finding` is what was found first."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.why)
        self.finding = finding


def look_round(urls: Sequence[str], outside: Outside, manners: Manners) -> Generator[Finding, None, None]:
    """A finding for each address, in the order in which they come. Raises NothingAnswers, before or at the end.

    No site's robots.txt is read: only addresses that people wrote down are asked, no link of a page is followed.
    Closing the iterator ends the round: questions under way are not waited for.
    """
    hosts = _by_host(urls)
    waiting: SimpleQueue[list[str]] = SimpleQueue()
    for host in hosts:
        waiting.put(host)
    found: SimpleQueue[Finding | Exception] = SimpleQueue()
    over = threading.Event()
    visitor = Visitor(outside, Turns(outside, manners.pause), manners)
    for _ in range(min(manners.hosts_at_once, len(hosts))):
        # Daemons: a thread that looks up a name cannot be stopped, and must not keep the program from ending.
        threading.Thread(target=_work, args=(visitor, waiting, found, over), daemon=True).start()
    try:
        yield from _heard(found, len(urls), visitor)
    finally:
        over.set()


def _by_host(urls: Sequence[str]) -> list[list[str]]:
    """The addresses of each host; the host with most of them first, as it takes longest."""
    hosts: defaultdict[str | None, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).hostname].append(url)
    return sorted(hosts.values(), key=len, reverse=True)


def _work(visitor: Visitor, waiting: "SimpleQueue[list[str]]", found: "SimpleQueue[Finding | Exception]", over: threading.Event) -> None:
    try:
        while True:
            for url in waiting.get_nowait():
                if over.is_set():
                    return
                found.put(visitor.visit(url))
    except Empty:
        return
    except Exception as error:  # to be raised where somebody sees it
        found.put(error)


def _heard(found: "SimpleQueue[Finding | Exception]", count: int, visitor: Visitor) -> Iterator[Finding]:
    """The findings. What may only mean that there is no network is held back until a server has answered after it."""
    held: list[Finding] = []
    answered: str | None = None
    for _ in range(count):
        finding = found.get()
        if isinstance(finding, Exception):
            raise finding
        if finding.status is not None:
            answered = finding.url
            yield from held
            held.clear()
        if finding.status is not None or (answered and finding.why != "no_name"):
            yield finding
            continue
        held.append(finding)
        if not answered and len({urlsplit(each.url).hostname for each in held}) >= ENOUGH:
            break
    if held and not answered:
        raise NothingAnswers(held[0])
    if held and answered and visitor.visit(answered).status is None:
        held = [replace(finding, verdict="not_certain", why="no_lookup") for finding in held]
    yield from held
