"""The servers that are measured, each a process of its own on a free port of the loopback: ours, and the empty page's."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryFile

from tests.bench.client import Client
from tests.bench.cost import Tree
from tests.browser.server import COMMAND, OURS, STOP_SECONDS
from tests.ports import free_port

START_SECONDS = 60
POLL_SECONDS = 0.002
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    port: int
    tree: Tree
    client: Client
    started: float
    """Seconds of the clock from the start of the process to the first page."""


def environment(instance: Path, database: str = "") -> dict[str, str]:
    """This process's, with settings for that instance and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"ORIENTEER_INSTANCE": str(instance), "LC_ALL": "C.UTF-8"} | ({"DATABASE_URL": database} if database else {})


def compiled() -> None:
    """What installing compiles is compiled: people start that, even if this process was told to keep nothing of the kind."""
    for step in (["compileall", "-q", "app", "config.py"], ["app.web.compile"]):
        subprocess.run([sys.executable, "-m", *step], cwd=ROOT, check=True)


@contextmanager
def orienteer(instance: Path, database: str = "") -> Iterator[Running]:
    """`orienteer serve` on that instance's SQLite database, or on the one at this URL."""
    port = free_port()
    with process([str(COMMAND), "serve", "--port", str(port)], port, environment(instance, database)) as running:
        yield running


@contextmanager
def empty() -> Iterator[Running]:
    port = free_port()
    with process([sys.executable, "-m", "tests.bench.empty", str(port)], port) as running:
        yield running


@contextmanager
def process(
    command: Sequence[str], port: int, environ: dict[str, str] | None = None, folder: Path = ROOT, path: str = "/"
) -> Iterator[Running]:
    """A server started by that command, from when it answers at the path until the block ends."""
    start = time.perf_counter()
    with TemporaryFile() as errors:
        begun = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environ, cwd=folder)
        try:
            while _status(port, path) is None:
                if begun.poll() is not None or time.perf_counter() - start > START_SECONDS:
                    errors.seek(0)
                    raise AssertionError(f"{command} does not answer: {errors.read().decode(errors='replace')[-2000:]}")
                time.sleep(POLL_SECONDS)
            yield Running(port, Tree(begun.pid), Client(port), time.perf_counter() - start)
        finally:
            _end(begun)


def _end(begun: subprocess.Popen[bytes]) -> None:
    """The server and all that it began: oTree leaves one of its processes behind."""
    others = Tree(begun.pid).processes()[1:] if begun.poll() is None else []
    begun.terminate()
    with suppress(subprocess.TimeoutExpired):
        begun.wait(STOP_SECONDS)
    if begun.poll() is None:
        begun.kill()
        begun.wait()
    for pid in others:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _status(port: int, path: str) -> int | None:
    """None while nobody listens."""
    connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
