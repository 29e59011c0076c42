"""Predicted against actual repetition: whether chances come true in simulated people.

The people are those of simulation.py. Each has a chance, from app/scoring/chances.py, that the
first role of the first rating comes first again. It repeats when the second rating puts that role
first. The first rating answers all items or, in the short form, only the most informative ones. The
second rating answers all items.
"""

import random
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.evidence import FULL, SHORT, SHORT_ANSWERS, Repetition
from app.catalogue.model import Catalogue
from app.evaluation.bulk_chances import bulk_chances
from app.evaluation.coefficients import match_points, ranking
from app.evaluation.labelled_table import LevelArray
from app.evaluation.regression import Array
from app.evaluation.simulation import PEOPLE, SEED, SkillLevels, rate, true_levels
from app.scoring.information import information
from app.scoring.profiles import profiles

BINS: Final = 10
"""Number of bins of equal width into which chances from 0 to 1 are divided."""
MIN_SHARE: Final = 0.01
"""Share of the people below which a bin joins the next: its figures would say little."""


def form_items(catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    """Return the items that each form asks about."""
    items = profiles(catalogue).items
    carries = dict(zip(items, information(catalogue), strict=True))
    most = sorted(items, key=lambda item: -carries[item])[:SHORT_ANSWERS]
    return {FULL: frozenset(items), SHORT: frozenset(most)}


def measure_repetition(
    catalogue: Catalogue, count: int = PEOPLE, seed: int = SEED
) -> tuple[Repetition, ...]:
    """Simulate the people of `simulate_people`. Return the bins of both forms, the full first."""
    rng = random.Random(seed)  # noqa: S311 (a simulation) # nosec B311
    pairs = [
        [_row(catalogue, rate(catalogue, truth, rng)) for _ in range(2)]
        for _, truth in true_levels(catalogue, count, rng)
    ]
    once, again = np.array(pairs, np.float64).swapaxes(0, 1)
    ids = np.array(profiles(catalogue).items)
    return tuple(
        each
        for form, items in form_items(catalogue).items()
        for each in _bins(
            form, *_predicted(catalogue, np.where(np.isin(ids, list(items)), once, np.nan), again)
        )
    )


def _row(catalogue: Catalogue, levels: SkillLevels) -> list[int]:
    return [levels[item.id] for item in catalogue.items]


def _predicted(
    catalogue: Catalogue, once: LevelArray, again: LevelArray
) -> tuple[Array, NDArray[np.bool_]]:
    """Return the chance that each row's first role comes first again, and whether it does."""
    coefficients = np.array(profiles(catalogue).coefficients, np.int64)
    first, second = (ranking(match_points(coefficients, each))[:, 0] for each in (once, again))
    return bulk_chances(catalogue, once)[np.arange(len(first)), first], first == second


def _bins(form: str, predicted: Array, repeats: NDArray[np.bool_]) -> tuple[Repetition, ...]:
    """Return the bins, lowest chance first. Each has MIN_SHARE of the people, the last may not."""
    places, found, start = np.minimum((predicted * BINS).astype(int), BINS - 1), [], 0
    for end in range(1, BINS + 1):
        some = (start <= places) & (places < end)
        if some.mean() >= MIN_SHARE or (end == BINS and some.any()):
            means = (round(float(each[some].mean()), 3) for each in (predicted, repeats))
            found.append(Repetition(form, end / BINS, int(some.sum()), *means))
            start = end
    return tuple(found)
