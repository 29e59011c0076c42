"""Cross-validation: predictions for rows that a fit has not seen, in folds by role or by source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.evaluation.coefficients import match_points, ranking, restricted, whole_coefficients
from app.evaluation.labelled_table import Indices, LabelledTable
from app.evaluation.metrics import Predictions
from app.evaluation.profile_forms import TrainingData
from app.evaluation.regression import Array

FOLDS: Final = 5
REPETITIONS: Final = 4
MIN_ROWS: Final = 16
"""Sources with fewer rows are left out together, as one."""

Mask = NDArray[np.bool_]
Classifier = Callable[[LabelledTable, LabelledTable], Indices | Array]
"""Takes rows to learn from and rows to classify; returns scores of the latter (rows, roles)."""


@dataclass(frozen=True, slots=True)
class Split:
    """The fold of each row: one array of shape (rows,) per repetition."""

    folds: tuple[Indices, ...]

    def tests(self) -> Iterator[tuple[int, Mask]]:
        """Yield every fold of every repetition as the repetition and the mask of its rows."""
        for repetition, folds in enumerate(self.folds):
            for fold in np.unique(folds):
                yield repetition, folds == fold

    def first(self) -> Iterator[Mask]:
        """Return the folds of the first repetition as masks."""
        return (test for repetition, test in self.tests() if repetition == 0)


def by_role(table: LabelledTable, folds: int = FOLDS, repetitions: int = REPETITIONS) -> Split:
    """Return stratified folds, shuffled in each repetition.

    Each role is spread evenly over the folds. The order of the table's rows has no influence.
    """
    split, ordered = [], _sorted(table)
    for seed in range(repetitions):
        rng, fold = np.random.default_rng(seed), np.empty(len(table), np.int64)
        for role in table.roles:
            rows = ordered[table.role[ordered] == role]
            fold[rng.permutation(rows)] = np.arange(len(rows)) % folds
        split.append(fold)
    return Split(tuple(split))


def _sorted(table: LabelledTable) -> Indices:
    """Return the rows' indices ordered by source, then by content."""
    content = np.where(np.isnan(table.skills), -1.0, table.skills)
    return np.array(sorted(range(len(table)), key=lambda row: (table.source[row], *content[row])))


def by_source(table: LabelledTable) -> Split | None:
    """Return folds that leave out one source each, small sources together.

    None if the rows without some source would have only one role.
    """
    names, index, counts = np.unique(table.source, return_inverse=True, return_counts=True)
    split = Split((np.where(counts[index] >= MIN_ROWS, index, len(names)),))
    return split if all(len(table.where(~test).roles) > 1 for test in split.first()) else None


def cross_predict(table: LabelledTable, split: Split, classifier: Classifier) -> Predictions:
    """Return the predictions for each row by a classifier that learned from the other folds."""
    first = np.empty((len(split.folds), len(table)), np.int64)
    second = np.empty_like(first)
    for repetition, test in split.tests():
        best = ranking(classifier(table.where(~test), table.where(test)))
        first[repetition, test], second[repetition, test] = best[:, 0], best[:, 1]
    return Predictions(first, second)


def as_classifier(
    data: TrainingData, name: str, form: Callable[[TrainingData], Array]
) -> Classifier:
    """Return a classifier that fits a form to the rows given in place of the table of that name.

    It always uses all rows of the other table. It only predicts roles that occur in the named one.
    """

    def classify(seen: LabelledTable, tested: LabelledTable) -> Array:
        coefficients = whole_coefficients(form(data.replacing(name, seen)))
        return restricted(data.table(name).roles, match_points(coefficients, tested.levels))

    return classify
