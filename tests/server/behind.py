"""A running test server, and many clients of it."""

import http.client
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tests.support.ports import free_port

START_SECONDS = 20
PART_BYTES = 64 * 1024
ASKED = {"/x": 1000, "/wait/0.05": 4000, "/parts/20": 20 * PART_BYTES, "/wait/1": 4000}
"""What many ask for, and how many bytes of a response each must get."""


@dataclass(frozen=True, slots=True)
class Door:
    """The server's process, its port and its folder."""

    process: "subprocess.Popen[bytes]"
    port: int
    folder: Path

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, path: str) -> tuple[int, bytes]:
        """Send one request on its own connection."""
        connection = self.connection()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def worker(self) -> int:
        return int(self.ask("/pid")[1])

    def begun(self) -> int:
        """Return how many requests the application received."""
        return len((self.folder / "begun").read_text())


@contextmanager
def door(folder: Path, workers: int = 1, max_requests: int = 0) -> Iterator[Door]:
    """Run a test server."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "tests.server.door",
        str(port),
        str(workers),
        str(max_requests),
    ]
    process = subprocess.Popen(
        command, env=os.environ | {"ORIENTEER_INSTANCE": str(folder)}, stderr=subprocess.DEVNULL
    )
    found = Door(process, port, folder)
    try:
        until(lambda: answers(found))
        yield found
    finally:
        process.terminate()
        process.wait(40)


def opened(url: str, **headers: str) -> tuple[int, Message, str]:
    """Return status, headers and text of a response of our own server."""
    request = urllib.request.Request(
        url, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read().decode()


def answers(found: Door) -> bool:
    try:
        return found.ask("/x")[0] == 200
    except OSError:
        return False


def until(happens: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Wait until it holds. AssertionError when it does not in time."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def crowd(found: Door, people: int) -> Iterator[Counter[str]]:
    """Let clients send requests over open connections while the block runs, and count outcomes.

    "whole", "cut" within a response, "unanswered" after it was sent, "refused" before.
    """
    became: Counter[str] = Counter()
    done = threading.Event()

    def ask(nth: int) -> None:
        connection, paths = found.connection(), list(ASKED)
        while not done.is_set():
            nth += 1
            became[_became(connection, paths[nth % len(paths)])] += 1
        connection.close()

    askers = [threading.Thread(target=ask, args=(nth,)) for nth in range(people)]
    for asker in askers:
        asker.start()
    try:
        yield became
    finally:
        done.set()
        for asker in askers:
            asker.join()


def _became(connection: http.client.HTTPConnection, path: str) -> str:
    stage = "refused"
    try:
        connection.request("GET", path)
        stage = "unanswered"
        answer = connection.getresponse()
        stage = "cut"
        return "whole" if answer.status == 200 and len(answer.read()) == ASKED[path] else "wrong"
    except (OSError, http.client.HTTPException):
        connection.close()
        if stage == "refused":
            # Nobody is there: do not ask as fast as possible.
            time.sleep(0.02)
        return stage
