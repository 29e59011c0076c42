"""Single rules of wishes, each on a catalogue small enough to see why."""

from datetime import date, timedelta

import pytest

from app.catalogue.model import Catalogue
from app.planning.model import Plan
from app.planning.plan import plan
from app.planning.wishes import Wishes
from tests.planning.catalogues import TARGET, catalogue, focus, skill
from tests.planning.wishing import ids

MONDAY = date(2026, 3, 2)


def within(found: Catalogue, hours: int, wishes: Wishes, weeks: int = 1) -> Plan:
    """Return a plan of so many hours in each of so many weeks."""
    return plan(found, {}, TARGET, hours, MONDAY, MONDAY + timedelta(weeks=weeks), wishes=wishes)


def these(*ids: str) -> frozenset[str]:
    return frozenset(ids)


@pytest.mark.parametrize(
    ("wishes", "study", "left_out"),
    [
        (Wishes(), ["d.0"], ()),
        (Wishes(put_in=these("c.0", "b.0", "a.0")), ["a.0", "c.0"], ("d.0", "b.0")),
        (Wishes(put_in=these("c.0", "a.0"), begun=these("b.0")), ["b.0", "c.0"], ("d.0", "a.0")),
        (Wishes(put_in=these("b.0", "a.0"), begun=these("c.0")), ["c.0", "a.0"], ("d.0", "b.0")),
        (Wishes(put_in=these("a.0"), leave_out=these("a.0"), begun=these("a.0")), ["d.0"], ()),
    ],
)
def test_wished_steps_are_taken_in_turn_as_long_as_there_is_room_those_in_progress_first_then_by_id(
    wishes, study, left_out
):
    hours = {"a": 3, "b": 3, "c": 2, "d": 4}
    skills = [skill(id, (h, 9, 9)) for id, h in hours.items()]
    found = within(catalogue(skills, {"d": (1, 1)}, order=["d.0"]), 5, wishes)
    assert (ids(found), found.left_out) == (study, left_out)


def test_a_wished_step_brings_what_it_needs_with_it_or_stays_out():
    skills = [
        skill("base", (3, 9, 9)),
        skill("top", (2, 9, 9), _0=[["base.0"]]),
        skill("a", (4, 9, 9)),
    ]
    found = catalogue(skills, {"a": (1, 1)})
    assert ids(within(found, 5, Wishes(put_in=these("top.0")))) == ["base.0", "top.0"]
    assert ids(within(found, 4, Wishes(put_in=these("top.0")))) == ["a.0"]


def test_beside_a_wished_step_the_best_pair_wins_if_the_best_single_step_wastes_time():
    skills = [
        skill("a", (6, 9, 9)),
        skill("b", (5, 9, 9)),
        skill("c", (5, 9, 9)),
        skill("x", (2, 9, 9)),
    ]
    found = within(
        catalogue(skills, {"a": (1, 7), "b": (1, 5), "c": (1, 5)}), 12, Wishes(put_in=these("x.0"))
    )
    assert (sorted(ids(found)), found.left_out, found.optimal) == (
        ["b.0", "c.0", "x.0"],
        ("a.0",),
        True,
    )


def test_each_level_of_a_focus_counts_as_much_as_an_average_requirement_and_nothing_in_readiness():
    skills = [skill("less"), skill("more"), skill("x")]
    found = catalogue(
        skills,
        {"less": (1, 1), "more": (1, 3)},
        focuses=[focus({"x": 1})],
        order=["more.0", "x.0", "less.0"],
    )
    leaning = Wishes(focus="focus")
    assert ids(within(found, 1, leaning)) == ["more.0"]
    assert ids(within(found, 2, leaning)) == ["more.0", "x.0"]
    assert within(found, 2, leaning).readiness.at_end == 0.75
    assert [(step.id, step.gain) for step in within(found, 3, leaning).steps] == [
        ("more.0", 0.75),
        ("x.0", 0.0),
        ("less.0", 0.25),
    ]


def test_what_is_left_out_takes_what_needs_it_along_but_not_what_has_another_way():
    skills = [
        skill("a"),
        skill("b", (5, 9, 9)),
        skill("only", _0=[["a.0"]]),
        skill("either", _0=[["a.0", "b.0"]]),
    ]
    needs = {"only": (2, 1), "either": (1, 1)}
    found = plan(catalogue(skills, needs), {}, TARGET, 6, wishes=Wishes(leave_out=these("a.0")))
    assert (ids(found), found.given_up, found.readiness.at_end) == (
        ["b.0", "either.0"],
        ("a.0", "only.0", "only.1"),
        0.5,
    )


def test_without_its_last_level_a_requirement_is_met_as_far_as_can_be():
    found = plan(
        catalogue([skill("a")], {"a": (4, 1)}), {}, TARGET, 6, wishes=Wishes(leave_out=these("a.3"))
    )
    assert (ids(found), found.given_up, found.readiness.at_end) == (
        ["a.0", "a.1", "a.2"],
        ("a.3",),
        1 / 3,
    )
    found = plan(
        catalogue([skill("a")], {"a": (4, 1)}), {}, TARGET, 6, wishes=Wishes(leave_out=these("a.0"))
    )
    assert (ids(found), found.given_up, found.readiness.at_end) == (
        [],
        ("a.0", "a.1", "a.2", "a.3"),
        0.0,
    )
