"""What a fit puts into a catalogue, and what it rejects."""

from dataclasses import fields, replace

import numpy as np
import pytest

from app.catalogue.model import CLEAR_DIFFERENCE, COEFFICIENT_SUM, Catalogue, Coefficient
from app.evaluation.fitting import (
    OwnRoleNotFirst,
    PostingsContradicted,
    check_clear_differences,
    check_own_role_first,
    fit,
    with_coefficients,
)
from app.evaluation.labelled_table import LabelledRow, tabulate
from app.evaluation.profile_forms import TrainingData
from app.scoring.profiles import profiles
from tests.evaluation.rows import mentions
from tests.scoring.small import small_catalogue

SMALL = small_catalogue()
VALUES = np.array([[500_000, 300_000, 200_000], [0, 0, COEFFICIENT_SUM], [100_000, 900_000, 0]])


def coefficient(catalogue: Catalogue, role: str, item: str) -> Coefficient:
    return {each.item: each for each in catalogue.role[role].match}[item]


def test_each_coefficient_has_its_source_and_the_shares_that_were_counted() -> None:
    postings = tabulate(
        SMALL,
        [
            *[LabelledRow("maker", {"a": 1, "p": 0, "q": 1})] * 3,
            LabelledRow("maker", {"a": 0, "p": 0, "q": 0}),
        ],
    )
    persons = tabulate(
        SMALL,
        [
            LabelledRow("runner", {"a": 1}),
            LabelledRow("runner", {"a": 0}),
            LabelledRow("maker", {"a": 4}),
            LabelledRow("maker", {"a": None}),
        ],
    )
    found = with_coefficients(SMALL, VALUES, TrainingData(SMALL, postings, persons))
    assert profiles(found).coefficients == tuple(map(tuple, VALUES.tolist()))
    assert coefficient(found, "maker", "a") == Coefficient(
        "a", 500_000, "postings_people", 0.75, 4, 1.0, 1
    )
    assert coefficient(found, "maker", "g") == Coefficient("g", 200_000, "postings", 0.75, 4)
    assert coefficient(found, "runner", "a") == Coefficient("a", 0, "people", None, None, 0.5, 2)
    assert coefficient(found, "thinker", "b") == Coefficient("b", 900_000, "expert", None, None)


def test_all_else_in_the_catalogue_stays() -> None:
    found = with_coefficients(SMALL, VALUES, TrainingData(SMALL, None, None))
    others = [field.name for field in fields(SMALL) if field.name != "roles"]
    assert [getattr(found, name) for name in others] == [getattr(SMALL, name) for name in others]
    assert [replace(role, match=()) for role in found.roles] == [
        replace(role, match=()) for role in SMALL.roles
    ]


def test_our_catalogue_puts_everybody_first_where_they_belong(ours: Catalogue) -> None:
    check_own_role_first(ours)


def test_coefficients_that_send_people_elsewhere_are_refused_by_name(ours: Catalogue) -> None:
    rows = np.array(profiles(ours).coefficients)
    rows[[0, 1]] = rows[[1, 0]]
    swapped = with_coefficients(ours, rows, TrainingData(ours, None, None))
    with pytest.raises(OwnRoleNotFirst) as caught:
        check_own_role_first(swapped)
    assert set(caught.value.people) == {
        (role, stage)
        for role in ("ml_engineer", "dl_engineer")
        for stage in ("junior", "senior", "lead")
    }
    assert "dl_engineer senior" in str(caught.value)


def test_a_tie_is_not_first(ours: Catalogue) -> None:
    same = np.tile(np.array(profiles(ours).coefficients)[0], (len(ours.roles), 1))
    with pytest.raises(OwnRoleNotFirst) as caught:
        check_own_role_first(with_coefficients(ours, same, TrainingData(ours, None, None)))
    assert len(caught.value.people) == 24


def test_tables_that_say_the_opposite_of_the_requirements_end_the_fit_before_it_simulates() -> None:
    wanted = {"maker": "b", "runner": "a", "thinker": "p"}
    rows = mentions(
        lambda role, skill: 0.95 if wanted[role] == skill else 0.1,
        list(wanted),
        SMALL.skill,
        30,
        seed=1,
    )
    told: list[str] = []
    table = tabulate(SMALL, rows)
    with pytest.raises((OwnRoleNotFirst, PostingsContradicted)):
        fit(SMALL, table, table, {}, told.append)
    assert told == ["fitting"]


def test_coefficients_that_contradict_what_postings_clearly_say_are_refused_by_name(
    ours: Catalogue,
) -> None:
    check_clear_differences(ours)
    rows = np.array(profiles(ours).coefficients)
    role, other = ours.roles[0], ours.roles[3]
    more = next(
        place
        for place, (one, two) in enumerate(zip(role.match, other.match, strict=True))
        if (one.share or 0.0) - (two.share or 0.0) > CLEAR_DIFFERENCE
    )
    item, last = ours.items[more].id, len(ours.items) - 1
    rows[0, last] += rows[0, more] - rows[3, more]
    rows[0, more] = rows[3, more]
    changed = tuple(
        replace(
            each,
            match=tuple(replace(c, value=int(v)) for c, v in zip(each.match, row, strict=True)),
        )
        for each, row in zip(ours.roles, rows, strict=True)
    )
    with pytest.raises(PostingsContradicted) as caught:
        check_clear_differences(replace(ours, roles=changed))
    assert (role.id, other.id, item) in caught.value.found
