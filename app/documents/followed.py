"""How far somebody has come in a plan, for its documents."""

from dataclasses import dataclass
from typing import Final

TICK: Final = "✓"


@dataclass(frozen=True, slots=True)
class Followed:
    """The plan's steps that are done, by id, and readiness with them, 0 to 1 (None: that of the plan's beginning)."""

    done: frozenset[str] = frozenset()
    readiness: float | None = None

    def mark(self, step: str) -> str:
        """What stands before a step's name."""
        return f"{TICK} " if step in self.done else ""


NOT_FOLLOWED: Final = Followed()
