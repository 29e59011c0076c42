"""A row of ratings, read and written again with what scoring adds; all other columns pass through as they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.catalogue.model import Ratings

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Row:
    """One person's ratings, and the row as it is handed on, without its end."""

    ratings: Ratings
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How added cells stand behind a row: what leads to each, how a cell is written, and what ends the row."""

    leads: tuple[str, ...]
    shown: Callable[[Cell], str]
    end: str

    def written(self, row: Row, cells: Sequence[Cell]) -> str:
        """The row with its cells."""
        return (
            row.text
            + "".join(
                [lead + self.shown(cell) for lead, cell in zip(self.leads, cells, strict=True)]
            )
            + self.end
        )
