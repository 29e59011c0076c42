"""What the evidence says clearly binds a fit: large differences, and who is exactly a role."""

from dataclasses import replace

import numpy as np
import pytest

from app.catalogue.model import CLEAR_DIFFERENCE, MIN_POSTINGS, Catalogue, Role
from app.evaluation.bounds import (
    LEAST_LEAD,
    LEAST_MATCH,
    Difference,
    clear_differences,
    evidence_bounds,
    exact_levels,
)
from app.evaluation.labelled_table import LabelledRow, LabelledTable, centred, tabulate
from app.scoring.profiles import profiles
from tests.scoring.small import small_catalogue

SMALL = small_catalogue()  # skills a and b, and p or q as the group g


def table(shares: dict[str, float], rows: int, year: int = 0) -> LabelledTable:
    """Return rows that mention a in this share of each role's rows, and b always."""
    return tabulate(
        SMALL,
        [
            LabelledRow(role, {"a": int(number < share * rows), "b": 1}, year=year)
            for role, share in shares.items()
            for number in range(rows)
        ],
    )


def found(shares: dict[str, float], rows: int = MIN_POSTINGS, year: int = 0) -> list[Difference]:
    return list(clear_differences(table(shares, rows, year)))


def test_a_difference_is_clear_from_enough_recent_rows_on() -> None:
    clear = [Difference(0, 1, 0)]
    assert found({"maker": 0.5, "runner": 0.3}) == clear
    assert found({"maker": 0.5, "runner": 0.3}, rows=MIN_POSTINGS - 10) == []
    assert found({"maker": 0.5, "runner": 0.3}, year=2022) == []
    assert found({"maker": 0.5, "runner": 0.3}, year=2023) == clear
    assert found({"maker": 0.5, "runner": 0.51 - CLEAR_DIFFERENCE}, rows=100) == []
    assert found({"maker": 0.2, "runner": 0.6, "thinker": 0.5}) == [
        Difference(1, 0, 0),
        Difference(2, 0, 0),
    ]


def with_alternatives(role: Role) -> Role:
    """Return the role with its first requirement in each stage as "a or g"."""
    stages = {
        stage: replace(
            profile,
            requirements=(
                replace(profile.requirements[0], item="a|p", any_of=("a", "p")),
                *(each for each in profile.requirements if each.item == "b"),
            ),
        )
        for stage, profile in role.stages.items()
    }
    return replace(role, stages=stages)


def test_exact_people_know_one_of_a_roles_own_alternatives() -> None:
    role = with_alternatives(SMALL.role["maker"])
    level = role.stages["junior"].requirements[0].level
    rest = {each.item: each.level for each in role.stages["junior"].requirements if not each.any_of}
    people = list(exact_levels(SMALL, role, "junior"))
    assert people == [
        dict.fromkeys(("a", "b", "g"), 0) | rest | {"a": level},
        dict.fromkeys(("a", "b", "g"), 0) | rest | {"g": level},
    ]


def test_the_bounds_say_so_of_directions() -> None:
    """Directions that lead by the least at the item, and by a lot for people, meet all bounds."""
    bounds = evidence_bounds(SMALL, table({"maker": 0.9, "runner": 0.1}, 100))
    rng = np.random.default_rng(1)
    directions = rng.normal(size=(3, 3))
    values = bounds.rows @ directions.ravel()
    middle = directions - directions.mean(axis=1, keepdims=True)
    assert values[0] == pytest.approx(middle[0, 0] - middle[1, 0])
    assert bounds.least.tolist() == [LEAST_LEAD] + [LEAST_MATCH] * (len(values) - 1)
    expected = [
        (middle[index] - middle[other]) @ centred(np.array([list(levels.values())], float))[0]
        for index, role in enumerate(SMALL.roles)
        for stage in role.stages
        for levels in exact_levels(SMALL, role, stage)
        for other in range(3)
        if other != index
    ]
    assert values[1:] == pytest.approx(expected)
    assert (bounds.rows @ np.tile(rng.normal(size=3), 3)) == pytest.approx(0, abs=1e-12)


def test_our_coefficients_follow_the_postings_where_those_differ_clearly(ours: Catalogue) -> None:
    """Counted anew from the role files, without the code of the fit."""
    coefficients = np.array(profiles(ours).coefficients)
    compared = 0
    for one, role in enumerate(ours.roles):
        for two, other in enumerate(ours.roles):
            for item, (here, there) in enumerate(zip(role.match, other.match, strict=True)):
                enough = min(here.n or 0, there.n or 0) >= 30
                if enough and (here.share or 0.0) - (there.share or 0.0) > 0.15:
                    compared += 1
                    assert coefficients[one, item] > coefficients[two, item], (
                        role.id,
                        other.id,
                        here.item,
                    )
    assert compared > 100
