"""The match and the baselines on one table: metrics with intervals, confusion and calibration."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from app.catalogue.evidence import Margin
from app.catalogue.model import Catalogue
from app.evaluation.calibration import RowMargins, accuracy_by_margin, row_margins
from app.evaluation.coefficients import match_points, ranking, restricted, whole_coefficients
from app.evaluation.cross_validation import Classifier, Split, as_classifier, cross_predict
from app.evaluation.labelled_table import LabelledTable
from app.evaluation.metrics import (
    DRAWS,
    MEASURES,
    Figures,
    Predictions,
    confusion,
    differences,
    figures,
)
from app.evaluation.profile_forms import COMPARED, Form, SimulatedRows, TrainingData
from app.evaluation.regression import Array
from app.scoring.profiles import profiles

OURS: Final = "orienteer"


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """What was measured on one table. Roles are indices in the catalogue's order."""

    rows: int
    roles: tuple[int, ...]
    """The roles that occur in the table."""
    methods: Mapping[str, Figures]
    """Metrics by method, "orienteer" first."""
    differences: Mapping[str, Figures]
    """Metrics of Orienteer minus those of each baseline, on the same resamples."""
    confusion: Array
    """Rows of each role (down) by predicted role (across), mean over the repetitions."""
    too_close: float
    """Share of rows called too close, 0 to 1."""
    margins: tuple[Margin, ...]


def cross_validate(
    data: TrainingData,
    name: str,
    split: Split,
    form: Form,
    baselines: Mapping[str, Classifier],
    simulated: SimulatedRows,
    draws: int = DRAWS,
) -> Comparison:
    """Evaluate a form on the table of that name ("postings" or "people") by cross-validation.

    Each method learns only from the other folds; the form also uses the other table.
    """
    table = data.table(name)
    classifiers = {OURS: as_classifier(data, name, partial(_fit, form, simulated)), **baselines}
    predictions = {
        method: cross_predict(table, split, classifier)
        for method, classifier in classifiers.items()
    }
    margins = RowMargins(
        np.empty(len(table), np.int64), np.empty(len(table)), np.empty(len(table), np.bool_)
    )
    for test in split.first():
        coefficients = whole_coefficients(form(data.replacing(name, table.where(~test)), simulated))
        part = row_margins(coefficients, table.where(test), table.roles, data.catalogue.scale)
        margins.first[test] = part.first
        margins.clearness[test] = part.clearness
        margins.too_close[test] = part.too_close
    return _comparison(data.catalogue, table, predictions, margins, draws)


def evaluate_current(
    catalogue: Catalogue,
    table: LabelledTable,
    seen: LabelledTable | None,
    baselines: Mapping[str, Classifier],
    draws: int = DRAWS,
) -> Comparison:
    """Evaluate the catalogue's own coefficients on the whole table.

    Baselines learn from the rows `seen`; without such rows there is no comparison.
    """
    coefficients = np.array(profiles(catalogue).coefficients)
    scores = {OURS: restricted(table.roles, match_points(coefficients, table.levels))}
    if seen is not None:
        scores |= {
            name: restricted(table.roles, classifier(seen, table))
            for name, classifier in baselines.items()
        }
    margins = row_margins(coefficients, table, table.roles, catalogue.scale)
    predictions = {name: _predictions(each) for name, each in scores.items()}
    return _comparison(catalogue, table, predictions, margins, draws)


def compare_forms(
    data: TrainingData, name: str, split: Split, simulated: SimulatedRows
) -> Mapping[str, Mapping[str, float]]:
    """Return the metrics of every form of profile on the same folds: form → metric → 0 to 1."""
    table = data.table(name)
    weights = np.ones(len(table))
    predictions = {
        form: cross_predict(
            table, split, as_classifier(data, name, partial(_fit, function, simulated))
        )
        for form, function in COMPARED.items()
    }
    return {
        form: {
            name: float(measure(table.role, each, weights)) for name, measure in MEASURES.items()
        }
        for form, each in predictions.items()
    }


def _fit(form: Form, simulated: SimulatedRows, data: TrainingData) -> Array:
    return form(data, simulated)


def _comparison(
    catalogue: Catalogue,
    table: LabelledTable,
    predictions: Mapping[str, Predictions],
    margins: RowMargins,
    draws: int,
) -> Comparison:
    ours = predictions[OURS]
    return Comparison(
        rows=len(table),
        roles=table.roles,
        methods={name: figures(table.role, each, draws) for name, each in predictions.items()},
        differences={
            name: differences(table.role, ours, each, draws)
            for name, each in predictions.items()
            if name != OURS
        },
        confusion=confusion(table.role, ours, len(catalogue.roles)),
        too_close=float(margins.too_close.mean()),
        margins=accuracy_by_margin(table.role, margins),
    )


def _predictions(scores: Array) -> Predictions:
    best = ranking(scores)
    return Predictions(best[:, 0][None], best[:, 1][None])
