"""A judgement holds what was measured, on the rows it was measured on."""

import numpy as np
import pytest

from app.catalogue.model import Catalogue
from app.evidence.crossing import by_role
from app.evidence.forms import COMPARED, Evidence, Simulated, fitted
from app.evidence.judging import OURS, Judgement, cross_judged, forms_compared, judged_as_it_stands
from app.evidence.likelihood import Array
from app.evidence.metrics import MEASURES
from app.evidence.rivals import rivals
from app.evidence.table import Table, tabulate
from app.scoring.result import score
from tests.evidence.rows import ROLES, SKILLS, as_required, even_catalogue, mentions, own_skill

EVEN = even_catalogue()
POSTINGS = tabulate(EVEN, mentions(own_skill, ROLES, SKILLS, 30, seed=1))
EVIDENCE = Evidence(
    EVEN, POSTINGS, tabulate(EVEN, mentions(own_skill, ROLES[1:], SKILLS, 24, seed=2))
)
SIMULATED = Simulated(EVEN)


@pytest.fixture(scope="module", params=["postings", "people"])
def crossed(request: pytest.FixtureRequest) -> tuple[str, Judgement]:
    table = EVIDENCE.table(request.param)

    def form(evidence: Evidence, simulated: Simulated) -> Array:
        """The form in use, which must not see all of the table that is judged."""
        assert len(evidence.table(request.param)) < len(table)
        return fitted(evidence, simulated)

    return request.param, cross_judged(
        EVIDENCE, request.param, by_role(table), form, rivals(3), SIMULATED, draws=50
    )


def test_every_row_is_counted_under_its_own_role(crossed: tuple[str, Judgement]) -> None:
    name, found = crossed
    table = EVIDENCE.table(name)
    assert (found.rows, found.roles) == (len(table), table.roles)
    assert found.confusion.sum(axis=1).tolist() == pytest.approx(
        np.bincount(table.role, minlength=3).tolist()
    )
    assert found.confusion[:, [role for role in range(3) if role not in table.roles]].sum() == 0
    assert sum(margin.rows for margin in found.margins) == len(table)


def test_the_figures_fit_the_confusion_and_each_other(crossed: tuple[str, Judgement]) -> None:
    _, found = crossed
    mine = found.methods[OURS]
    recalls = [found.confusion[role, role] / found.confusion[role].sum() for role in found.roles]
    assert mine.balanced_accuracy.value == pytest.approx(np.mean(recalls))
    assert set(found.less) == set(found.methods) - {OURS} == set(rivals(3))
    for name, less in found.less.items():
        for metric in MEASURES:
            difference = getattr(mine, metric).value - getattr(found.methods[name], metric).value
            assert getattr(less, metric).value == pytest.approx(difference)


def test_every_form_is_tried_on_the_same_folds() -> None:
    split = by_role(POSTINGS, repetitions=1)
    found = forms_compared(EVIDENCE, "postings", split, SIMULATED)
    assert list(found) == list(COMPARED)
    again = cross_judged(EVIDENCE, "postings", split, fitted, {}, SIMULATED, draws=2)
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
    learned: list[tuple[Table, Table]] = []

    def spy(one: Table, other: Table) -> Array:
        learned.append((one, other))
        return np.zeros((len(other), 5))

    found = judged_as_it_stands(ours, table, seen, {**rivals(5), "spy": spy}, draws=10)
    assert learned == [(seen, table)]
    orders = [
        [each.role for each in score(ours, row.ratings).order if each.role in roles] for row in rows
    ]
    right = [order[0] == row.role for order, row in zip(orders, rows, strict=True)]
    assert found.methods[OURS].balanced_accuracy.value == pytest.approx(np.mean(right))
    assert found.methods[OURS].top_two.value == np.mean(
        [row.role in order[:2] for order, row in zip(orders, rows, strict=True)]
    )
    assert set(found.methods) == {OURS, "spy", *rivals(5)}
    assert set(judged_as_it_stands(ours, table, None, rivals(5), draws=2).methods) == {OURS}
