"""Rows of ratings with the columns that scoring adds. All other columns pass through unchanged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.catalogue.model import STAGES, Catalogue, Ratings

DECIMALS: Final = 10
"""Decimals to which the numbers in added columns are rounded."""

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One person's ratings, and the row's text without its end."""

    ratings: Ratings
    text: str


@dataclass(frozen=True, slots=True)
class RowFormat:
    """How added cells are written after a row's own text."""

    prefixes: tuple[str, ...]
    """The text before each added cell."""
    format_cell: Callable[[Cell], str]
    end: str

    def format(self, row: RatedRow, cells: Sequence[Cell]) -> str:
        """Return the row with the added cells."""
        added = [
            prefix + self.format_cell(cell)
            for prefix, cell in zip(self.prefixes, cells, strict=True)
        ]
        return row.text + "".join(added) + self.end


def columns(catalogue: Catalogue, with_chances: bool = False) -> tuple[str, ...]:
    """Return the names of the columns that `orienteer score` adds, a public contract.

    Roles are in the catalogue's order. The chances stand last.
    """
    roles = [role.id for role in catalogue.roles]
    return (
        "status",
        "closest",
        "second",
        "margin",
        "margin_se",
        "answered",
        *(f"match_{role}" for role in roles),
        *(f"readiness_{role}_{stage}" for role in roles for stage in STAGES),
        *(f"chance_{role}" for role in roles if with_chances),
    )
