"""The way to a target: what is missing in the plan's order, and its hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.load import load_catalogue
from app.catalogue.model import LEVELS, STAGES
from app.planning.model import Target
from app.planning.plan import plan
from app.planning.route import route
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of

OURS = load_catalogue()
RATINGS = st.fixed_dictionaries(
    {skill.id: st.none() | st.sampled_from(LEVELS) for skill in OURS.skills}
)
TARGETS = st.builds(
    Target, st.sampled_from([role.id for role in OURS.roles]), st.sampled_from(STAGES)
)


@given(RATINGS, TARGETS)
def test_its_hours_weeks_and_order_are_those_of_the_plan(ratings, target):
    way, made = route(OURS, ratings, target), plan(OURS, ratings, target, 6)
    assert way.hours == made.hours
    assert way.weeks(6) == len(made.weeks)
    order = list(dict.fromkeys(step.skill for step in made.steps))
    assert [skill for skill in order if skill in way.course] == list(way.course)


@given(RATINGS, TARGETS)
def test_each_requirement_is_there_once_and_the_course_is_what_is_not_met(ratings, target):
    way, asked = route(OURS, ratings, target), requirements_of(OURS, target.role, target.stage)
    assert len(way.required) == len(asked.items)
    missing = {skill for skill, level in way.required.items() if (ratings[skill] or 0) < level}
    open_count = sum((each.rating(ratings) or 0) < each.level for each in asked.items)
    assert set(way.course) == missing
    assert len(missing) == open_count


@given(RATINGS, TARGETS)
def test_it_is_ready_after_these_hours_and_not_before(ratings, target):
    way, made = route(OURS, ratings, target), plan(OURS, ratings, target, 6)
    asked = requirements_of(OURS, target.role, target.stage)
    known, hours = dict(ratings), 0
    for step in made.steps:
        if way.ready_hours == hours or step.kind != "study":
            break
        assert not stage_readiness(asked, known).is_ready
        known[step.skill], hours = step.to_level, hours + step.hours
    assert stage_readiness(asked, known).is_ready == (way.ready_hours is not None)


def test_who_meets_everything_has_no_way_to_go():
    ratings = dict.fromkeys((skill.id for skill in OURS.skills), 4)
    way = route(OURS, ratings, Target("ml_engineer", "junior"))
    assert (way.course, way.hours, way.weeks(6), way.ready_weeks(6), way.months) == ((), 0, 0, 0, 0)


def test_low_and_high_figures_surround_the_likely_one():
    way = route(OURS, {}, Target("ml_engineer", "junior"))
    assert 0 < way.low_weeks(6) < way.weeks(6) < way.high_weeks(6)
    assert 0 < (way.ready_weeks(6) or 0) <= way.weeks(6)


def test_an_unknown_role_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        route(OURS, {}, Target("nobody", "junior"))
