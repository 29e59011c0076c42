"""A real server with a test's application: `python -m tests.server.door PORT WORKERS MAX_REQUESTS`.

/wait/SECONDS answers after that time. /parts/COUNT sends parts of 64 KiB, and /parts/COUNT/fails
breaks after them. /killed kills the worker after the first half of a response. /pid says which
worker answered.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.cli.server import Server

INSTANCE = Path(os.environ["ORIENTEER_INSTANCE"])
PART = b"0123456789abcdef" * 4096


def parts(count: int, fails: bool) -> Iterator[bytes]:
    for _ in range(count):
        yield PART
    if fails:
        raise ValueError


def half() -> Iterator[bytes]:
    yield PART[:500]
    os.kill(os.getpid(), signal.SIGKILL)
    yield PART[:500]


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    _, what, *rest = environ["PATH_INFO"].split("/")
    with (INSTANCE / "begun").open("a") as begun:
        begun.write(".")
    if what == "parts":
        start("200 OK", [("Content-Type", "application/octet-stream")])
        return parts(int(rest[0]), "fails" in rest)
    if what == "killed":
        start("200 OK", [("Content-Length", "1000")])
        return half()
    if what == "wait":
        time.sleep(float(rest[0]))
    said = {"pid": str(os.getpid())}.get(what, what * 1000)
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said.encode()]


def main(port: str, workers: str, max_requests: str) -> None:
    Server(
        lambda: application,
        "127.0.0.1",
        int(port),
        workers=int(workers),
        max_requests=int(max_requests),
    ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
