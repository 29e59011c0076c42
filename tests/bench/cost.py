"""What processes take, by the system's own count: time of the processor, and memory."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PROCESSOR_CLOCK = 2
"""The kernel's name for "all that a process has run", in nanoseconds (see `man clock_getcpuclockid`)."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A process and all that descend from it."""

    root: int

    def processes(self) -> list[int]:
        found = [self.root]
        for pid in found:
            for task in (PROC / str(pid) / "task").glob("*/children"):
                found += map(int, task.read_text().split())
        return found

    def seconds(self) -> float:
        """Time of the processor, in user mode and in the kernel, since they began; of those that have ended too."""
        total = 0.0
        for pid in self.processes():
            total += time.clock_gettime((~pid << 3) | PROCESSOR_CLOCK)
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            total += (
                int(fields[13]) + int(fields[14])
            ) / TICKS  # children that ended and were waited for
        return total

    def memory(self) -> float:
        """MB that they hold, pages shared with others in equal parts (PSS)."""
        return (
            sum(_figure(PROC / str(pid) / "smaps_rollup", "Pss:") for pid in self.processes())
            / 1024
        )

    def peak(self) -> float:
        """The most MB that one of them has held."""
        return max(_figure(PROC / str(pid) / "status", "VmHWM:") for pid in self.processes()) / 1024


def _figure(path: Path, name: str) -> int:
    """In KiB."""
    return next(
        int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith(name)
    )
