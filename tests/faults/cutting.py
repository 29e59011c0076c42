"""A proxy that forwards every request, waits for the response, and drops some."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PART = 65_536


class Proxy(threading.Thread):
    """Serves each connection in a thread. `share` of the responses are cut, `cut` counts them."""

    def __init__(self, port: int, share: float, seed: int) -> None:
        super().__init__(daemon=True)
        self._to, self._share, self._dice, self.cut = port, share, random.Random(seed), 0
        self._ear = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._ear.getsockname()[1]}"

    def run(self) -> None:
        # Closed: stop.
        with suppress(OSError):
            while True:
                near = self._ear.accept()[0]
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def close(self) -> None:
        self._ear.shutdown(socket.SHUT_RDWR)
        self._ear.close()

    def _carry(self, near: socket.socket) -> None:
        """Forward in turns, since a browser sends its next request only after the last response."""
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
    """Run the proxy."""
    proxy = Proxy(port, share, seed)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.close()
