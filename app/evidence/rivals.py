"""What others would take for this task, learning from the same rows: naive Bayes and logistic regression from scikit-learn."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import BernoulliNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from app.evidence.crossing import Method
from app.evidence.likelihood import Array
from app.evidence.table import Levels, Table

ROUNDS: Final = 2000
STRENGTH: Final = 0.1
"""scikit-learn's C: of 0.01, 0.1, 1 and 10 the best on our tables, or within 0.005 of it in balanced accuracy."""


def rivals(roles: int) -> Mapping[str, Method]:
    """Each rival by its name; all of them may name a role for being frequent or for a skill alone, which a match may not.

    `naive_bayes` takes every role for equally likely, as balanced accuracy does; `naive_bayes_frequent` as likely as it is in its rows.
    """
    return {
        "naive_bayes": lambda seen, judged: _scores(
            BernoulliNB(fit_prior=False), seen.skills > 0, judged.skills > 0, seen, roles
        ),
        "naive_bayes_frequent": lambda seen, judged: _scores(
            BernoulliNB(), seen.skills > 0, judged.skills > 0, seen, roles
        ),
        "naive_bayes_grouped": lambda seen, judged: _scores(
            BernoulliNB(fit_prior=False), seen.levels > 0, judged.levels > 0, seen, roles
        ),
        "logistic_regression": lambda seen, judged: _scores(
            _regression(), _filled(seen.skills), _filled(judged.skills), seen, roles
        ),
    }


def _regression() -> object:
    return make_pipeline(
        StandardScaler(), LogisticRegression(class_weight="balanced", C=STRENGTH, max_iter=ROUNDS)
    )


def _filled(levels: Levels) -> Levels:
    return np.nan_to_num(levels)


def _scores(model: object, seen: Levels, judged: Levels, table: Table, roles: int) -> Array:
    fitted = model.fit(seen, table.role)  # type: ignore[attr-defined]  # scikit-learn has no types
    found = np.full((len(judged), roles), -np.inf)
    found[:, fitted.classes_] = fitted.predict_log_proba(judged)
    return found
