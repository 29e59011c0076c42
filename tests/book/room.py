"""A fresh Debian machine inside this one, with its own files, network, processes and systemd.

It needs Linux, root and Debian's files. `tests/install.sh` installs what is missing.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")
SCRIPT: Final = Path(__file__).with_name("room.sh")
PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BOOT_SECONDS: Final = 60
UNSHARE, SETPRIV, NSENTER = "/usr/bin/unshare", "/usr/bin/setpriv", "/usr/bin/nsenter"
CLONE_NEWNET: Final = 0x40000000


@dataclass(frozen=True, slots=True)
class Room:
    """The machine. `pid` is the id of its systemd outside."""

    pid: int
    threads: ThreadPoolExecutor = field(repr=False)

    def run(self, script: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """Run these lines in root's shell and stop at the first that fails.

        Output includes stderr.
        """
        enter = [
            NSENTER,
            "--target",
            str(self.pid),
            "--all",
            "env",
            "-i",
            f"PATH={PATH}",
            "HOME=/root",
            "LANG=C.UTF-8",
            "TERM=dumb",
        ]
        shell = [*enter, "bash", "-euo", "pipefail", "-c", script]
        return subprocess.run(
            shell,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
        )

    def says(self, script: str) -> str:
        """Return the output. AssertionError when it fails."""
        done = self.run(script)
        assert done.returncode == 0, f"{script}\n{done.stdout}"
        return done.stdout.strip()

    def path(self, inside: str) -> Path:
        """Return a file of the machine as a path outside."""
        return Path(f"/proc/{self.pid}/root{inside}")

    def inside(self, job: Callable[[], T]) -> T:
        """Run the job with the machine's network."""
        return self.threads.submit(job).result()


@contextmanager
def fresh_machine(folder: Path, network: Path, threads: int = 8) -> Iterator[Room]:
    """Boot a machine. `network` is its /mnt/network."""
    folder.mkdir()
    begun = [
        SETPRIV,
        "--pdeathsig",
        "KILL",
        UNSHARE,
        "--mount",
        "sh",
        str(SCRIPT),
        str(folder),
        str(network),
    ]
    with (network / "room.log").open("w") as log:
        process = subprocess.Popen(begun, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        pid = _systemd(process, network / "room.log")
        with ThreadPoolExecutor(threads, initializer=_enter, initargs=(pid,)) as pool:
            room = Room(pid, pool)
            _booted(room)
            yield room
    finally:
        # Its systemd ends with it, and so do all its processes.
        process.send_signal(signal.SIGKILL)
        process.wait()
        _forget_groups(process.pid)


def _systemd(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """Return the first process of the machine, once it is systemd."""
    children, end = (
        Path(f"/proc/{process.pid}/task/{process.pid}/children"),
        time.monotonic() + BOOT_SECONDS,
    )
    while time.monotonic() < end:
        assert process.poll() is None, (
            "No machine could be made: this needs root on Linux, "
            f"outside a container without privileges. {log.read_text()}"
        )
        for child in children.read_text().split():
            if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                return int(child)
        time.sleep(0.05)
    raise AssertionError(f"the machine does not boot: {log.read_text()}")


def _booted(room: Room) -> None:
    end, state = time.monotonic() + BOOT_SECONDS, ""
    while time.monotonic() < end:
        state = room.run("systemctl is-system-running --wait || true").stdout.strip()
        if state in {"running", "degraded"}:
            return
        time.sleep(0.05)
    raise AssertionError(f"the machine does not finish booting: {state}")


def _enter(pid: int) -> None:
    """Move this thread into the machine's network."""
    network = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).setns(network, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    finally:
        os.close(network)


def _forget_groups(pid: int) -> None:
    """Remove the control groups of its systemd, once the last process has ended."""
    remove = f'find "$0/book-{pid}" -depth -type d -exec rmdir {{}} +'
    again = f"for _ in 1 2 3 4 5 6 7 8 9; do {remove} && break; sleep 0.1; done"
    script = f'mount -t cgroup2 groups "$0" && {again}'
    subprocess.run(
        [UNSHARE, "--mount", "sh", "-c", script, "/mnt"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
