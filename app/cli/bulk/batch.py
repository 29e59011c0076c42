"""A block of rows on its way through: what was read of each of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from app.cli.bulk.figures import SKIP, Levels
from app.cli.faults import RowError
from app.cli.rows import Row


@dataclass(slots=True)
class Batch:
    """Rows by the place of their line in the block; lines that hold no good row stand there too and are passed over."""

    texts: list[bytes]
    """Rows as they are handed on, without their ends."""
    levels: Levels
    """Shape (skills, lines)."""
    good: NDArray[np.bool_]
    faults: list[tuple[int, RowError]]
    """What is wrong, and with which line; in their order."""

    def put(self, place: int, row: Row, skills: Sequence[str]) -> None:
        """A row that was read by itself, in the catalogue's skills."""
        self.texts[place] = row.text.encode()
        given = row.ratings
        self.levels[:, place] = [SKIP if (level := given.get(skill)) is None else level for skill in skills]
        self.good[place] = True

    def until(self, place: int) -> "Batch":
        """The rows before that line and its fault."""
        return Batch(self.texts, self.levels, self.good & (np.arange(len(self.good)) < place), self.faults[:1])

    def rows(self) -> tuple[list[bytes], Levels]:
        """The good rows and their levels."""
        if self.good.all():
            return self.texts, self.levels
        return list(compress(self.texts, self.good.tolist())), self.levels[:, self.good]
