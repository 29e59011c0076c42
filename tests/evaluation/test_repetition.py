"""Chances come true in simulated people, and the published table is the simulation's."""

import numpy as np
import pytest
from hypothesis import given

from app.catalogue.evidence import FORMS, FULL, SHORT, SHORT_ANSWERS, Repetition
from app.catalogue.evidence_file import load_evidence
from app.catalogue.model import Catalogue, Ratings
from app.evaluation.bulk_chances import ROWS, bulk_chances
from app.evaluation.repetition import (
    MIN_SHARE,
    form_items,
    measure_repetition,
)
from app.evaluation.simulation import PEOPLE
from app.scoring.chances import chances
from app.scoring.information import INFORMATION_SUM, information
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from tests.evaluation.rows import even_catalogue
from tests.support.strategies import make_catalogue, rated

AGREE = 0.05
"""A predicted and an actual share differ by less than this."""
SOME = 3000


def of_form(form: str, bins: tuple[Repetition, ...]) -> list[Repetition]:
    return [each for each in bins if each.form == form]


def too_low(bins: list[Repetition]) -> list[float]:
    """Return by how much the chance of each bin is below the share that repeats."""
    return [each.repeated - each.predicted for each in bins]


@pytest.fixture(scope="module")
def published(ours: Catalogue) -> tuple[Repetition, ...]:
    return load_evidence(ours).simulation.repetitions


@pytest.mark.verify
def test_the_published_table_is_what_the_simulation_gives(
    ours: Catalogue, published: tuple[Repetition, ...]
) -> None:
    assert measure_repetition(ours) == published


def test_in_the_full_form_chances_come_true(published: tuple[Repetition, ...]) -> None:
    full = of_form(FULL, published)
    assert len(full) == 8
    assert all(abs(each) < AGREE for each in too_low(full))


def test_in_the_short_form_chances_never_promise_too_much(
    published: tuple[Repetition, ...],
) -> None:
    """They are too low in the middle, because a skipped item is taken to say nothing of a role."""
    short = of_form(SHORT, published)
    assert len(short) == 9
    assert all(-AGREE < each < 0.18 for each in too_low(short))


def test_everybody_is_counted_once_and_no_bin_is_tiny(published: tuple[Repetition, ...]) -> None:
    for form in FORMS:
        bins = of_form(form, published)
        assert sum(each.people for each in bins) == PEOPLE
        assert all(each.people >= MIN_SHARE * PEOPLE for each in bins)
        assert [each.up_to for each in bins] == sorted({each.up_to for each in bins})
        assert bins[-1].up_to == 1


def test_a_smaller_simulation_agrees_within_its_own_error(ours: Catalogue) -> None:
    bins = measure_repetition(ours, SOME)
    for each in of_form(FULL, bins):
        error = (each.predicted * (1 - each.predicted) / each.people) ** 0.5
        assert abs(each.repeated - each.predicted) < AGREE + 2.5 * error
    assert bins == measure_repetition(ours, SOME)
    assert bins != measure_repetition(ours, SOME, seed=1)


@given(rated())
def test_chances_in_bulk_are_those_of_one_person(case: tuple[Catalogue, Ratings]) -> None:
    catalogue, person = case
    levels = item_ratings(profiles(catalogue), person).levels
    row = [np.nan if level is None else level for level in levels]
    found = bulk_chances(catalogue, np.array([row] * 2, np.float64))
    assert (
        found.tolist()
        == [pytest.approx([each.share for each in chances(catalogue, person)], abs=1e-12)] * 2
    )


def test_rows_beyond_a_batch_are_counted_too(ours: Catalogue) -> None:
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 5, (ROWS + 2, len(ours.items))).astype(np.float64)
    found = bulk_chances(ours, rows)
    assert found.sum(axis=1) == pytest.approx(np.ones(len(rows)))
    assert bulk_chances(ours, rows[ROWS:]).tolist() == found[ROWS:].tolist()


def shares_of_information(catalogue: Catalogue) -> tuple[float, ...]:
    return tuple(parts / INFORMATION_SUM for parts in information(catalogue))


def test_the_short_form_asks_what_separates_the_roles_most(ours: Catalogue) -> None:
    forms, information = form_items(ours), shares_of_information(ours)
    assert sum(information) == pytest.approx(1)
    asked = [
        each
        for item, each in zip(profiles(ours).items, information, strict=True)
        if item in forms[SHORT]
    ]
    assert (len(forms[FULL]), len(asked)) == (len(ours.items), SHORT_ANSWERS)
    assert sorted(information)[-SHORT_ANSWERS:] == sorted(asked)
    assert sum(asked) > 0.5


def test_information_by_hand() -> None:
    catalogue = make_catalogue(
        ["a", "b", "c"],
        {
            "one": [400_000, 300_000, 300_000],
            "two": [300_000, 400_000, 300_000],
            "three": [300_000, 400_000, 300_000],
        },
    )
    assert shares_of_information(catalogue) == (0.5, 0.5, 0)


def test_roles_that_nothing_tells_apart_never_tell_and_never_fail() -> None:
    (full, short) = measure_repetition(even_catalogue(), 20)
    assert (full.form, short.form) == FORMS
    assert (full.people, full.repeated) == (20, 1)
