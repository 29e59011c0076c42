"""Following a plan.

Done steps raise the ratings, can be undone without a trace, and stay done in a new plan.
"""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.planning.plan import plan
from app.planning.progress import confirmed, progress_report, weeks_over
from tests.planning.brute_force import level, ready, worth_of
from tests.planning.catalogues import TARGET, catalogue, skill
from tests.planning.wishing import (
    START,
    UNKNOWN,
    Wishing,
    has_no_rivals,
    has_one_alternative_each,
    hours_a_week,
    ids,
    planned,
    wished,
    wishing,
)

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
shares = st.floats(0, 1)
days = st.integers(-10, 200).map(lambda n: START + n * DAY)


def some_of(data: st.DataObject, case: Wishing) -> list[str]:
    """Draw steps in any order, with repeats, among them one that the catalogue does not have."""
    return data.draw(st.lists(st.sampled_from([*case[0].step, UNKNOWN]), max_size=6))


@given(case=wishing(), data=st.data())
def test_done_steps_raise_each_skill_to_the_highest_of_them_and_lower_none(case, data):
    found, ratings, _ = case
    done = some_of(data, case)
    raised = confirmed(found, ratings, done)
    for id in found.skill:
        reached = [step.to_level for step in found.skill[id].steps if step.id in done]
        assert raised.get(id) == (max(level(ratings, id), *reached) if reached else ratings.get(id))
    assert confirmed(found, raised, done) == raised == confirmed(found, ratings, reversed(done))


@given(
    case=wishing(),
    pace=hours_a_week,
    until=st.none() | st.integers(0, 12),
    day=days,
    data=st.data(),
)
def test_what_is_done_and_undone_again_leaves_no_trace(case, pace, until, day, data):
    found, ratings, _ = case
    before, now = dict(ratings), some_of(data, case)
    made = planned(case, pace, until)
    stood = progress_report(found, ratings, made, now, day)
    more = progress_report(found, ratings, made, [*now, *some_of(data, case)], day)
    assert progress_report(found, ratings, made, now, day) == stood
    assert (ratings, made) == (before, planned(case, pace, until))
    assert set(stood.done) <= set(more.done)
    assert set(stood.behind) >= set(more.behind)
    assert (stood.behind_hours >= more.behind_hours, stood.readiness <= more.readiness) == (
        True,
        True,
    )


@given(
    case=wishing(),
    pace=hours_a_week,
    until=st.none() | st.integers(0, 12),
    day=days,
    data=st.data(),
)
def test_a_standing_is_what_the_plan_the_ratings_and_the_day_say(case, pace, until, day, data):
    found, ratings, _ = case
    made, done = planned(case, pace, until), some_of(data, case)
    now = confirmed(found, ratings, done)
    stood = progress_report(found, ratings, made, done, day)
    met = [step for step in made.steps if level(now, step.skill) >= step.to_level]
    assert stood.done == tuple(step.id for step in made.steps if step in met)
    assert set(done) & set(ids(made)) <= set(stood.done)
    assert stood.readiness == ready(found, now, TARGET)
    assert stood.readiness <= stood.up_to <= 1
    everything = {skill: now.get(skill) or 0 for skill in found.skill}
    assert progress_report(found, everything, made, done, day).up_to == ready(
        found, everything, TARGET
    )
    over = [week for week in made.weeks if day >= START + week.week * WEEK]
    last = {part.step: week.week for week in made.weeks for part in week.parts}
    assert stood.behind == tuple(
        s.id for s in made.steps if s.kind == "study" and last[s.id] <= len(over) and s not in met
    )
    assert stood.behind_hours == sum(step.hours for step in made.steps if step.id in stood.behind)
    assert stood.week == next(
        (w.week for w in made.weeks if START + (w.week - 1) * WEEK <= day < START + w.week * WEEK),
        None,
    )


@given(case=wishing(), pace=hours_a_week, day=days)
def test_a_finished_plan_is_never_behind_and_brings_what_it_promised(case, pace, day):
    found, ratings, _ = case
    made = planned(case, pace)
    stood = progress_report(found, ratings, made, reversed(ids(made)), day)
    assert stood.done == tuple(ids(made))
    assert (stood.behind, stood.behind_hours, stood.readiness) == ((), 0, made.readiness.at_end)


@given(case=wishing(), pace=hours_a_week, until=st.none() | st.integers(0, 12), data=st.data())
def test_a_plan_made_anew_holds_nothing_that_is_done(case, pace, until, data):
    found, ratings, wishes = case
    done = some_of(data, case)
    again = planned((found, confirmed(found, ratings, done), wishes), pace, until)
    reached = {
        (step.skill, n)
        for step in found.step.values()
        if step.id in done
        for n in range(step.to_level)
    }
    assert not reached & {(step.skill, step.from_level) for step in again.steps}


@given(case=wishing(), pace=hours_a_week, share=shares)
def test_a_plan_without_a_deadline_made_anew_asks_for_just_what_is_left_of_it(case, pace, share):
    assume(has_one_alternative_each(case))
    found, ratings, wishes = case
    every = ids(planned(case, pace))
    first = every[: round(share * len(every))]
    again = planned((found, confirmed(found, ratings, first), wishes), pace)
    assert sorted(ids(again)) == sorted(every[len(first) :])


@given(case=wishing(), pace=st.integers(1, 12), until=st.integers(0, 12), share=shares)
def test_who_keeps_up_and_plans_anew_never_loses_worth_at_the_deadline(case, pace, until, share):
    case = wished(case, put_in=frozenset(), begun=frozenset(), focus=None)
    assume(has_one_alternative_each(case) and has_no_rivals(case))
    found, ratings, wishes = case
    made = planned(case, pace, until)
    study = ids(made, "study")
    first = study[: round(share * len(study))]
    over = sum(step.hours for step in made.steps if step.id in first) // pace
    raised = confirmed(found, ratings, first)
    again = plan(
        found, raised, TARGET, pace, START + over * WEEK, START + until * WEEK, wishes=wishes
    )
    promised = confirmed(found, ratings, study)
    reached = confirmed(found, raised, ids(again, "study"))
    assert worth_of(found, reached, TARGET) >= worth_of(found, promised, TARGET)


@pytest.mark.parametrize(
    ("today", "over", "week"),
    [
        (START - 40 * DAY, 0, None),
        (START - DAY, 0, None),
        (START, 0, 1),
        (START + 6 * DAY, 0, 1),
        (START + 7 * DAY, 1, 2),
        (START + 13 * DAY, 1, 2),
        (START + 14 * DAY, 2, 3),
        (START + 20 * DAY, 2, 3),
        (START + 21 * DAY, 3, None),
        (date(2099, 12, 31), 3, None),
    ],
)
def test_a_week_is_over_when_its_seventh_day_is(today, over, week):
    small = catalogue([skill("a", (5, 6, 9))], {"a": (2, 1)})
    made = plan(small, {}, TARGET, 4, START)
    assert [each.hours for each in made.weeks] == [4, 4, 3]
    stood = progress_report(small, {}, made, (), today)
    assert (weeks_over(made, today), stood.week) == (over, week)
    assert (stood.behind, stood.behind_hours) == (
        ((), ("a.0",), ("a.0", "a.1"))[max(0, over - 1)],
        (0, 0, 5, 11)[over],
    )


@pytest.mark.parametrize(
    ("today", "over", "week"),
    [
        (START + 7 * DAY, 1, 2),
        (START + 10 * DAY, 1, 2),
        (START + 11 * DAY, 2, None),
    ],
)
def test_the_last_week_is_over_with_the_deadline(today, over, week):
    small = catalogue([skill("a", (5, 6, 9))], {"a": (2, 1)})
    deadline = START + 11 * DAY
    made = plan(small, {}, TARGET, 7, START, deadline)
    assert [each.hours for each in made.weeks] == [7, 4]
    assert made.pace.last_day(2) == deadline - DAY
    stood = progress_report(small, {}, made, (), today)
    assert (weeks_over(made, today), stood.week) == (over, week)
    assert stood.behind == (("a.0",), ("a.0", "a.1"))[over - 1]


def test_a_plan_without_a_start_has_no_weeks_behind_it():
    small = catalogue([skill("a"), skill("b")], {"a": (1, 1), "b": (1, 1)})
    made = plan(small, {}, TARGET, 1)
    stood = progress_report(small, {}, made, ["b.1"], date(2099, 12, 31))
    assert (weeks_over(made, date(2099, 12, 31)), stood.week, stood.behind, stood.behind_hours) == (
        0,
        None,
        (),
        0,
    )
    assert (stood.done, stood.readiness) == (("b.0",), 0.5)
