"""Single rules of a plan, each on a catalogue small enough to see why."""

from datetime import date

import pytest

from app.catalogue.model import Catalogue
from app.planning.model import Pace, Plan, Target
from app.planning.plan import plan
from tests.planning.catalogues import TARGET, catalogue, skill

MONDAY = date(2026, 3, 2)


def ids(plan: Plan) -> list[str]:
    return [step.id for step in plan.steps]


def free(found: Catalogue, ratings: dict[str, int | None] | None = None, pace: int = 6) -> Plan:
    return plan(found, ratings or {}, TARGET, pace)


@pytest.mark.parametrize(
    ("deadline", "hours"),
    [
        (date(2026, 3, 2), 0),
        (date(2026, 3, 3), 0),
        (date(2026, 3, 4), 1),
        (date(2026, 3, 8), 4),
        (date(2026, 3, 9), 5),
        (date(2026, 3, 15), 9),
        (date(2026, 3, 16), 10),
    ],
)
def test_days_are_counted_from_the_start_and_the_day_of_the_deadline_is_no_day_of_study(
    deadline, hours
):
    assert Pace(5, MONDAY, deadline).hours == hours


def test_the_last_week_ends_before_the_deadline():
    pace = Pace(5, MONDAY, date(2026, 3, 12))
    assert [pace.last_day(week) for week in (1, 2)] == [date(2026, 3, 8), date(2026, 3, 11)]
    assert Pace(5, MONDAY).last_day(2) == date(2026, 3, 15)
    assert Pace(5).last_day(1) is None


def test_without_a_deadline_hours_are_not_bounded():
    assert (Pace().hours_a_week, Pace(6, MONDAY).days, Pace(6, MONDAY).hours) == (6, None, None)


@pytest.mark.parametrize(
    ("pace", "fault"),
    [
        ((0,), "0 hours a week: give a whole number from 1 to 40"),
        ((41,), "41 hours a week: give a whole number from 1 to 40"),
        ((6, None, MONDAY), "a deadline needs a start"),
        ((6, MONDAY, date(2026, 3, 1)), "the deadline 2026-03-01 is before the start 2026-03-02"),
    ],
)
def test_a_pace_that_cannot_be_is_refused_with_its_mend(pace, fault):
    with pytest.raises(ValueError, match=f"^{fault}"):
        Pace(*pace)


@pytest.mark.parametrize("pace", [1, 40])
def test_both_ends_of_the_pace_are_allowed(pace):
    assert Pace(pace).hours_a_week == pace


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ValueError, match="a is rated 5"):
        free(catalogue([skill("a")], {"a": (1, 1)}), {"a": 5})


@pytest.mark.parametrize("target", [Target("baker", "junior"), Target("role", "king")])
def test_an_unknown_target_is_refused(target):
    with pytest.raises(ValueError, match="unknown"):
        plan(catalogue([skill("a")], {"a": (1, 1)}), {}, target, 6)


def test_experience_stands_in_the_order_of_its_skills_and_opens_nothing():
    skills = [skill("a", months=12), skill("b", months=3), skill("c", months=12)]
    found = free(
        catalogue(skills, {"a": (4, 4), "b": (4, 2), "c": (4, 5)}, order=["b.2", "c.2", "a.2"]),
        {"a": 3, "b": 3, "c": 3},
    )
    assert ids(found) == ["b.3", "c.3", "a.3"]
    assert all(step.unlocks == () and step.week_first is None for step in found.steps)


def test_the_order_is_the_paths_whatever_a_step_brings_and_costs():
    skills = [skill("a", (9, 9, 9)), skill("b", (1, 1, 1)), skill("c", (1, 1, 1))]
    needs = {"a": (1, 1), "b": (2, 10), "c": (1, 5)}
    order = ["b.0", "a.0", "c.0", "b.1"]
    assert ids(free(catalogue(skills, needs, order=order))) == order


def test_long_steps_go_on_into_the_next_week():
    found = free(
        catalogue([skill("a", (4, 9, 9)), skill("b", (7, 9, 9))], {"a": (1, 9), "b": (1, 1)}),
        pace=5,
    )
    assert [(s.id, s.hours, s.week_first, s.week_last) for s in found.steps] == [
        ("a.0", 4, 1, 1),
        ("b.0", 7, 1, 3),
    ]
    assert [[(part.step, part.hours) for part in week.parts] for week in found.weeks] == [
        [("a.0", 4), ("b.0", 1)],
        [("b.0", 5)],
        [("b.0", 1)],
    ]


def test_a_step_says_which_gaps_it_closes_and_what_it_unlocks():
    skills = [
        skill("base"),
        skill("other"),
        skill("top", _0=[["base.1", "other.0"]], _1=[["base.0"]]),
    ]
    needs = {"base": (2, 1), "top": (2, 1), "other": (1, 1)}
    found = free(catalogue(skills, needs, order=["base.0", "other.0"]), {"other": 0})
    why = {step.id: (step.closes, step.unlocks) for step in found.steps}
    assert why["base.0"] == (("base",), ("top.1",))
    assert why["other.0"] == (("other",), ("top.0",))
    assert why["base.1"] == (("base",), ())
    assert why["top.0"] == (("top",), ())


def test_a_prerequisite_beyond_the_role_closes_no_gap_itself():
    found = free(catalogue([skill("base"), skill("top", _0=[["base.0"]])], {"top": (1, 1)}))
    assert [(step.id, step.closes, step.unlocks, step.gain) for step in found.steps] == [
        ("base.0", (), ("top.0",), 0.0),
        ("top.0", ("top",), (), 1.0),
    ]


def test_a_prerequisite_that_the_ratings_meet_is_not_unlocked_by_its_alternative():
    skills = [skill("a"), skill("b"), skill("top", _0=[["a.0", "b.0"]])]
    found = free(catalogue(skills, {"b": (1, 9), "top": (1, 1)}), {"a": 1})
    assert {step.id: step.unlocks for step in found.steps} == {"b.0": (), "top.0": ()}


def test_the_member_of_a_group_that_is_only_a_prerequisite_does_not_claim_the_groups_gap():
    skills = [skill("a"), skill("b"), skill("top", _0=[["b.0"]])]
    found = free(
        catalogue(skills, {"either": (3, 1), "top": (1, 1)}, {"either": ["a", "b"]}), {"a": 2}
    )
    assert {step.id: step.closes for step in found.steps} == {
        "a.2": ("either",),
        "b.0": (),
        "top.0": ("top",),
    }


def test_a_group_is_reached_once_even_where_the_plan_holds_two_of_its_members():
    skills = [skill("a", (2, 1, 1)), skill("b"), skill("x", _0=[["a.0"]]), skill("y", _0=[["b.0"]])]
    found = free(
        catalogue(skills, {"either": (1, 2), "x": (1, 1), "y": (1, 1)}, {"either": ["a", "b"]})
    )
    assert [(step.id, step.gain, step.closes) for step in found.steps] == [
        ("a.0", 0.5, ("either",)),
        ("b.0", 0.0, ()),
        ("x.0", 0.25, ("x",)),
        ("y.0", 0.25, ("y",)),
    ]


def test_a_step_unlocks_all_that_need_it_once_each_and_not_what_an_alternative_met_already():
    skills = [
        skill("base"),
        skill("met"),
        skill("x", _0=[["met.0", "base.0"], ["base.0"], ["base.1"]]),
        skill("y", _0=[["base.0", "base.1"]]),
    ]
    order = ["base.0", "y.0", "base.1", "x.0"]
    found = free(catalogue(skills, {"x": (1, 5), "y": (1, 9)}, order=order), {"met": 1})
    assert {step.id: step.unlocks for step in found.steps} == {
        "base.0": ("y.0", "x.0"),
        "y.0": (),
        "base.1": ("x.0",),
        "x.0": (),
    }


def test_a_plan_keeps_what_it_was_made_for():
    found = plan(catalogue([skill("a")], {"a": (1, 1)}), {}, TARGET, 3, MONDAY, date(2026, 3, 9))
    assert (found.target, found.pace) == (TARGET, Pace(3, MONDAY, date(2026, 3, 9)))
