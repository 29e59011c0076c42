"""The system calls of a server in order, as strace saw them: writes, syncs and responses."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.node import Node

CALLS = (
    "pwrite64,write,writev,sendto,sendmsg,recvfrom,lseek,ftruncate,fsync,fdatasync,unlink,unlinkat"
)
LINE = re.compile(r"(\d+) +([\d.]+) (.*)")
BEGUN = " <unfinished ...>"
ENDED = re.compile(r"<\.\.\. (\w+) resumed>(.*)")
CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)", re.DOTALL)
PLACE = re.compile(r'\d+<([^>]*(?:->[^>]*)?)>|(?:AT_FDCWD[^,]*, )?"([^"]*)"')
BYTES = re.compile(r'"((?:[^"\\]|\\.)*)"')
SYNCS = ("fsync", "fdatasync")


@dataclass(frozen=True, slots=True)
class Call:
    """One successful call, from line `begin` to line `end` of the trace.

    `ended_at` is in seconds since 1970, and never too late.
    """

    begin: int
    end: int
    ended_at: float
    name: str
    place: str
    """The file's path, or both ends of a connection."""
    rest: str
    """Its other arguments as they were traced."""
    result: int

    @property
    def data(self) -> bytes:
        """The bytes that it writes."""
        parts = BYTES.findall(self.rest)
        return b"".join(part.encode().decode("unicode_escape").encode("latin-1") for part in parts)

    @property
    def offset(self) -> int:
        """Its last number: where a write begins, or how long a file becomes."""
        return int(self.rest.rsplit(", ", 1)[-1].strip(", "))


def traced(instance: Path, most_bytes: int, **settings: str) -> Node:
    """Return a server whose calls are traced, with so many bytes of each. It is not started.

    RuntimeError says what to install.
    """
    if not shutil.which("strace"):
        raise RuntimeError("strace is missing (Debian: sudo apt-get install strace)")
    command = (
        "strace",
        "-DD",
        "-f",
        "--seccomp-bpf",
        "-ttt",
        "-yy",
        "-x",
        "-s",
        str(most_bytes),
        "-o",
        str(trace_of(instance)),
    )
    return Node(instance, settings, (*command, "-e", f"trace={CALLS}"))


def trace_of(instance: Path) -> Path:
    return instance.with_name(f"{instance.name}.trace")


def calls(trace: Path) -> Iterator[Call]:
    """Yield every successful call, in the order in which they ended."""
    begun: dict[str, tuple[int, str]] = {}
    with trace.open() as lines:
        for number, line in enumerate(lines):
            if not (read := LINE.match(line)):
                continue
            process, at, text = read[1], read[2], read[3]
            if text.endswith(BEGUN):
                begun[process] = number, text.removesuffix(BEGUN)
                continue
            begin = number
            if ended := ENDED.match(text):
                begin, first = begun.pop(process, (number, ""))
                text = first + ended[2]
            if (whole := CALL.match(text)) and int(whole[3]) >= 0:
                place = PLACE.match(whole[2])
                name = (place[1] or place[2] or "") if place else ""
                yield Call(
                    begin,
                    number,
                    float(at),
                    whole[1],
                    name,
                    whole[2][place.end() if place else 0 :],
                    int(whole[3]),
                )
