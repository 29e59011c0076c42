"""What a deadline's choice is worth: requirements met, core ones double, and what it leaves out."""

from datetime import date, timedelta

import pytest

from app.catalogue.curriculum import role_path
from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.planning.model import Plan, Target
from app.planning.plan import plan
from tests.planning.catalogues import TARGET, catalogue, skill
from tests.support.roles import ROLES

MONDAY = date(2026, 3, 2)
CONTENT = load_catalogue()


def within(found: Catalogue, hours: int) -> Plan:
    """Return the plan for this many hours in a week."""
    return plan(found, {}, TARGET, hours, MONDAY, MONDAY + timedelta(weeks=1))


def ids(plan: Plan) -> list[str]:
    return [step.id for step in plan.steps]


def test_a_requirement_that_is_met_is_worth_more_than_many_first_steps():
    """A third of each of three requirements would be as much readiness for fewer hours."""
    hours = {"a": (8, 32, 9), "b": (9, 40, 9), "c": (9, 40, 9), "d": (9, 40, 9)}
    skills = [skill(id, each) for id, each in hours.items()]
    found = within(catalogue(skills, dict.fromkeys(hours, (2, 1))), 40)
    assert (ids(found), found.optimal) == (["a.0", "a.1"], True)


def test_a_core_requirement_counts_double():
    skills = [skill("a", (6, 9, 9)), skill("b", (6, 9, 9))]
    needs = {"a": (1, 3), "b": (1, 2)}
    assert ids(within(catalogue(skills, needs), 6)) == ["a.0"]
    assert ids(within(catalogue(skills, needs, core=["b"]), 6)) == ["b.0"]


def test_of_equal_choices_the_one_with_more_readiness_is_taken():
    """Only a third can be reached beside the requirement that is met."""
    skills = [skill("a", (5, 9, 9)), skill("b", (4, 9, 9)), skill("c", (3, 9, 9))]
    needs = {"a": (1, 3), "b": (2, 1), "c": (3, 2)}
    assert ids(within(catalogue(skills, needs), 9)) == ["a.0", "b.0"]


def test_steps_of_core_requirements_are_listed_first_among_those_left_out():
    skills = [skill("a", (1, 1, 9)), skill("b", (1, 20, 9)), skill("c", (1, 20, 30))]
    needs = {"a": (3, 1), "b": (2, 1), "c": (3, 1)}
    found = within(catalogue(skills, needs, core=["c"]), 4)
    assert found.left_out == ("c.1", "c.2", "a.2", "b.1")


@pytest.mark.parametrize("role", ROLES)
def test_of_our_steps_left_out_those_of_core_requirements_come_first(role):
    target = Target(role, "junior")
    found = plan(CONTENT, {}, target, 8, MONDAY, MONDAY + timedelta(weeks=8))
    core = {
        skill
        for each in CONTENT.role[role].stages["junior"].requirements
        if each.core
        for skill in CONTENT.item[each.item].skills
    }
    is_core = [CONTENT.step[id].skill in core for id in found.left_out]
    end = len(is_core) - is_core[::-1].index(True) if any(is_core) else 0
    first, others = found.left_out[:end], found.left_out[end:]
    for place, id in enumerate(first):
        later = [CONTENT.step[each].prerequisites for each in first[place + 1 :]]
        assert is_core[place] or any(id in any_of for every in later for any_of in every), id
    path = role_path(CONTENT, role)
    for part in (first, others):
        assert list(part) == sorted(part, key=path.index)
