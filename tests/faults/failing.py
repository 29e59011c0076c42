"""A disk that refuses every write of a running server, as the system itself would report it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.node import Node

WRITES = "pwrite64,write,ftruncate,fallocate"


@contextmanager
def failing(node: Node, error: str, calls: str = WRITES) -> Iterator[None]:
    """Let these calls on the database's files fail with an error such as EROFS.

    RuntimeError says what to install.
    """
    if not shutil.which("strace"):
        raise RuntimeError("strace is missing (Debian: sudo apt-get install strace)")
    assert node.process
    processes = [
        argument for pid in (node.process.pid, *node.workers()) for argument in ("-p", str(pid))
    ]
    files = [
        argument for end in ("", "-wal", "-journal") for argument in ("-P", f"{node.database}{end}")
    ]
    command = [
        "strace",
        "-f",
        *processes,
        *files,
        "-o",
        "/dev/null",
        "-e",
        f"trace={calls}",
        "-e",
        f"inject={calls}:error={error}",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr
        said = [strace.stderr.readline() for _ in range(len(processes) // 2)]
        if not all("attached" in line for line in said):
            raise RuntimeError(f"strace cannot stand in the way of the server: {said}")
        try:
            yield
        finally:
            strace.terminate()
