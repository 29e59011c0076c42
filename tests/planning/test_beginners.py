"""Plans of people who start from nothing: a program first, and no tutorial for its own sake."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES
from app.planning.model import Plan, Target
from app.planning.plan import plan
from app.scoring.requirements import RequiredItem, requirements_of

CATALOGUE = load_catalogue()
NOTHING = dict.fromkeys(CATALOGUE.skill, 0)
ROLES = tuple(CATALOGUE.role)
START = date(2027, 1, 4)
A_WEEK = 8
PROGRAMS = ("python.0", "r.0", "cpp.0")
CLOUDS = ("aws", "gcp", "azure")
OPERATIONS = ("docker", "kubernetes", "ci_cd")
FRAMEWORKS = ("pytorch", "tensorflow", "pandas", "numpy")
WAIT_FOR_A_PROGRAM = {*CLOUDS, *OPERATIONS, *FRAMEWORKS}


@cache
def planned(role: str, hours: int) -> Plan:
    """Return a junior's plan with a deadline after this many hours of study."""
    days = -(-hours * 7 // A_WEEK)
    deadline = START + timedelta(days=days)
    return plan(CATALOGUE, NOTHING, Target(role, "junior"), A_WEEK, START, deadline)


def levels(ids: set[str]) -> dict[str, int]:
    """Return the level of each skill that these steps reach."""
    steps = [CATALOGUE.step[id] for id in ids]
    return NOTHING | {
        skill: max(step.to_level for step in steps if step.skill == skill)
        for skill in {step.skill for step in steps}
    }


def met(role: str, ids: set[str]) -> set[str]:
    there = levels(ids)
    return {each.item for each in asked(role) if (each.rating(there) or 0) >= each.level}


def asked(role: str) -> tuple[RequiredItem, ...]:
    return requirements_of(CATALOGUE, role, "junior").items


def idle(role: str, ids: set[str]) -> set[str]:
    """Return the steps without which the same requirements are met and no other step misses one."""
    left = set(ids)
    while useless := [id for id in left if is_idle(role, left, id)]:
        left.remove(useless[0])
    return ids - left


def is_idle(role: str, ids: set[str], id: str) -> bool:
    rest = ids - {id}
    step = CATALOGUE.step[id]
    goes_on = any(
        CATALOGUE.step[each].skill == step.skill and CATALOGUE.step[each].to_level > step.to_level
        for each in rest
    )
    return not goes_on and met(role, rest) == met(role, ids) and not missing(rest)


def missing(ids: set[str]) -> list[str]:
    """Return the steps of which some prerequisite is not among these."""
    return [
        id
        for id in ids
        if any(not any_of & ids for any_of in map(set, CATALOGUE.step[id].prerequisites))
    ]


def with_needed(ids: set[str], id: str) -> set[str]:
    """Return the steps with this one and one way to what it needs, each time the shortest one."""
    if id in ids:
        return ids
    step = CATALOGUE.step[id]
    for any_of in step.prerequisites:
        if not ids & set(any_of):
            ids = min((with_needed(ids, each) for each in any_of), key=hours_of)
    return ids | {id}


def hours_of(ids: set[str]) -> int:
    found = [CATALOGUE.step[id].hours for id in ids]
    return sum(each.likely if each else 10**6 for each in found)


def ways(each: RequiredItem, ids: set[str]) -> Iterator[set[str]]:
    """Yield the steps with what else one of the requirement's skills needs."""
    for skill in each.any_of:
        there = set(ids)
        for step in CATALOGUE.skill[skill].steps:
            if step.to_level <= each.level:
                there = with_needed(there, step.id)
        yield there


@pytest.mark.parametrize("hours", [65, 130, 200])
@pytest.mark.parametrize("role", ROLES)
def test_a_step_that_meets_nothing_only_fills_hours_in_which_nothing_else_could_be_met(
    role: str, hours: int
) -> None:
    made = planned(role, hours)
    ids = {step.id for step in made.steps if step.kind == "study"}
    assert not missing(ids)
    useful = ids - idle(role, ids)
    for each in asked(role):
        if each.item not in met(role, ids):
            assert min(map(hours_of, ways(each, useful))) > (made.pace.hours or 0), each.item


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_needs_a_program_comes_before_the_first_one(role: str, stage: str) -> None:
    made = plan(CATALOGUE, NOTHING, Target(role, stage), A_WEEK)  # type: ignore[arg-type]
    order = [step.id for step in made.steps if step.kind == "study"]
    first = min(order.index(id) for id in PROGRAMS if id in order)
    assert not [id for id in order[:first] if CATALOGUE.step[id].skill in WAIT_FOR_A_PROGRAM]
    if "pandas.0" in order:
        assert order.index("python.0") < order.index("pandas.0")
