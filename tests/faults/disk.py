"""What a disk may hold of a database at a moment when the power fails, worked out from a trace of its server's calls."""

import random
from dataclasses import dataclass
from pathlib import Path

from tests.faults.trace import SYNCS, Call, calls

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Made:
    """A disk that was made: the moment, in seconds since 1970, and how many of its writes were not synced by then."""

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
                "this SQLite does not say where it writes (pwrite64), so that its disk cannot be worked out"
            )
        self._data = {call.end: call.data for call in self._calls if call.name == "pwrite64"}

    def moments(self, after: float) -> list[Call]:
        """The calls that ended after a time."""
        return [call for call in self._calls if call.ended_at > after]

    def make(self, folder: Path, last: Call, chance: float, dice: random.Random) -> Made:
        """Write the files as they may be when the power fails at the end of this call.

        Of what was not synced by then each sector is there with this chance.
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
        """Path → the line of the trace before which everything that was written to it is on the disk."""
        found: dict[str, int] = {}
        for call in self._calls:
            if call.name in SYNCS and call.end <= last:
                found[call.place] = max(found.get(call.place, 0), call.begin)
        return found


def _write(file: bytearray, offset: int, data: bytes, chance: float, dice: random.Random) -> None:
    """The sectors that get there; between the old end and what gets there are zeros."""
    begin = offset
    while begin < offset + len(data):
        end = min(begin - begin % SECTOR + SECTOR, offset + len(data))
        if chance == 1 or dice.random() < chance:
            file.extend(bytes(max(0, end - len(file))))
            file[begin:end] = data[begin - offset : end - offset]
        begin = end
