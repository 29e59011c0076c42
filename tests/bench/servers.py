"""The measured servers, each a process on a free port of loopback: Orienteer and the empty page."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile

from app.cli.server import THREADS
from tests.bench.client import Client
from tests.bench.cost import Tree
from tests.browser.server import COMMAND, OURS, STOP_SECONDS
from tests.support.ports import free_port

START_SECONDS = 60
POLL_SECONDS = 0.002
ROOT = Path(__file__).parents[2]
SERVER = f"gunicorn {version('gunicorn')}, gthread, 1 worker with {THREADS} threads"
"""The server of both."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    port: int
    tree: Tree
    client: Client
    start_seconds: float
    """Wall time from the start of the process to the first page."""


def environment(instance: Path, database: str = "") -> dict[str, str]:
    """Return this process's environment with the settings of an instance and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return (
        kept
        | {"ORIENTEER_INSTANCE": str(instance), "LC_ALL": "C.UTF-8"}
        | ({"DATABASE_URL": database} if database else {})
    )


def compile_modules() -> None:
    """Compile what an installation compiles, even if this process may not write byte code."""
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "app", "config.py"], cwd=ROOT, check=True
    )


@contextmanager
def orienteer(instance: Path, database: str = "") -> Iterator[Running]:
    """Run `orienteer serve` on the instance's SQLite database, or on the one at a URL."""
    port = free_port()
    with serve(
        [str(COMMAND), "serve", "--port", str(port)], port, environment(instance, database)
    ) as running:
        yield running


@contextmanager
def empty() -> Iterator[Running]:
    """Run the empty page behind the same server."""
    port = free_port()
    with serve([sys.executable, "-m", "tests.bench.empty", str(port)], port) as running:
        yield running


@contextmanager
def serve(
    command: Sequence[str],
    port: int,
    environ: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    path: str = "/",
) -> Iterator[Running]:
    """Run a server's command. Yield when it answers at the path."""
    start = time.perf_counter()
    with TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, env=environ, cwd=folder
        )
        try:
            while not _answers(port, path):
                if process.poll() is not None or time.perf_counter() - start > START_SECONDS:
                    errors.seek(0)
                    output = errors.read().decode(errors="replace")[-2000:]
                    raise AssertionError(f"{command} does not answer: {output}")
                time.sleep(POLL_SECONDS)
            started = time.perf_counter() - start
            with closing(Client(port)) as client:
                yield Running(port, Tree(process.pid), client, started)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop the server and its children, because oTree leaves one of them behind."""
    children = Tree(process.pid).processes()[1:] if process.poll() is None else []
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    if process.poll() is None:
        process.kill()
        process.wait()
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", path)
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True
