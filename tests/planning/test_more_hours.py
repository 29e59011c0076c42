"""More hours before a deadline: what they never take away, and the curve of what they add."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.planning.curve import PACES, CurvePoint, curve
from app.planning.solver import Limits
from tests.planning.brute_force import Way, met_share, worth
from tests.planning.catalogues import TARGET, catalogue, skill
from tests.planning.test_plan import done
from tests.planning.wishing import (
    START,
    Wishing,
    aimed_at,
    asked_for,
    has_no_rivals,
    ids,
    planned,
    wished,
    wishing,
)

NOTHING = frozenset[str]()
paces = st.lists(st.integers(1, 60), max_size=6)


def value(case: Wishing, pace: int, until: int) -> tuple[list[bool], int]:
    """Return which wished steps are in the plan, by priority, and the value of its study steps."""
    found = planned(case, pace, until)
    study = [case[0].step[id] for id in ids(found, "study")]
    there = {id: case[1].get(id) or 0 for id in case[0].skill} | {
        step.skill: step.to_level for step in study
    }
    way = Way(there, study, frozenset(step.id for step in study), found.hours)
    return [id in way.ids for id in asked_for(case)], worth(case[0], way, TARGET, aimed_at(case))


def drawn(case: Wishing, until: int, paces: list[int]) -> tuple[CurvePoint, ...]:
    found, ratings, wishes = case
    return curve(
        found, ratings, TARGET, START, START + timedelta(weeks=until), paces, wishes=wishes
    )


@given(
    case=wishing(),
    pace=st.integers(1, 12),
    more=st.integers(1, 4),
    until=st.integers(0, 6),
    later=st.integers(0, 2),
)
def test_property_11_more_hours_or_a_later_deadline_never_lower_the_worth_of_the_choice(
    case, pace, more, until, later
):
    case = wished(case, put_in=NOTHING, begun=NOTHING, focus=None)
    assume(has_no_rivals(case))
    usual = value(case, pace, until)
    assert usual <= value(case, pace + more, until + later)
    assert usual <= value(case, pace, until + later + 1)


@given(
    case=wishing(),
    pace=st.integers(1, 12),
    more=st.integers(0, 4),
    until=st.integers(0, 6),
    later=st.integers(0, 2),
)
def test_more_hours_drop_no_wished_step_for_a_later_one_and_never_lower_the_value(
    case, pace, more, until, later
):
    assume(has_no_rivals(case))
    assert value(case, pace, until) <= value(case, pace + more, until + later)


@given(case=wishing(), until=st.integers(0, 6), paces=paces)
def test_the_curve_says_what_the_plan_at_each_pace_says(case, until, paces):
    found = drawn(case, until, paces)
    plans = [planned(case, pace, until) for pace in sorted({*paces}) if pace <= 40]
    assert found == tuple(
        CurvePoint(
            each.pace.hours_a_week,
            met_share(case[0], done(case[1], each, ("study",)), TARGET),
            each.optimal,
        )
        for each in plans
    )


@given(case=wishing(), until=st.integers(0, 6), leave_out=st.booleans())
def test_the_curve_never_falls_where_no_wish_takes_hours(case, until, leave_out):
    case = wished(case, put_in=NOTHING, begun=NOTHING, focus=None)
    assume(has_no_rivals(case))
    found, ratings, wishes = case
    points = curve(found, ratings, TARGET, START, START + timedelta(weeks=until), wishes=wishes)
    assert [point.hours_a_week for point in points] == list(PACES)
    assert [point.worth for point in points] == sorted(point.worth for point in points)
    assert all(point.optimal for point in points)


def test_a_curve_cut_short_says_so_at_the_points_that_are_not_proven():
    skills = [skill(id, (6 + n % 5, 7, 8)) for n, id in enumerate("abcdefghijkl")]
    hard = catalogue(skills, {id: (3, 5 + n % 4) for n, id in enumerate("abcdefghijkl")})
    points = curve(
        hard, {}, TARGET, START, START + timedelta(weeks=6), (40, 13), Limits(seconds=0.0)
    )
    assert [(point.hours_a_week, point.optimal) for point in points] == [(13, False), (40, False)]
    assert curve(
        hard, {}, TARGET, START, START + timedelta(weeks=600), (13,), Limits(seconds=0.0)
    ) == (CurvePoint(13, 1.0, True),)


@pytest.mark.parametrize(("pace", "deadline"), [(0, date(2026, 3, 9)), (6, date(2026, 3, 1))])
def test_a_curve_refuses_the_paces_and_deadlines_that_a_plan_refuses(pace, deadline):
    with pytest.raises(ValueError, match="give a"):
        curve(catalogue([skill("a")], {"a": (1, 1)}), {}, TARGET, START, deadline, (pace,))
