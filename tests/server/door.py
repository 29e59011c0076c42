"""A real server with an application of a test's own behind the real gateway: `python -m tests.server.door PORT WORKERS MEMORY`.

/wait/SECONDS answers after that long; /parts/COUNT makes so many parts of 64 KiB; /parts/COUNT/fails breaks after them; /open says how many
of these are being made; /pid says who answered; /grow takes 100 MB.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.cli import gateway
from app.cli.workers import server
from config import read_settings

INSTANCE = Path(os.environ["ORIENTEER_INSTANCE"])
PART = b"0123456789abcdef" * 4096
under_way = 0
kept: list[bytes] = []


def parts(count: int, fails: bool) -> Iterator[bytes]:
    global under_way
    under_way += 1
    try:
        for _ in range(count):
            yield PART
        if fails:
            raise ValueError
    finally:
        under_way -= 1


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    _, what, *rest = environ["PATH_INFO"].split("/")
    with (INSTANCE / "begun").open("a") as begun:
        begun.write(".")
    if what == "parts":
        start("200 OK", [("Content-Type", "application/octet-stream")])
        return parts(int(rest[0]), "fails" in rest)
    if what == "wait":
        time.sleep(float(rest[0]))
    if what == "grow":
        kept.append(b"x" * 100_000_000)
    said = {"open": str(under_way), "pid": str(os.getpid())}.get(what, what * 1000)
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said.encode()]


def main(port: str, workers: str, memory: str) -> None:
    gateway.OPEN_SECONDS = 1  # type: ignore[misc]  # so that a test need not wait for longer
    settings = read_settings({"ORIENTEER_INSTANCE": str(INSTANCE)})
    server(settings, "127.0.0.1", int(port), int(workers), int(memory)).run(lambda: gateway.gateway(application, 16))


if __name__ == "__main__":
    main(*sys.argv[1:])
