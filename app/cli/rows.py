"""Rows of ratings, read one at a time and written again with what scoring adds; all other columns pass through as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TextIO

from app.catalogue.model import Ratings
from app.cli.faults import RowError

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Row:
    """One person's ratings, and the row's fields or text as they were given."""

    ratings: Ratings
    given: Sequence[str]


class Rows(Protocol):
    """A file of ratings. Making one reads its heading; FileError says why a file cannot be used."""

    def __iter__(self) -> Iterator[tuple[int, Row | RowError]]:
        """Each row, or what is wrong with it, with the number of its first line."""

    def write_heading(self, out: TextIO) -> None:
        """Write what stands before the first row."""

    def write(self, out: TextIO, row: Row, cells: Sequence[Cell]) -> None:
        """Write the row with the added cells, floats in the shortest form that reads back as the same number."""
