"""A judgement contains what was measured, on the rows of the measurement."""

import numpy as np
import pytest

from app.catalogue.model import Catalogue
from app.evaluation.baselines import baselines
from app.evaluation.comparison import (
    OURS,
    Comparison,
    compare_forms,
    cross_validate,
    evaluate_current,
)
from app.evaluation.cross_validation import by_role
from app.evaluation.labelled_table import LabelledTable, tabulate
from app.evaluation.metrics import MEASURES
from app.evaluation.profile_forms import COMPARED, SimulatedRows, TrainingData, fitted_directions
from app.evaluation.regression import Array
from app.scoring.result import score
from tests.evaluation.rows import ROLES, SKILLS, as_required, even_catalogue, mentions, own_skill

EVEN = even_catalogue()
POSTINGS = tabulate(EVEN, mentions(own_skill, ROLES, SKILLS, 30, seed=1))
DATA = TrainingData(
    EVEN, POSTINGS, tabulate(EVEN, mentions(own_skill, ROLES[1:], SKILLS, 24, seed=2))
)
SIMULATED = SimulatedRows(EVEN)


@pytest.fixture(scope="module", params=["postings", "people"])
def crossed(request: pytest.FixtureRequest) -> tuple[str, Comparison]:
    table = DATA.table(request.param)

    def form(data: TrainingData, simulated: SimulatedRows) -> Array:
        """The form in use, which must not see the whole table that is judged."""
        assert len(data.table(request.param)) < len(table)
        return fitted_directions(data, simulated)

    return request.param, cross_validate(
        DATA, request.param, by_role(table), form, baselines(3), SIMULATED, draws=50
    )


def test_every_row_is_counted_under_its_own_role(crossed: tuple[str, Comparison]) -> None:
    name, found = crossed
    table = DATA.table(name)
    assert (found.rows, found.roles) == (len(table), table.roles)
    assert found.confusion.sum(axis=1).tolist() == pytest.approx(
        np.bincount(table.role, minlength=3).tolist()
    )
    assert found.confusion[:, [role for role in range(3) if role not in table.roles]].sum() == 0
    assert sum(margin.rows for margin in found.margins) == len(table)


def test_the_figures_fit_the_confusion_and_each_other(crossed: tuple[str, Comparison]) -> None:
    _, found = crossed
    mine = found.methods[OURS]
    recalls = [found.confusion[role, role] / found.confusion[role].sum() for role in found.roles]
    assert mine.balanced_accuracy.value == pytest.approx(np.mean(recalls))
    assert set(found.differences) == set(found.methods) - {OURS} == set(baselines(3))
    for name, less in found.differences.items():
        for metric in MEASURES:
            difference = getattr(mine, metric).value - getattr(found.methods[name], metric).value
            assert getattr(less, metric).value == pytest.approx(difference)


def test_every_form_is_tried_on_the_same_folds() -> None:
    split = by_role(POSTINGS, repetitions=1)
    found = compare_forms(DATA, "postings", split, SIMULATED)
    assert list(found) == list(COMPARED)
    again = cross_validate(DATA, "postings", split, fitted_directions, {}, SIMULATED, draws=2)
    for metric, value in found["fitted_all"].items():
        assert value == pytest.approx(getattr(again.methods[OURS], metric).value)
    assert found["log_odds"]["balanced_accuracy"] > found["judged"]["balanced_accuracy"] + 0.2


def test_as_it_stands_it_says_what_scoring_says_among_the_roles_of_the_table(
    ours: Catalogue,
) -> None:
    roles = list(ours.role)[1:]
    rows = mentions(as_required(ours), roles, ours.skill, 20, seed=5)
    table = tabulate(ours, rows)
    assert not np.isnan(table.skills).any()
    seen = tabulate(ours, mentions(as_required(ours), roles, ours.skill, 20, seed=6))
    learned: list[tuple[LabelledTable, LabelledTable]] = []

    def spy(one: LabelledTable, other: LabelledTable) -> Array:
        learned.append((one, other))
        return np.zeros((len(other), len(ours.roles)))

    found = evaluate_current(
        ours, table, seen, {**baselines(len(ours.roles)), "spy": spy}, draws=10
    )
    assert learned == [(seen, table)]
    orders = [
        [each.role for each in score(ours, row.ratings).order if each.role in roles] for row in rows
    ]
    right = [order[0] == row.role for order, row in zip(orders, rows, strict=True)]
    assert found.methods[OURS].balanced_accuracy.value == pytest.approx(np.mean(right))
    assert found.methods[OURS].top_two.value == np.mean(
        [row.role in order[:2] for order, row in zip(orders, rows, strict=True)]
    )
    assert set(found.methods) == {OURS, "spy", *baselines(len(ours.roles))}
    assert set(
        evaluate_current(ours, table, None, baselines(len(ours.roles)), draws=2).methods
    ) == {OURS}
