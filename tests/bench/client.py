"""A client of a few connections that stay open: each sends its next request when the answer to the last one is whole.

It counts nothing of itself: what is measured is the server's time. Every answer's status and length are looked at.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

SLACK = 64
"""Bytes by which the length of one answer may differ from another's to the same: digits of a revision, a token."""
END_OF_HEAD = b"\r\n\r\n"
DEADLINE_SECONDS = 60
BUSY = 503
MOST_BUSY = 0.01
"""Of all answers, how many may say that the database was busy: with SQLite writers wait for each other, on a slow disk too long."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it goes over the line, and what must come back; answers to asks of one `kind` are of about one length."""

    request: bytes
    status: int
    kind: str


def ask(method: str, path: str, status: int = 200, body: bytes = b"", **headers: str) -> Ask:
    """Header names are written with "_" for "-"."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in ({"Accept_Language": "en"} | headers).items() if value]
    kind = "\n".join(lines)
    if body or method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return Ask("\r\n".join(lines).encode() + END_OF_HEAD + body, status, kind)


def form(path: str, fields: dict[str, str], cookie: str, status: int = 303) -> Ask:
    body = urlencode(fields).encode()
    return ask("POST", path, status, body, Cookie=cookie, Content_Type="application/x-www-form-urlencoded")


class Connection:
    """One open connection and what it asks."""

    def __init__(self, port: int, asks: Iterator[Ask]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), DEADLINE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asks, self.answer, self.begun, self.status = asks, bytearray(), 0.0, 0

    def send(self) -> None:
        self.asked = next(self.asks)
        self.answer.clear()
        self.begun = time.perf_counter()
        self.socket.sendall(self.asked.request)

    def receive(self) -> int | None:
        """The length of the body once the answer is whole; its status is as it must be."""
        part = self.socket.recv(1 << 18)
        assert part, f"the server hung up on {self.asked.kind}"
        self.answer += part
        head = self.answer.find(END_OF_HEAD)
        if head < 0:
            return None
        body = len(self.answer) - head - len(END_OF_HEAD)
        if body < _length(bytes(self.answer[:head])):
            return None
        self.status = int(self.answer[9:12])
        assert self.status in {self.asked.status, BUSY}, f"{self.asked.kind}: {self.answer[:400].decode(errors='replace')}"
        return body


class Client:
    """Asks one server; remembers how long each kind of answer was."""

    def __init__(self, port: int) -> None:
        self.port, self.busy = port, 0
        self._lengths: dict[str, int] = {}

    def run(self, asks: Sequence[Iterator[Ask]], count: int) -> list[float]:
        """So many requests in all, over a connection for each of the iterators; seconds that each answer took."""
        took: list[float] = []
        self.busy = 0
        with selectors.DefaultSelector() as selector:
            connections = [Connection(self.port, each) for each in asks]
            for connection in connections:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            try:
                self._exchange(selector, connections, count, took)
            finally:
                for connection in connections:
                    connection.socket.close()
        assert self.busy <= count * MOST_BUSY, f"{self.busy} of {count} answers said that the database was busy"
        return took

    def _exchange(self, selector: selectors.BaseSelector, connections: list[Connection], count: int, took: list[float]) -> None:
        begun = min(len(connections), count)
        for connection in connections[:begun]:
            connection.send()
        while len(took) < count:
            ready = selector.select(DEADLINE_SECONDS)
            assert ready, "no answer within a minute"
            for key, _ in ready:
                connection = key.data
                if (length := connection.receive()) is None:
                    continue
                took.append(time.perf_counter() - connection.begun)
                self._look(connection, length)
                if begun < count:
                    begun += 1
                    connection.send()

    def _look(self, connection: Connection, length: int) -> None:
        """At an answer's status and length."""
        if connection.status != connection.asked.status:
            self.busy += 1
            return
        known = self._lengths.setdefault(connection.asked.kind, length)
        assert abs(length - known) <= SLACK, f"{connection.asked.kind}: {length} bytes, {known} before"


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    raise AssertionError(f"an answer that does not say its length: {head.decode(errors='replace')}")
