"""A connection between the application and PostgreSQL that can be broken on command."""

import re
import socket
import threading
from contextlib import suppress

from tests.nodes.postgresql import DATABASE

BEGIN, COMMIT = b"BEGIN", b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""Message types of the protocol."""
ANSWER = b"UPDATE assessment SET answers"
"""Outside a transaction it is a transaction by itself."""
PREPARED = re.compile(rb"(_pg3_\d+\x00)UPDATE assessment SET answers")
"""The name under which the server then knows the prepared statement."""


class Line:
    """Forwards to the server at a port.

    While `cut`, it breaks at a write, after or before (`swallow`) it.
    """

    def __init__(self, port: int, swallow: bool) -> None:
        self.port, self.swallow, self.cut = port, swallow, threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgresql://postgres@127.0.0.1:{self.listening.getsockname()[1]}/{DATABASE}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self.port)) as far:
            back = threading.Thread(target=_back, args=(far, near), daemon=True)
            back.start()
            answers, is_begun = [ANSWER], False
            while part := near.recv(65536):
                answers += [b"\x00" + name for name in PREPARED.findall(part)]
                is_begun = (is_begun or BEGIN in part) and COMMIT not in part
                if self.cut.is_set() and (
                    COMMIT in part or (not is_begun and any(each in part for each in answers))
                ):
                    near.shutdown(socket.SHUT_RDWR)
                    if not self.swallow:
                        far.sendall(part)
                    break
                far.sendall(part)
            far.shutdown(socket.SHUT_WR)
            back.join(10)


def _back(far: socket.socket, near: socket.socket) -> None:
    with suppress(OSError):
        while part := far.recv(65536):
            with suppress(OSError):
                near.sendall(part)
