"""A request that is sent in pieces."""

import http.client
import json
import socket
from urllib.parse import urlsplit

from app.storage.answers import Answer
from tests.faults.client import SECONDS
from tests.faults.person import Person


class Held:
    """One answer as the page's script sends it, on its own connection.

    Nothing is sent at first.
    """

    def __init__(self, person: Person, skill: str, answer: Answer) -> None:
        where = urlsplit(person.client.url)
        body = json.dumps({"level": answer.level, "revision": answer.revision}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
        head = [
            f"PUT {person.path(f'ratings/{skill}')} HTTP/1.1",
            f"Host: {where.netloc}",
            f"Cookie: {cookies}",
            f"X-CSRFToken: {person.csrf}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        self._head, self._body = "".join(f"{line}\r\n" for line in [*head, ""]).encode(), body
        self.socket = socket.create_connection(
            (where.hostname or "", where.port or 0), timeout=SECONDS
        )
        if person.client.tls:
            self.socket = person.client.tls.wrap_socket(self.socket, server_hostname=where.hostname)

    def begin(self, share: float = 0.5) -> None:
        """Send the head and a part of the body. `step` sends the rest."""
        count = int(len(self._body) * share)
        self.socket.sendall(self._head + self._body[:count])
        self._body = self._body[count:]

    def step(self) -> bool:
        """Send one more byte. Return whether there are others."""
        self.socket.sendall(self._body[:1])
        self._body = self._body[1:]
        return bool(self._body)

    def finish(self) -> tuple[int, dict[str, int | None]]:
        """Send the rest. Return the status, and the level and revision in the response."""
        self.socket.sendall(self._body)
        with http.client.HTTPResponse(self.socket) as reply, self.socket:
            reply.begin()
            return reply.status, json.loads(reply.read())
