"""Bytes that no browser would send, generated from a seed, and the response to them."""

import random
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.abuse.hostile import Maker, Request
from tests.abuse.lines import BODIES, FORM, HOST, LINES
from tests.abuse.values import BYTES

SECONDS, MOMENT = 20, 0.2
"""Seconds for a response, and seconds to wait for one before a connection is half closed."""
PATHS = (
    b"/assessments",
    b"/theme?to=dark",
    b"/leave",
    b"/assessments/1/name",
    b"/method/weights/mlops_engineer",
    b"/",
)


@dataclass
class Wire:
    """Generates what goes over a connection, with one of `Maker`'s requests in it."""

    seed: int
    dice: random.Random = field(init=False)
    maker: Maker = field(init=False)

    def __post_init__(self) -> None:
        self.dice, self.maker = random.Random(self.seed), Maker(self.seed)

    def sent(self, number: int) -> bytes:
        """Return the next bytes: fixed lines and bodies, with generated requests between them."""
        fixed: Sequence[bytes] = (*LINES, *(self.head() + body for body in BODIES))
        if number % 3 == 0:
            return fixed[number // 3 % len(fixed)]
        whole = on_the_wire(self.maker.request(), self.dice)
        return whole[: self.dice.randrange(1, len(whole))] if number % 3 == 1 else whole

    def head(self) -> bytes:
        return b"POST " + self.dice.choice(PATHS) + b" HTTP/1.1\r\n" + HOST + FORM


def on_the_wire(request: Request, dice: random.Random) -> bytes:
    """Return a request's bytes, with a sometimes wrong length and a forbidden character."""
    target = request.target.encode() + (dice.choice(BYTES) if dice.random() < 0.1 else b"")
    length = len(request.body) + dice.choice((*[0] * 12, -1, 1, 1000))
    lines = [
        b"%s %s HTTP/1.1" % (request.method.encode(), target),
        b"Host: localhost",
        b"Connection: close",
    ]
    lines += [f"{name}: {value}".encode("latin-1", "replace") for name, value in request.headers]
    lines += [b"Content-Type: " + request.kind.encode("latin-1")] * bool(request.kind) + [
        b"Content-Length: %d" % max(length, 0)
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + request.body


def exchange(port: int, sent: bytes) -> bytes:
    """Send it, wait a moment, close the sending side, and read until the server closes.

    Raises TimeoutError when it never does.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        told = b""
        try:
            connection.sendall(sent)
            connection.settimeout(MOMENT)
            try:
                while part := connection.recv(65_536):
                    told += part
            except TimeoutError:
                # The server waits for more.
                connection.settimeout(SECONDS)
                connection.shutdown(socket.SHUT_WR)
                told += read(connection)
        except TimeoutError:
            raise
        except OSError:
            # The server closed in the middle of the request, which is a response too.
            pass
        return told


def read(connection: socket.socket) -> bytes:
    """Read until the server closes."""
    told = b""
    try:
        while part := connection.recv(65_536):
            told += part
    except ConnectionError:
        pass
    return told
