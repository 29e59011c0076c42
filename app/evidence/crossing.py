"""Judging on rows that a fit has not seen: folds by role, and folds by source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.evidence.forms import Evidence
from app.evidence.likelihood import Array
from app.evidence.metrics import Called
from app.evidence.table import Places, Table
from app.evidence.whole import among, order, points, whole

FOLDS: Final = 5
REPETITIONS: Final = 4
FEWEST_ROWS: Final = 16
"""Sources with fewer rows are left out together, as one."""

Rows = NDArray[np.bool_]
Method = Callable[[Table, Table], Places | Array]
"""From rows to learn from and rows to judge to scores of the latter (rows by roles)."""


@dataclass(frozen=True, slots=True)
class Split:
    """How rows are set apart: per repetition the fold of each row."""

    folds: tuple[Places, ...]

    def tests(self) -> Iterator[tuple[int, Rows]]:
        """Each repetition's folds, as marked rows."""
        for repetition, folds in enumerate(self.folds):
            for fold in np.unique(folds):
                yield repetition, folds == fold

    def first(self) -> Iterator[Rows]:
        """The folds of the first repetition alone."""
        return (test for repetition, test in self.tests() if repetition == 0)


def by_role(table: Table, folds: int = FOLDS, repetitions: int = REPETITIONS) -> Split:
    """Folds in which every role is spread evenly, dealt anew in each repetition; the order of the rows changes nothing."""
    found, ordered = [], _sorted(table)
    for seed in range(repetitions):
        rng, fold = np.random.default_rng(seed), np.empty(len(table), np.int64)
        for role in table.roles:
            rows = ordered[table.role[ordered] == role]
            fold[rng.permutation(rows)] = np.arange(len(rows)) % folds
        found.append(fold)
    return Split(tuple(found))


def _sorted(table: Table) -> Places:
    """The rows' places in an order of their own, whatever the file's: by source, then by what they say."""
    said = np.where(np.isnan(table.skills), -1.0, table.skills)
    return np.array(sorted(range(len(table)), key=lambda row: (table.source[row], *said[row])))


def by_source(table: Table) -> Split | None:
    """Each source left out once, small ones together; None where the others would not always tell of two roles."""
    names, place, counts = np.unique(table.source, return_inverse=True, return_counts=True)
    split = Split((np.where(counts[place] >= FEWEST_ROWS, place, len(names)),))
    return split if all(len(table.where(~test).roles) > 1 for test in split.first()) else None


def cross(table: Table, split: Split, method: Method) -> Called:
    """What the method says of each row when it learned from the others."""
    first = np.empty((len(split.folds), len(table)), np.int64)
    second = np.empty_like(first)
    for repetition, test in split.tests():
        best = order(method(table.where(~test), table.where(test)))
        first[repetition, test], second[repetition, test] = best[:, 0], best[:, 1]
    return Called(first, second)


def learner(evidence: Evidence, name: str, form: Callable[[Evidence], Array]) -> Method:
    """A form as a method: it learns from the rows given in place of the table of that name, and from the other table whole.

    Roles that the judged table does not have are not named.
    """

    def method(seen: Table, judged: Table) -> Array:
        return among(
            evidence.table(name).roles,
            points(whole(form(evidence.seeing(name, seen))), judged.levels),
        )

    return method
