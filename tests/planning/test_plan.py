"""What every plan guarantees for random catalogues, ratings, paces and deadlines.

The tests of property 9 of product.md have its number in their names.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.curriculum import role_path
from app.catalogue.model import Catalogue
from app.planning.model import Plan
from app.planning.plan import plan
from tests.planning.brute_force import Ratings, level, ready
from tests.planning.catalogues import TARGET, cases

START = date(2026, 3, 2)
hours_a_week = st.integers(1, 40)
weeks = st.integers(0, 12)


def planned(case: tuple[Catalogue, Ratings], pace: int, until: int | None = None) -> Plan:
    return plan(
        *case, TARGET, pace, START, None if until is None else START + timedelta(weeks=until)
    )


def done(
    ratings: Ratings, plan: Plan, kinds: tuple[str, ...] = ("study", "experience")
) -> dict[str, int]:
    """Return the ratings of a person who has done the plan's steps of these kinds."""
    levels = {skill: level(ratings, skill) for skill in ratings}
    for step in plan.steps:
        if step.kind in kinds:
            levels[step.skill] = max(levels[step.skill], step.to_level)
    return levels


@given(case=cases(), pace=hours_a_week)
def test_property_9_finishing_a_plan_without_a_deadline_gives_full_readiness(case, pace):
    found = planned(case, pace)
    assert found.readiness.at_end == ready(case[0], done(case[1], found), TARGET) == 1
    assert (found.left_out, found.optimal, found.readiness.at_deadline) == ((), True, None)


@given(case=cases(), pace=hours_a_week)
def test_every_step_closes_a_gap_or_opens_the_way_to_a_later_one(case, pace):
    steps = planned(case, pace).steps
    for place, step in enumerate(steps):
        later = {each.skill for each in steps[place + 1 :]}
        assert step.closes or step.unlocks or step.skill in later


@given(case=cases(), pace=hours_a_week, until=st.none() | weeks)
def test_study_stands_in_the_order_of_the_path_whatever_it_brings(case, pace, until):
    found = planned(case, pace, until)
    path = role_path(case[0], TARGET.role)
    study = [step.id for step in found.steps if step.kind == "study"]
    assert study == [id for id in path if id in study]
    places = [path.index(id) for id in found.left_out]
    assert sum(before > after for before, after in pairwise(places)) <= 1, "core ones, then others"


@given(case=cases(), pace=hours_a_week, until=weeks)
def test_a_deadline_only_shortens_the_plan_without_one(case, pace, until):
    """Hours decide which steps are left out, never between alternatives."""
    found, whole = planned(case, pace, until), planned(case, pace)
    chosen = [step.id for step in found.steps if step.kind == "study"]
    assert sorted([*chosen, *found.left_out]) == sorted(
        step.id for step in whole.steps if step.kind == "study"
    )


@given(case=cases(), pace=hours_a_week, until=st.none() | weeks)
def test_property_9_prerequisites_come_first_and_nothing_met_appears(case, pace, until):
    catalogue, ratings = case
    levels = {skill: level(ratings, skill) for skill in ratings}
    for step in planned(case, pace, until).steps:
        assert step.from_level == levels[step.skill]
        for entry in catalogue.step[step.id].requires:
            assert any(
                levels[catalogue.step[id].skill] >= catalogue.step[id].to_level
                for id in entry.any_of
            )
        levels[step.skill] = step.to_level


@given(case=cases(), pace=hours_a_week, until=st.none() | weeks)
def test_experience_stands_last_beside_the_weeks(case, pace, until):
    kinds = [step.kind for step in planned(case, pace, until).steps]
    assert kinds == sorted(kinds, reverse=True)
    for step in planned(case, pace, until).steps:
        assert (
            (step.kind == "experience")
            == (step.from_level == 3)
            == (step.week_first is None)
            == (step.hours == 0)
        )


@given(case=cases(), pace=hours_a_week, until=st.none() | weeks)
def test_weeks_are_full_but_the_last_and_hold_each_step_whole(case, pace, until):
    found = planned(case, pace, until)
    assert [week.week for week in found.weeks] == list(range(1, len(found.weeks) + 1))
    assert all(week.hours == pace for week in found.weeks[:-1])
    assert all(
        0 < week.hours <= pace and week.hours == sum(part.hours for part in week.parts)
        for week in found.weeks
    )
    for step in found.steps:
        when = [week.week for week in found.weeks for part in week.parts if part.step == step.id]
        assert step.hours == sum(
            part.hours for week in found.weeks for part in week.parts if part.step == step.id
        )
        assert when == (
            [] if step.week_first is None else list(range(step.week_first, step.week_last + 1))
        )
    assert found.hours == sum(week.hours for week in found.weeks)
    assert until is None or len(found.weeks) <= until


@given(case=cases(), pace=hours_a_week, until=st.none() | weeks)
def test_readiness_is_what_scoring_says_and_gains_add_up_to_it(case, pace, until):
    catalogue, ratings = case
    found = planned(case, pace, until)
    assert found.readiness.now == ready(catalogue, ratings, TARGET)
    assert found.readiness.at_end == ready(catalogue, done(ratings, found), TARGET)
    if until is not None:
        assert found.readiness.at_deadline == ready(
            catalogue, done(ratings, found, ("study",)), TARGET
        )
    assert (
        abs(found.readiness.now + sum(step.gain for step in found.steps) - found.readiness.at_end)
        < 1e-9
    )
    before = dict(ratings)
    for step in found.steps:
        after = {**before, step.skill: step.to_level}
        assert (
            abs(ready(catalogue, after, TARGET) - ready(catalogue, before, TARGET) - step.gain)
            < 1e-9
        )
        before = after


@given(case=cases(), pace=hours_a_week, until=weeks)
def test_steps_left_out_are_study_that_would_complete_the_plan(case, pace, until):
    catalogue, ratings = case
    found = planned(case, pace, until)
    levels = done(ratings, found, ("study",))
    for step in map(catalogue.step.__getitem__, found.left_out):
        assert (step.kind, step.from_level) == ("study", levels[step.skill])
        levels[step.skill] = step.to_level
    assert ready(catalogue, {s: 4 if at == 3 else at for s, at in levels.items()}, TARGET) == 1


@given(case=cases(), pace=hours_a_week)
def test_a_far_deadline_changes_nothing(case, pace):
    free, bound = planned(case, pace), planned(case, pace, 1000)
    assert (free.steps, free.weeks, free.left_out) == (bound.steps, bound.weeks, bound.left_out)


@given(case=cases(), pace=hours_a_week, until=st.none() | weeks, data=st.data())
def test_the_order_of_the_catalogue_and_of_the_ratings_changes_nothing(case, pace, until, data):
    catalogue, ratings = case
    skills = tuple(data.draw(st.permutations(catalogue.skills)))
    items = tuple(data.draw(st.permutations(catalogue.items)))
    moved = replace(catalogue, skills=skills, items=items)
    shuffled = dict(data.draw(st.permutations(list(ratings.items()))))
    assert planned((moved, shuffled), pace, until) == planned(case, pace, until)


@given(case=cases(), pace=hours_a_week)
def test_a_skip_starts_at_0(case, pace):
    catalogue, ratings = case
    answered = {skill: level(ratings, skill) for skill in ratings}
    assert planned(case, pace).steps == planned((catalogue, answered), pace).steps
