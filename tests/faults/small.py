"""A small disk in its own mount namespace: it needs no root and ends with its process."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MOUNT = 'mount -t tmpfs -o size="$1"k tmpfs "$0" && echo mounted && read until_the_end'
BUSY_SECONDS = 20


@dataclass
class SmallDisk:
    """A disk at a path. `holder` is the process whose namespace has it."""

    path: Path
    holder: int

    @property
    def before(self) -> tuple[str, ...]:
        """The beginning of a command that sees it."""
        return ("nsenter", "-t", str(self.holder), "-U", "--preserve-credentials", "-m")

    def inside(self, path: Path) -> Path:
        """Return a path on it as named from outside.

        SQLite cannot open that name: copy its files first.
        """
        return Path(f"/proc/{self.holder}/root{path}")

    def remount(self, options: str) -> None:
        """Change its options while it is used. CalledProcessError: it was in use for too long."""
        command, end = (
            [*self.before, "mount", "-o", f"remount,{options}", str(self.path)],
            time.monotonic() + BUSY_SECONDS,
        )
        while subprocess.run(command, capture_output=True, check=time.monotonic() > end).returncode:
            time.sleep(0.05)

    def fill(self) -> None:
        """Fill it to its last byte."""
        with (self.inside(self.path) / "ballast").open("ab", buffering=0) as ballast:
            for size in (4096, 1):
                with suppress(OSError):
                    while True:
                        ballast.write(bytes(size))


@contextmanager
def small_disk(path: Path, kilobytes: int) -> Iterator[SmallDisk]:
    """Mount a disk of that size. RuntimeError says why this system cannot."""
    if not shutil.which("unshare") or not shutil.which("nsenter"):
        raise RuntimeError(
            "unshare and nsenter are missing (Debian: sudo apt-get install util-linux)"
        )
    path.mkdir(parents=True)
    command = ["unshare", "-Urm", "sh", "-c", MOUNT, str(path), str(kilobytes)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin
        assert holder.stdout
        if holder.stdout.readline() != "mounted\n":
            raise RuntimeError(f"no disk can be mounted in a namespace: {holder.communicate()[1]}")
        try:
            yield SmallDisk(path, holder.pid)
        finally:
            holder.stdin.close()
