"""Property 2 of product.md: ratings equal to a role's requirements give that role first.

All other ratings are 0. It holds for every stage.

Our roles are tested as they are. For catalogues in general the property follows from the form of
the match. It holds if a role's coefficients are its required levels, centred, scaled to a length
that all roles share, and shifted. Then no other role can be before it (Cauchy-Schwarz).
"""

from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import (
    COEFFICIENT_SUM,
    STAGES,
    TOP_LEVEL,
    Catalogue,
    Coefficient,
    Requirement,
    Role,
    Stage,
)
from app.scoring.result import score
from tests.scoring.noise import all_held, all_off, exact_people, held
from tests.support.roles import ROLES
from tests.support.strategies import catalogues, ratings, shared_out

STAYS_FIRST = 0.99
"""Least share of all ways to change a tenth of the ratings by one level in which a role must stay
first, for every stage.
"""
FORM_ERROR = 1e-3
"""Points by which floats may miss the exact value. A level is a million times as much or more."""

Form = dict[str, list[float]]
"""Coefficients of each role before rounding to whole numbers."""


def direction(levels: list[int]) -> list[float]:
    """Return the levels minus their mean, scaled to length 1."""
    mean = sum(levels) / len(levels)
    length = sqrt(sum((level - mean) ** 2 for level in levels))
    return [(level - mean) / length for level in levels]


def profile(draw: st.DrawFn, count: int) -> tuple[list[int], list[int]]:
    """Unequal levels of the items, and the factor of each stage's requirements."""
    top = draw(st.integers(1, TOP_LEVEL))
    levels = [each % (top + 1) for each in draw(st.binary(min_size=count, max_size=count))]
    if len(set(levels)) == 1:
        levels[0] = (levels[0] + 1) % (top + 1)
    times = st.integers(1, TOP_LEVEL // max(levels))
    return levels, sorted(draw(st.lists(times, min_size=len(STAGES), max_size=len(STAGES))))


@st.composite
def shaped(draw: st.DrawFn) -> tuple[Catalogue, Form]:
    """Return a catalogue whose coefficients have the shape of the requirements.

    A coefficient is the mean plus a step in the role's own direction.
    """
    catalogue = draw(catalogues().filter(lambda found: len(found.items) > 1))
    count = len(catalogue.items)
    profiles_of = {role: profile(draw, count) for role in catalogue.role}
    directions = {role: direction(levels) for role, (levels, _) in profiles_of.items()}
    step = min(-1 / count / min(each) for each in directions.values()) * draw(
        st.sampled_from([0.25, 1.0])
    )
    form = {
        role: [COEFFICIENT_SUM * (1 / count + step * each) for each in found]
        for role, found in directions.items()
    }
    roles = tuple(
        shape(catalogue, role, form[role.id], *profiles_of[role.id]) for role in catalogue.roles
    )
    return replace(catalogue, roles=roles), form


def shape(
    catalogue: Catalogue, role: Role, form: list[float], levels: list[int], times: list[int]
) -> Role:
    row = shared_out([max(each, 0.0) for each in form])
    match = tuple(
        Coefficient(item, value, "expert", None, None)
        for item, value in zip(catalogue.item, row, strict=True)
    )
    required = [(item, level) for item, level in zip(catalogue.item, levels, strict=True) if level]
    stages = {
        stage: replace(
            role.stages[stage],
            requirements=tuple(
                Requirement(item, n * level, 1, "expert") for item, level in required
            ),
        )
        for stage, n in zip(STAGES, times, strict=True)
    }
    return replace(role, match=match, stages=stages)


@given(shaped(), st.data())
def test_property_2_requirements_of_a_roles_own_shape_put_it_first(
    case: tuple[Catalogue, Form], data: st.DataObject
) -> None:
    """The property holds up to rounding.

    Each coefficient but the greatest loses less than a point. The greatest takes the sum of these.
    """
    catalogue, form = case
    role, stage = (
        data.draw(st.sampled_from(list(catalogue.role)), "role"),
        data.draw(st.sampled_from(STAGES), "stage"),
    )
    person = data.draw(st.sampled_from(list(exact_people(catalogue, role, stage))), "person")
    result, items = score(catalogue, person), len(catalogue.items)
    levels = [max(person[skill] for skill in item.skills) for item in catalogue.items]
    rounding = 2 * items * (2 * items * TOP_LEVEL)
    behind = {each.role: each.behind_points for each in result.order}
    assert behind[role] <= rounding
    for other in catalogue.role:
        lead = items * sum(
            (a - b) * level for a, b, level in zip(form[role], form[other], levels, strict=True)
        )
        assert lead > 0 or form[role] == pytest.approx(form[other], abs=FORM_ERROR)
        assert behind[other] - behind[role] == pytest.approx(lead, abs=rounding + FORM_ERROR)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", ROLES)
def test_property_2_our_roles_requirements_put_it_strictly_first_with_every_alternative(
    ours: Catalogue, role: str, stage: Stage
) -> None:
    for person in exact_people(ours, role, stage):
        result = score(ours, person)
        assert (result.closest, result.status) == ((role,), "ranked")
        assert result.stage_readiness(role, stage).now == 1


def test_property_2_a_tenth_of_the_ratings_one_level_off_hardly_ever_changes_our_first_role(
    ours: Catalogue,
) -> None:
    found = list(all_held(ours))
    assert list(dict.fromkeys((each.role, each.stage) for each in found)) == [
        (role, stage) for role in ROLES for stage in STAGES
    ]
    assert {(each.role, each.stage): each.share for each in found if each.share < STAYS_FIRST} == {}


@pytest.mark.parametrize("role", ["mlops_engineer", "ml_engineer"])
def test_which_alternative_of_a_group_is_rated_makes_no_difference_to_the_share(
    ours: Catalogue, role: str
) -> None:
    assert (
        len(
            {
                held(ours, role, "lead", person, 2).first
                for person in exact_people(ours, role, "lead")
            }
        )
        == 1
    )


@given(catalogues(most_skills=5), st.integers(0, 3), st.data())
def test_all_ways_added_up_are_all_ways_scored_one_by_one(
    catalogue: Catalogue, count: int, data: st.DataObject
) -> None:
    person = {
        skill: level or 0 for skill, level in data.draw(ratings(catalogue, skips=False)).items()
    }
    role, count = data.draw(st.sampled_from(list(catalogue.role))), min(count, len(person))
    results = [score(catalogue, noisy) for noisy in all_off(person, list(person), count)]
    found = held(catalogue, role, "junior", person, count)
    assert found.ways == len(results)
    assert found.first == sum(
        each.order[0].role == role and each.order[1].behind_points > 0 for each in results
    )
