"""The outcome of a drill, and its line."""

from dataclasses import dataclass, field

from tests.faults.accounts import Found


@dataclass
class Outcome:
    """The counts of a drill. `faults` is everything that must not have happened."""

    acknowledged: int = 0
    found: int = 0
    undecided: int = 0
    lost: int = 0
    outage: float = 0
    """The longest time without an acknowledgement, in seconds, for somebody who was asking."""
    faults: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """Exceeded limits. A busy machine may exceed a time, so no test checks them."""
    notes: list[str] = field(default_factory=list)
    """Further figures for the reader."""

    def add(self, found: Found) -> None:
        """Count what was found in one database."""
        self.acknowledged += found.acknowledged
        self.found += found.found
        self.undecided += found.undecided
        self.look(found)

    def look(self, found: Found) -> None:
        """Add losses and faults only, because the same answers are counted later."""
        self.lost += len(found.lost)
        self.faults += found.lost + found.faults

    def limit(self, what: str, measured: float, most: float) -> None:
        """Note a figure that may not exceed a limit."""
        self.notes.append(f"{what} {measured:.2f} (at most {most:g})")
        if measured > most:
            self.missed.append(f"{what}: {measured:.2f}, at most {most:g}")

    def least(self, what: str, measured: float, least: float) -> None:
        """Note a figure that must be reached, or the drill proves nothing."""
        self.notes.append(f"{what} {measured:g} (at least {least:g})")
        if measured < least:
            self.faults.append(f"{what}: {measured:g}, at least {least:g}")

    def told(self, name: str) -> str:
        """Return the drill's line."""
        found = f"acknowledged {self.acknowledged} found {self.found}"
        missing = f"undecided {self.undecided} lost {self.lost}"
        return f"drill {name} {found} {missing} outage {self.outage:.2f} s"

    def prove(self) -> None:
        """Raise AssertionError when something is lost or wrong."""
        assert not self.lost, self.faults
        assert not self.faults, self.faults
