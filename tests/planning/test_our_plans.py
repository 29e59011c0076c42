"""Property 9 of product.md for the catalogue that ships.

It covers random people, roles, stages and paces, with and without a deadline.
"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES
from app.planning.model import Plan, Target
from app.planning.plan import plan
from app.planning.solver import Limits
from tests.planning.brute_force import Ratings, level, ready
from tests.planning.test_plan import done
from tests.scoring.cases import shipped
from tests.support.strategies import ratings

START = date(2026, 3, 2)
NO_TIME = Limits(seconds=0.0)
"""The first choice that fits is enough, because these tests hold for any choice."""
people = ratings(shipped())
targets = st.builds(Target, st.sampled_from(list(shipped().role)), st.sampled_from(STAGES))
hours_a_week = st.integers(1, 40)


def planned(person: Ratings, target: Target, pace: int, weeks: int | None = None) -> Plan:
    return plan(
        shipped(),
        person,
        target,
        pace,
        START,
        None if weeks is None else START + timedelta(weeks=weeks),
        NO_TIME,
    )


def of_every_skill(person: Ratings) -> Ratings:
    return {skill: person.get(skill) for skill in shipped().skill}


@given(person=people, target=targets, pace=hours_a_week, weeks=st.none() | st.integers(0, 80))
def test_property_9_prerequisites_come_first_and_nothing_met_appears(person, target, pace, weeks):
    levels = {skill: level(person, skill) for skill in shipped().skill}
    for step in planned(person, target, pace, weeks).steps:
        assert step.from_level == levels[step.skill]
        for entry in shipped().step[step.id].requires:
            assert any(
                levels[shipped().step[id].skill] >= shipped().step[id].to_level
                for id in entry.any_of
            )
        levels[step.skill] = step.to_level


@given(person=people, target=targets, pace=hours_a_week)
def test_property_9_finishing_a_plan_gives_readiness_1_with_its_experience_steps_confirmed(
    person, target, pace
):
    found, everyone = planned(person, target, pace), of_every_skill(person)
    assert found.readiness.now == ready(shipped(), person, target)
    assert found.readiness.at_end == ready(shipped(), done(everyone, found), target) == 1
    without = ready(shipped(), done(everyone, found, ("study",)), target)
    assert (without < 1) == any(step.kind == "experience" for step in found.steps)


@given(person=people, target=targets)
def test_property_9_who_has_finished_a_plan_is_given_an_empty_one(person, target):
    finished = done(of_every_skill(person), planned(person, target, 6))
    assert planned(finished, target, 6).steps == ()


@given(person=people, target=targets, pace=hours_a_week, weeks=st.integers(0, 80))
def test_property_9_what_a_deadline_leaves_out_would_complete_the_plan(person, target, pace, weeks):
    found = planned(person, target, pace, weeks)
    levels = done(of_every_skill(person), found, ("study",))
    for step in map(shipped().step.__getitem__, found.left_out):
        assert (step.kind, step.from_level) == ("study", levels[step.skill])
        levels[step.skill] = step.to_level
    assert (
        ready(shipped(), {skill: 4 if at == 3 else at for skill, at in levels.items()}, target) == 1
    )
