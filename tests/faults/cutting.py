"""A proxy that cuts the reply: it hands every request on, waits for the answer, and of some lets nothing through."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PART = 65_536


class Proxy(threading.Thread):
    """One connection after the other is taken, each with a thread of its own; `share` of the answers are cut, `cut` counts them."""

    def __init__(self, port: int, share: float, seed: int) -> None:
        super().__init__(daemon=True)
        self._to, self._share, self._dice, self.cut = port, share, random.Random(seed), 0
        self._ear = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._ear.getsockname()[1]}"

    def run(self) -> None:
        with suppress(OSError):  # closed: the end
            while True:
                near = self._ear.accept()[0]
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def close(self) -> None:
        self._ear.shutdown(socket.SHUT_RDWR)
        self._ear.close()

    def _carry(self, near: socket.socket) -> None:
        """A browser asks again only after the answer to what it asked before: what the server sends next answers what came last."""
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as far:
            asked = threading.Event()
            threading.Thread(target=_hand_on, args=(near, far, asked), daemon=True).start()
            while part := far.recv(PART):
                if asked.is_set() and self._dice.random() < self._share:
                    self.cut += 1
                    near.shutdown(socket.SHUT_RDWR)
                    return
                asked.clear()
                near.sendall(part)


def _hand_on(near: socket.socket, far: socket.socket, asked: threading.Event) -> None:
    with suppress(OSError):
        while part := near.recv(PART):
            asked.set()
            far.sendall(part)
        far.shutdown(socket.SHUT_WR)


@contextmanager
def cutting(port: int, share: float, seed: int = 5) -> Iterator[Proxy]:
    """Until the block ends."""
    proxy = Proxy(port, share, seed)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.close()
