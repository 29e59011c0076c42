"""A fit gives its highest coefficient to what clearly distinguishes a role.

It does so for every kind of rows.
"""

import numpy as np
import pytest

from app.catalogue.model import STAGES, Catalogue
from app.evaluation.coefficients import whole_coefficients
from app.evaluation.labelled_table import LabelledRow, LabelledTable, tabulate
from app.evaluation.profile_forms import (
    COMPARED,
    PULL,
    SIMULATED,
    SPREAD,
    SimulatedRows,
    TrainingData,
    Weights,
    centred_shares,
    expert_directions,
    fitted_directions,
    log_odds,
    shrunken_shares,
    starting_directions,
)
from app.scoring.profiles import profiles
from tests.evaluation.rows import ROLES, SKILLS, as_required, even_catalogue, mentions, one_sided

EVEN = even_catalogue()
PLAIN = tabulate(EVEN, mentions(one_sided("r1", "s3"), ROLES, SKILLS, 60, seed=1))
OTHER = tabulate(EVEN, mentions(one_sided("r1", "s3"), ROLES[:2], SKILLS, 60, seed=2))
EVIDENCE = {
    "postings": TrainingData(EVEN, PLAIN, None),
    "people": TrainingData(EVEN, None, OTHER),
    "both": TrainingData(EVEN, PLAIN, OTHER),
}
SIMULATED_PEOPLE = SimulatedRows(EVEN)
BLIND = {("people", "fitted_postings"), ("postings", "fitted_people")}
"""Forms that do not use the rows there."""
COUNTED = [
    (which, form)
    for which in EVIDENCE
    for form in COMPARED
    if form != "judged" and (which, form) not in BLIND
]


@pytest.mark.parametrize(("which", "form"), COUNTED)
def test_what_a_role_plainly_mentions_more_gets_its_highest_coefficient(
    which: str, form: str
) -> None:
    found = whole_coefficients(COMPARED[form](EVIDENCE[which], SIMULATED_PEOPLE))
    assert (int(found[1].argmax()), int(found[:, 3].argmax())) == (3, 1)


def shuffled(table: LabelledTable, seed: int) -> LabelledTable:
    return table.where(np.random.default_rng(seed).permutation(len(table)))


@pytest.mark.parametrize("form", COMPARED)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(form: str, seed: int) -> None:
    mixed = TrainingData(EVEN, shuffled(PLAIN, seed), shuffled(OTHER, seed))
    one, other = (
        whole_coefficients(COMPARED[form](each, SIMULATED_PEOPLE)).tobytes()
        for each in (EVIDENCE["both"], mixed)
    )
    assert one == other


def test_the_form_in_use_is_the_last_that_is_compared() -> None:
    in_use = fitted_directions(EVIDENCE["both"], SIMULATED_PEOPLE)
    assert (COMPARED["fitted_all"](EVIDENCE["both"], SIMULATED_PEOPLE) == in_use).all()
    assert list(COMPARED)[-1] == "fitted_all"


def test_a_stronger_pull_stays_nearer_to_the_start() -> None:
    both = EVIDENCE["both"]
    away = [
        np.linalg.norm(
            fitted_directions(both, SIMULATED_PEOPLE, pull=pull) - starting_directions(both)
        )
        for pull in (PULL / 2, PULL, 2 * PULL, 1e8)
    ]
    assert away == sorted(away, reverse=True)
    assert away[0] > 0.1
    assert away[-1] < 1e-5


def test_a_kind_of_evidence_that_weighs_nothing_is_not_seen() -> None:
    without = fitted_directions(EVIDENCE["both"], SIMULATED_PEOPLE, Weights(people=0.0))
    assert (without == fitted_directions(EVIDENCE["postings"], SIMULATED_PEOPLE)).all()
    assert (without != fitted_directions(EVIDENCE["both"], SIMULATED_PEOPLE)).any()


def test_the_start_is_judgement_and_with_postings_their_shares(ours: Catalogue) -> None:
    postings = tabulate(ours, mentions(as_required(ours), list(ours.role), ours.skill, 20, seed=4))
    alone, beside = (
        starting_directions(TrainingData(ours, None, postings)),
        starting_directions(TrainingData(ours, postings, None)),
    )
    assert alone == pytest.approx(SPREAD * expert_directions(ours))
    assert np.linalg.norm(beside, axis=1) == pytest.approx(SPREAD)
    shares = shrunken_shares(postings, len(ours.roles))
    assert all(
        np.corrcoef(beside[role], shares[role])[0, 1] > np.corrcoef(alone[role], shares[role])[0, 1]
        for role in range(len(ours.roles))
    )


def test_judgement_puts_first_what_a_role_requires_most(ours: Catalogue) -> None:
    found, numbers = expert_directions(ours), profiles(ours)
    for place, role in enumerate(ours.roles):
        needs = [each for stage in STAGES for each in role.stages[stage].requirements]
        total = {
            item: sum(each.level * each.weight**0.5 for each in needs if each.item == item)
            for item in numbers.items
        }
        assert total[numbers.items[int(found[place].argmax())]] == max(total.values())
    assert found.sum(axis=1) == pytest.approx(0)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1)


def test_shares_by_hand() -> None:
    """Role r0 mentions s0 in 3 of 4 rows, r1 in 1 of 4.

    Both mention s1 equally often. r2 has no row, and nobody mentions s2.
    """
    rows = [{"s0": 1, "s1": 1, "s2": 0}] * 3 + [{"s0": 0, "s1": 1, "s2": 0}]
    mirrored = [{"s0": 1, "s1": 1, "s2": 0}] + [{"s0": 0, "s1": 1, "s2": 0}] * 3
    table = tabulate(
        EVEN,
        [*(LabelledRow("r0", row) for row in rows), *(LabelledRow("r1", row) for row in mirrored)],
    )
    for form in (centred_shares, shrunken_shares, log_odds):
        found = form(table, 3)
        assert found[0, 0] == pytest.approx((7 / 8) ** 0.5)
        assert found[0, 1:] == pytest.approx([-1 / 8 / (7 / 8) ** 0.5] * 7)
        assert found[1] == pytest.approx(-found[0])
        assert (found[2] == 0).all()


def test_people_are_simulated_once_for_each_practitioner_and_beginners_have_no_role(
    ours: Catalogue,
) -> None:
    made = SimulatedRows(ours)
    assert made.table is made.table
    counts = np.bincount(made.table.role)
    assert (counts.sum(), counts.max() - counts.min() <= len(STAGES)) == (SIMULATED * 4 // 5, True)
    assert (made.table.levels == SimulatedRows(ours).table.levels).all()
    assert set(np.unique(made.table.levels)) == {0, 1, 2, 3, 4}
