"""Rows whose role is known (job postings, people with a job title) as numbers over the catalogue's items."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.model import Catalogue, Ratings
from app.scoring.profiles import profiles

Levels = NDArray[np.float64]
"""Rows by items: 0 to 4, NaN where empty."""
Places = NDArray[np.int64]

RARE: Final = 0.05
"""A skill that fewer of a table's rows have than this is empty there: a source that hardly ever writes a word does not say "none"."""


@dataclass(frozen=True, slots=True)
class Known:
    """One row as it is read: its role, its ratings, and where it comes from ("" where the file does not say)."""

    role: str
    ratings: Ratings
    source: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """Rows over the catalogue's items and over its skills, each with its role's place and its source."""

    role: Places
    levels: Levels
    skills: Levels
    source: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.role)

    @property
    def roles(self) -> tuple[int, ...]:
        """The places of the roles that occur."""
        return tuple(int(place) for place in np.unique(self.role))

    def where(self, rows: NDArray[np.bool_]) -> "Table":
        """The rows that are marked."""
        return Table(self.role[rows], self.levels[rows], self.skills[rows], self.source[rows])


def tabulate(catalogue: Catalogue, rows: Iterable[Known]) -> Table:
    """The rows as a table: a mention is level 1, rare skills are empty, of a group the highest level counts.

    ValueError: a role that the catalogue does not have, or no row at all.
    """
    numbers, found = profiles(catalogue), list(rows)
    if not found:
        raise ValueError("no row names a role of the catalogue")
    skills = np.array(
        [[_number(row.ratings.get(skill)) for skill in numbers.skills] for row in found]
    )
    skills[:, ~(shares_of(skills) >= RARE)] = np.nan
    places = {skill: place for place, skill in enumerate(numbers.skills)}
    levels = np.column_stack(
        [_highest(skills[:, [places[skill] for skill in members]]) for members in numbers.members]
    )
    role = np.array([numbers.place(row.role) for row in found])
    return Table(role, levels, skills, np.array([row.source for row in found]))


def shares_of(levels: Levels) -> NDArray[np.float64]:
    """Per column the share of the answered rows that are above 0; NaN where none is answered."""
    answered = np.count_nonzero(~np.isnan(levels), axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.count_nonzero(levels > 0, axis=0) / np.where(answered, answered, np.nan)
        )


def centred(levels: Levels) -> Levels:
    """Each row less its mean, empty ones at 0: all that a match sees of a row, since a skip stands at the mean."""
    answered = ~np.isnan(levels)
    filled = np.where(answered, levels, 0.0)
    mean = filled.sum(axis=1) / np.maximum(answered.sum(axis=1), 1)
    return np.where(answered, filled - mean[:, None], 0.0)


def _number(level: int | None) -> float:
    return np.nan if level is None else float(level)


def _highest(columns: Levels) -> NDArray[np.float64]:
    best = np.max(np.where(np.isnan(columns), -1.0, columns), axis=1)
    return np.where(best < 0, np.nan, best)
