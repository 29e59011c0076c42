"""What came of a drill, and its line."""

from dataclasses import dataclass, field

from tests.faults.accounts import Found


@dataclass
class Outcome:
    """What a drill has counted; `faults` is everything that must not have been."""

    acknowledged: int = 0
    found: int = 0
    undecided: int = 0
    lost: int = 0
    outage: float = 0
    """The longest, in seconds, that somebody who asked went without an acknowledgement."""
    faults: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """Limits that were passed: on a busy machine a time may be, and no test asks for it."""
    notes: list[str] = field(default_factory=list)
    """What else was measured, for the reader."""

    def add(self, found: Found) -> None:
        """Count what was looked for in one database."""
        self.acknowledged += found.acknowledged
        self.found += found.found
        self.undecided += found.undecided
        self.look(found)

    def look(self, found: Found) -> None:
        """The same without counting what is there, as it is looked for once more later."""
        self.lost += len(found.lost)
        self.faults += found.lost + found.faults

    def limit(self, what: str, measured: float, most: float) -> None:
        """A figure that may not pass a limit."""
        self.notes.append(f"{what} {measured:.2f} (at most {most:g})")
        if measured > most:
            self.missed.append(f"{what}: {measured:.2f}, at most {most:g}")

    def least(self, what: str, measured: float, least: float) -> None:
        """A figure that must be reached for the drill to say anything."""
        self.notes.append(f"{what} {measured:g} (at least {least:g})")
        if measured < least:
            self.faults.append(f"{what}: {measured:g}, at least {least:g}")

    def told(self, name: str) -> str:
        """The drill's line."""
        counts = f"acknowledged {self.acknowledged} found {self.found} undecided {self.undecided} lost {self.lost}"
        return f"drill {name} {counts} outage {self.outage:.2f} s"

    def prove(self) -> None:
        """AssertionError when something is lost or not as it must be."""
        assert not self.lost, self.faults
        assert not self.faults, self.faults
