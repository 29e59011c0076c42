"""Standard classifiers to compare with, learning from the same rows. Needs scikit-learn."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import BernoulliNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from app.evaluation.cross_validation import Classifier
from app.evaluation.labelled_table import LabelledTable, LevelArray
from app.evaluation.regression import Array

MAX_ITERATIONS: Final = 2000
C: Final = 0.1
"""Inverse regularisation strength: of 0.01, 0.1, 1 and 10 the best on our tables, or within 0.005
of the best in balanced accuracy."""


def baselines(roles: int) -> Mapping[str, Classifier]:
    """Return each baseline by its name, for this number of roles.

    Unlike a match, they may prefer a role for its frequency or for a single skill. `naive_bayes`
    assumes equally frequent roles, as balanced accuracy does; `naive_bayes_frequent` assumes the
    frequencies of its training rows.
    """
    return {
        "naive_bayes": lambda seen, tested: _scores(
            BernoulliNB(fit_prior=False), seen.skills > 0, tested.skills > 0, seen, roles
        ),
        "naive_bayes_frequent": lambda seen, tested: _scores(
            BernoulliNB(), seen.skills > 0, tested.skills > 0, seen, roles
        ),
        "naive_bayes_grouped": lambda seen, tested: _scores(
            BernoulliNB(fit_prior=False), seen.levels > 0, tested.levels > 0, seen, roles
        ),
        "logistic_regression": lambda seen, tested: _scores(
            _regression(), np.nan_to_num(seen.skills), np.nan_to_num(tested.skills), seen, roles
        ),
    }


def _regression() -> object:
    return make_pipeline(
        StandardScaler(), LogisticRegression(class_weight="balanced", C=C, max_iter=MAX_ITERATIONS)
    )


def _scores(
    model: object, seen: LevelArray, tested: LevelArray, table: LabelledTable, roles: int
) -> Array:
    """Return log probabilities, shape (rows, roles); -inf for roles without training rows."""
    fitted = model.fit(seen, table.role)  # type: ignore[attr-defined]  # scikit-learn has no types
    scores = np.full((len(tested), roles), -np.inf)
    scores[:, fitted.classes_] = fitted.predict_log_proba(tested)
    return scores
