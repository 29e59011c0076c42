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
    ("deadline", "weeks"),
    [
        (date(2026, 3, 2), 0),
        (date(2026, 3, 8), 0),
        (date(2026, 3, 9), 1),
        (date(2026, 3, 15), 1),
        (date(2026, 3, 16), 2),
    ],
)
def test_whole_weeks_are_counted_from_the_start_and_the_day_of_the_deadline_is_no_day_of_study(
    deadline, weeks
):
    assert (Pace(5, MONDAY, deadline).weeks, Pace(5, MONDAY, deadline).hours) == (weeks, 5 * weeks)


def test_without_a_deadline_weeks_are_not_bounded():
    assert (Pace().hours_a_week, Pace(6, MONDAY).weeks, Pace(6, MONDAY).hours) == (6, None, None)


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


def test_a_group_takes_the_alternative_with_the_fewest_hours_still_to_study():
    found = catalogue(
        [skill("a", (1, 5, 5)), skill("b", (4, 4, 4))], {"either": (2, 1)}, {"either": ["a", "b"]}
    )
    assert ids(free(found)) == ["a.0", "a.1"]
    assert ids(free(found, {"b": 1})) == ["b.1"]
    assert ids(free(found, {"b": 2})) == []


def test_an_any_of_prerequisite_takes_what_serves_two_steps_over_what_is_cheaper_for_one():
    skills = [
        skill("cheap_1", (3, 1, 1)),
        skill("cheap_2", (3, 1, 1)),
        skill("shared", (5, 1, 1)),
        skill("a", _0=[["cheap_1.0", "shared.0"]]),
        skill("b", _0=[["cheap_2.0", "shared.0"]]),
    ]
    assert sorted(ids(free(catalogue(skills, {"a": (1, 1), "b": (1, 1)})))) == [
        "a.0",
        "b.0",
        "shared.0",
    ]


def test_equal_alternatives_are_settled_by_months_then_steps_then_ids():
    months = catalogue(
        [skill("a", months=9), skill("b", months=6)], {"either": (4, 1)}, {"either": ["a", "b"]}
    )
    assert ids(free(months)) == ["b.0", "b.1", "b.2", "b.3"]
    steps = catalogue(
        [skill("a", (1, 2, 1)), skill("b", (3, 1, 1)), skill("c", _0=[["a.1", "b.0"]])],
        {"c": (1, 1)},
    )
    assert ids(free(steps)) == ["b.0", "c.0"]
    names = catalogue([skill("b"), skill("a")], {"either": (1, 1)}, {"either": ["b", "a"]})
    assert ids(free(names)) == ["a.0"]


def test_the_greatest_gain_per_hour_comes_first_with_what_it_needs():
    skills = [
        skill("base", (2, 9, 9)),
        skill("big", (2, 9, 9), _0=[["base.0"]]),
        skill("small", (3, 9, 9)),
    ]
    found = catalogue(skills, {"big": (1, 10), "small": (1, 6)})
    assert ids(free(found)) == ["base.0", "big.0", "small.0"]  # 10 for 4 hours, then 6 for 3
    assert ids(free(catalogue(skills, {"big": (1, 8), "small": (1, 6)}))) == [
        "base.0",
        "big.0",
        "small.0",
    ]  # 2 = 2: the earlier id
    assert ids(free(catalogue(skills, {"big": (1, 7), "small": (1, 6)}))) == [
        "small.0",
        "base.0",
        "big.0",
    ]


def test_what_a_step_needs_is_ordered_by_the_same_rule():
    skills = [
        skill("a", (4, 9, 9)),
        skill("b", (5, 9, 9)),
        skill("z", (1, 9, 9), _0=[["a.0"], ["b.0"]]),
    ]
    assert ids(free(catalogue(skills, {"z": (1, 10), "b": (1, 1)}))) == ["b.0", "a.0", "z.0"]


def test_experience_is_ordered_by_gain_per_month_and_opens_nothing():
    skills = [skill("a", months=12), skill("b", months=3), skill("c", months=12)]
    found = free(
        catalogue(skills, {"a": (4, 4), "b": (4, 2), "c": (4, 5)}), {"a": 3, "b": 3, "c": 3}
    )
    assert ids(found) == ["b.3", "c.3", "a.3"]
    assert all(step.unlocks == () and step.week_first is None for step in found.steps)


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
    found = free(catalogue(skills, {"base": (2, 1), "top": (2, 1), "other": (1, 1)}), {"other": 0})
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
        ("b.0", 0.5, ("either",)),
        ("y.0", 0.25, ("y",)),
        ("a.0", 0.0, ()),
        ("x.0", 0.25, ("x",)),
    ]


def test_a_step_unlocks_all_that_need_it_once_each_and_not_what_an_alternative_met_already():
    skills = [
        skill("base"),
        skill("met"),
        skill("x", _0=[["met.0", "base.0"], ["base.0"], ["base.1"]]),
        skill("y", _0=[["base.0", "base.1"]]),
    ]
    found = free(catalogue(skills, {"x": (1, 5), "y": (1, 9)}), {"met": 1})
    assert {step.id: step.unlocks for step in found.steps} == {
        "base.0": ("y.0", "x.0"),
        "y.0": (),
        "base.1": ("x.0",),
        "x.0": (),
    }


def test_a_plan_keeps_what_it_was_made_for():
    found = plan(catalogue([skill("a")], {"a": (1, 1)}), {}, TARGET, 3, MONDAY, date(2026, 3, 9))
    assert (found.target, found.pace) == (TARGET, Pace(3, MONDAY, date(2026, 3, 9)))
