"""A request that is sent in pieces."""

import http.client
import json
import socket
from urllib.parse import urlsplit

from app.storage.ratings import Answer
from tests.faults.client import SECONDS
from tests.faults.person import Person


class Held:
    """One answer as the page's script sends it, on a connection of its own; nothing goes before it is told."""

    def __init__(self, person: Person, skill: str, answer: Answer) -> None:
        where = urlsplit(person.client.url)
        body = json.dumps({"level": answer.level, "revision": answer.revision}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
        head = (
            f"PUT {person.path(f'ratings/{skill}')} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookies}\r\nX-CSRFToken: {person.csrf}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self._head, self._body = head.encode(), body
        self.socket = socket.create_connection(
            (where.hostname or "", where.port or 0), timeout=SECONDS
        )
        if person.client.tls:
            self.socket = person.client.tls.wrap_socket(self.socket, server_hostname=where.hostname)

    def begin(self, share: float = 0.5) -> None:
        """The head, and so much of the body; of what is left `step` sends more."""
        count = int(len(self._body) * share)
        self.socket.sendall(self._head + self._body[:count])
        self._body = self._body[count:]

    def step(self) -> bool:
        """One byte more; whether there are others."""
        self.socket.sendall(self._body[:1])
        self._body = self._body[1:]
        return bool(self._body)

    def finish(self) -> tuple[int, dict[str, int | None]]:
        """The rest; the status, and the level and revision that are told."""
        self.socket.sendall(self._body)
        with http.client.HTTPResponse(self.socket) as reply, self.socket:
            reply.begin()
            return reply.status, json.loads(reply.read())
