"""The possible content of a disk after a power failure, computed from a trace of system calls."""

import random
from dataclasses import dataclass
from pathlib import Path

from tests.faults.trace import SYNCS, Call, calls

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Made:
    """A computed disk: its time, in seconds since 1970, and its number of unsynced writes."""

    at: float
    unsynced: int


class Disk:
    """The files of one database, from the first write on."""

    def __init__(self, trace: Path, database: Path) -> None:
        self._calls = [
            call
            for call in calls(trace)
            if call.place.startswith(str(database)) and not call.place.endswith("-shm")
        ]
        if any(call.name in ("write", "writev") for call in self._calls):
            raise RuntimeError(
                "this SQLite does not write with pwrite64, so its disk cannot be computed"
            )
        self._data = {call.end: call.data for call in self._calls if call.name == "pwrite64"}

    def moments(self, after: float) -> list[Call]:
        """Return the calls that ended after a time."""
        return [call for call in self._calls if call.ended_at > after]

    def make(self, folder: Path, last: Call, chance: float, dice: random.Random) -> Made:
        """Write the files as they may be if the power fails at the end of this call.

        Each sector that was not synced by then is there with this chance.
        """
        files, unsynced, synced = dict[str, bytearray](), 0, self._synced(last.end)
        for call in self._calls:
            if call.begin > last.end or call.name in SYNCS:
                continue
            if call.name.startswith("unlink"):
                files.pop(call.place, None)
                continue
            is_safe = call.end < synced.get(call.place, 0)
            unsynced += not is_safe
            file = files.setdefault(call.place, bytearray())
            if call.name == "pwrite64":
                _write(file, call.offset, self._data[call.end], 1 if is_safe else chance, dice)
            elif is_safe or dice.random() < chance:
                del file[call.offset :]
                file.extend(bytes(call.offset - len(file)))
        folder.mkdir(parents=True)
        for path, data in files.items():
            (folder / Path(path).name).write_bytes(data)
        return Made(last.ended_at, unsynced)

    def _synced(self, last: int) -> dict[str, int]:
        """Return for each path the trace's line before which every write is on the disk."""
        found: dict[str, int] = {}
        for call in self._calls:
            if call.name in SYNCS and call.end <= last:
                found[call.place] = max(found.get(call.place, 0), call.begin)
        return found


def _write(file: bytearray, offset: int, data: bytes, chance: float, dice: random.Random) -> None:
    """Write the sectors that reach the disk.

    Gaps between the old end and a new sector are zeros.
    """
    begin = offset
    while begin < offset + len(data):
        end = min(begin - begin % SECTOR + SECTOR, offset + len(data))
        if chance == 1 or dice.random() < chance:
            file.extend(bytes(max(0, end - len(file))))
            file[begin:end] = data[begin - offset : end - offset]
        begin = end
