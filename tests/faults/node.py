"""A server as its own process group, which can be killed and started again at the same address."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from tests.faults.client import Client, NoAnswer
from tests.support.ports import free_port
from tests.support.process_output import first_line

COMMAND = Path(sys.executable).with_name("orienteer")
OURS = ("ORIENTEER_", "DATABASE_URL", "SECRET_KEY", "COVERAGE_")
"""Variables that it does not inherit.

Coverage is not measured, since a killed process reports none.
"""
START_SECONDS, STOP_SECONDS = 60, 20
MOMENT = 0.005


@dataclass
class Node:
    """A server with its own instance. `before` is put in front of its command, such as a tracer."""

    instance: Path
    settings: dict[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()
    is_announced: bool = True
    """Whether it prints when it answers; otherwise it is polled."""
    options: Sequence[str] = ()
    """Of `orienteer serve`."""
    port: int = 0
    process: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        self.instance.mkdir(parents=True, exist_ok=True)
        if not self.port:
            self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.instance / "orienteer.db"

    def start(self) -> float:
        """Start it and return after how many seconds it answers.

        RuntimeError with its output when it does not.
        """
        begun = time.monotonic()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(OURS)
        }
        environment |= {
            "ORIENTEER_INSTANCE": str(self.instance),
            "LC_ALL": "C.UTF-8",
            **self.settings,
        }
        command = [*self.before, str(COMMAND), "serve", "--port", str(self.port), *self.options]
        with (self.instance / "errors").open("a") as errors:
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                text=True,
                start_new_session=True,
            )
        if not (self._says_its_address() if self.is_announced else self._answers()):
            self.kill()
            raise RuntimeError((self.instance / "errors").read_text()[-2000:])
        return time.monotonic() - begun

    def _says_its_address(self) -> bool:
        assert self.process
        return str(self.port) in first_line(self.process, START_SECONDS)

    def _answers(self) -> bool:
        assert self.process
        client, end = Client(self.url), time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(NoAnswer):
                return client.get("/healthz").status == HTTPStatus.OK
            time.sleep(MOMENT)
        return False

    def workers(self) -> list[int]:
        """Return the process ids of its workers."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill(self) -> None:
        """SIGKILL all of its processes at once, as when the machine is out of memory."""
        assert self.process
        if self.process.poll() is None:
            workers = self.workers()
            os.killpg(self.process.pid, signal.SIGKILL)
            while any(_lives(pid) for pid in workers):
                time.sleep(MOMENT)
        self._ended()

    def stop(self) -> None:
        """Stop it with SIGTERM, as an operator does."""
        assert self.process
        self.process.terminate()
        self._ended()

    def _ended(self) -> None:
        assert self.process
        self.process.wait(STOP_SECONDS)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def running(instance: Path, **settings: str) -> Iterator[Node]:
    """Run a server that answers."""
    node = Node(instance, settings)
    node.start()
    try:
        yield node
    finally:
        if node.process and node.process.poll() is None:
            node.stop()


def _lives(pid: int) -> bool:
    """Return whether a process still runs.

    A dead one may be listed until its parent reads its status.
    """
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in "ZX" or len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False
