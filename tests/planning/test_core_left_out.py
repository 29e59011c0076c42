"""What stands in the place of core requirements that a deadline leaves out."""

from datetime import date, timedelta

import pytest

from app.catalogue.load import load_catalogue
from app.planning.core_left_out import CoreLeftOut, core_left_out
from app.planning.model import Target
from app.planning.plan import plan
from app.planning.wishes import NO_WISHES, Wishes
from tests.planning.catalogues import TARGET, catalogue, skill
from tests.support.roles import ROLES

MONDAY = date(2026, 3, 2)
CONTENT = load_catalogue()
SKILLS = [skill("a", (6, 9, 9)), skill("b", (5, 5, 9)), skill("c", (4, 9, 9))]


def within(hours: int, core: str, weights: dict[str, int], wishes: Wishes = NO_WISHES) -> object:
    found = catalogue(SKILLS, {"a": (1, weights["a"]), "b": (2, weights["b"])}, core=core)
    made = plan(found, {}, TARGET, hours, MONDAY, MONDAY + timedelta(weeks=1), wishes=wishes)
    return core_left_out(found, {}, made)


def test_a_core_requirement_says_which_steps_it_would_drop():
    """Both are core, and the heavier one fits alone."""
    assert within(11, "ab", {"a": 2, "b": 3}) == (CoreLeftOut("a", ("a.0",), 6, True, ("b.1",)),)


def test_a_core_requirement_that_does_not_fit_even_alone_says_so():
    assert within(9, "b", {"a": 1, "b": 3}) == (CoreLeftOut("b", ("b.0", "b.1"), 10, False, ()),)


def test_wishes_that_leave_no_room_are_no_choice_of_the_plan():
    wishes = Wishes(put_in=frozenset({"c.0"}))
    assert within(11, "b", {"a": 1, "b": 3}, wishes) == (
        CoreLeftOut("b", ("b.0", "b.1"), 10, True, ()),
    )


def test_without_a_deadline_and_where_everything_fits_there_is_nothing_to_say():
    found = catalogue(SKILLS, {"a": (1, 1)}, core="a")
    assert core_left_out(found, {}, plan(found, {}, TARGET, 6)) == ()
    assert within(30, "ab", {"a": 1, "b": 1}) == ()


@pytest.mark.parametrize("role", ROLES)
def test_with_a_core_requirement_put_in_the_plan_drops_just_what_was_said(role):
    made = plan(CONTENT, {}, Target(role, "junior"), 8, MONDAY, MONDAY + timedelta(weeks=16))
    for each in core_left_out(CONTENT, {}, made):
        wishes = Wishes(put_in=frozenset(each.steps[-1:]))
        other = plan(
            CONTENT, {}, made.target, 8, MONDAY, MONDAY + timedelta(weeks=16), wishes=wishes
        )
        kept = {step.id for step in other.steps if step.kind == "study"}
        dropped = [step.id for step in made.steps if step.kind == "study" and step.id not in kept]
        assert each.fits == (each.steps[-1] in kept)
        assert list(each.instead) == (dropped if each.fits else [])
