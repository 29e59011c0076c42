"""CPU time and memory of processes, as the kernel counts them."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PROCESSOR_CLOCK = 2
"""The kernel's clock of all CPU time of a process, in nanoseconds (`man clock_getcpuclockid`)."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A process and all its descendants."""

    root: int

    def processes(self) -> list[int]:
        found = [self.root]
        for pid in found:
            for task in (PROC / str(pid) / "task").glob("*/children"):
                found += map(int, task.read_text().split())
        return found

    def seconds(self) -> float:
        """Return their CPU time in seconds, user and system, ended processes included."""
        total = 0.0
        for pid in self.processes():
            total += time.clock_gettime((~pid << 3) | PROCESSOR_CLOCK)
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            children = int(fields[13]) + int(fields[14])  # ended and waited for
            total += children / TICKS
        return total

    def memory(self) -> float:
        """Return their memory in MB, with shared pages divided among them (PSS)."""
        return (
            sum(_figure(PROC / str(pid) / "smaps_rollup", "Pss:") for pid in self.processes())
            / 1024
        )

    def peak(self) -> float:
        """Return the highest memory in MB that one of them has used."""
        return max(_figure(PROC / str(pid) / "status", "VmHWM:") for pid in self.processes()) / 1024


def _figure(path: Path, name: str) -> int:
    """In KiB."""
    return next(
        int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith(name)
    )
