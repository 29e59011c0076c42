"""Rows whose role is known (job postings, people with a job title) as arrays over the items."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.model import Catalogue, Ratings
from app.scoring.profiles import profiles

LevelArray = NDArray[np.float64]
"""Shape (rows, items): 0 to 4, NaN where empty."""
Indices = NDArray[np.int64]
"""Whole numbers, such as the indices of roles in the catalogue's order."""

RARE: Final = 0.05
"""A skill in fewer of a table's rows than this share is empty in the whole table: a source that
hardly ever names a skill does not say that people lack it."""
RECENT: Final = 2023
"""Rows of this year and later show what a role requires now; rows without a year count as recent.
Generative AI, for one, stands in hardly any posting before."""
OLDER_WEIGHT: Final = 0.25
"""Weight of an older row relative to a recent one."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row as it is read: role, ratings, source ("" if the file names none) and year (or 0)."""

    role: str
    ratings: Ratings
    source: str = ""
    year: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class LabelledTable:
    """Rows over items (`levels`) and over skills (`skills`), with role, source and year of each."""

    role: Indices
    levels: LevelArray
    skills: LevelArray
    source: NDArray[np.str_]
    year: Indices
    """0 where the file names none."""

    def __len__(self) -> int:
        return len(self.role)

    @property
    def roles(self) -> tuple[int, ...]:
        """Return the indices of the roles that occur, ascending."""
        return tuple(int(index) for index in np.unique(self.role))

    @property
    def recent(self) -> NDArray[np.bool_]:
        """Return which rows are of RECENT and later, or have no year."""
        return np.asarray((self.year == 0) | (self.year >= RECENT))

    @property
    def weight(self) -> NDArray[np.float64]:
        """Return each row's weight relative to a recent one."""
        return np.where(self.recent, 1.0, OLDER_WEIGHT)

    def where(self, rows: NDArray[np.bool_] | Indices) -> "LabelledTable":
        """Return the rows of a mask of shape (rows,), or of these indices."""
        return LabelledTable(
            self.role[rows],
            self.levels[rows],
            self.skills[rows],
            self.source[rows],
            self.year[rows],
        )


def tabulate(catalogue: Catalogue, rows: Iterable[LabelledRow]) -> LabelledTable:
    """Return the rows as a table. A mention is level 1, rare skills are empty.

    An item that groups several skills has the highest of their levels. Raises ValueError for a role
    that the catalogue does not have, and for no rows at all.
    """
    numbers, labelled = profiles(catalogue), list(rows)
    if not labelled:
        raise ValueError("no row names a role of the catalogue")
    skills = np.array(
        [[_number(row.ratings.get(skill)) for skill in numbers.skills] for row in labelled]
    )
    skills[:, ~(shares_of(skills) >= RARE)] = np.nan
    column = {skill: index for index, skill in enumerate(numbers.skills)}
    levels = np.column_stack(
        [_highest(skills[:, [column[skill] for skill in members]]) for members in numbers.members]
    )
    role = np.array([numbers.place(row.role) for row in labelled])
    return LabelledTable(
        role,
        levels,
        skills,
        np.array([row.source for row in labelled]),
        np.array([row.year for row in labelled]),
    )


def shares_of(levels: LevelArray, weight: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Return per column the share of answered rows above level 0; NaN if none is answered.

    A row counts with its weight, of shape (rows,); without weights all count the same.
    """
    counted = np.ones(len(levels)) if weight is None else weight
    answered = counted @ ~np.isnan(levels)
    with np.errstate(invalid="ignore"):
        return np.asarray(counted @ (levels > 0) / np.where(answered, answered, np.nan))


def centred(levels: LevelArray) -> LevelArray:
    """Return each row minus its mean, with 0 for empty cells.

    A match sees no more of a row than this, because a skipped item counts as the row's mean.
    """
    answered = ~np.isnan(levels)
    values = np.where(answered, levels, 0.0)
    mean = values.sum(axis=1) / np.maximum(answered.sum(axis=1), 1)
    return np.where(answered, values - mean[:, None], 0.0)


def _number(level: int | None) -> float:
    return np.nan if level is None else float(level)


def _highest(columns: LevelArray) -> NDArray[np.float64]:
    best = np.max(np.where(np.isnan(columns), -1.0, columns), axis=1)
    return np.where(best < 0, np.nan, best)
