"""Who may ask which host, and when: one question at a time, a pause after each, and an end where a host does not want to be asked."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from app.cli.links.exchange import Outside
from app.cli.links.verdict import Answer, Silence, Trouble

FRUITLESS: Final = 3
"""Questions without an answer, one after the other, after which a host is left alone."""
COUNTED: Final[frozenset[Trouble]] = frozenset({"slow", "unreachable", "untrusted", "no_lookup"})
LEFT_ALONE: Final = Silence("left_alone")


@dataclass(slots=True)
class Host:
    """What is remembered of a host between two questions."""

    free_at: float = 0.0
    fruitless: int = 0
    known: Silence | None = None
    """What is said of it from now on, without asking."""
    busy: threading.Lock = field(default_factory=threading.Lock)


class Turns:
    """The hosts of one round. Safe to use from several threads."""

    def __init__(self, outside: Outside, pause: float) -> None:
        self._outside, self._pause = outside, pause
        self._hosts: defaultdict[str, Host] = defaultdict(Host)
        self._open = threading.Lock()

    @contextmanager
    def turn(self, name: str) -> Iterator[Host]:
        """Wait until the host may be asked; it is taken until the block ends."""
        with self._open:
            host = self._hosts[name]
        with host.busy:
            wait = host.free_at - self._outside.clock()
            if wait > 0 and not host.known:
                self._outside.sleep(wait)
            yield host
            host.free_at = max(host.free_at, self._outside.clock() + self._pause)

    def rest(self, host: Host, seconds: float) -> None:
        """Nobody asks this host for so long."""
        host.free_at = max(host.free_at, self._outside.clock() + seconds)


def learn(host: Host, end: Answer | Silence, last: bool) -> None:
    """Remember a name that twice did not exist, and leave a host alone that did not answer so many times."""
    if isinstance(end, Silence) and end.trouble == "no_name" and last:
        host.known = end
    host.fruitless = host.fruitless + 1 if isinstance(end, Silence) and end.trouble in COUNTED else 0
    if host.fruitless >= FRUITLESS:
        host.known = LEFT_ALONE
