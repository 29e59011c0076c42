"""Plans with wishes, compared with a search over all choices on random small catalogues.

The wishes are a focus and steps put in, left out and in progress.
"""

from hypothesis import assume, given
from hypothesis import strategies as st

from app.planning.solver import Limits
from tests.planning.brute_force import (
    parts_of,
    possible,
    ready,
    settled_prerequisites,
    that_fit,
    ways,
    whole_points,
    worth,
)
from tests.planning.catalogues import TARGET
from tests.planning.wishing import (
    aimed_at,
    asked_for,
    has_no_rivals,
    hours_a_week,
    ids,
    planned,
    wished,
    wishing,
)


@given(case=wishing(), pace=st.integers(1, 8), until=st.integers(0, 6))
def test_before_a_deadline_the_choice_is_the_best_of_all_that_hold_the_wished_steps_that_fit(
    case, pace, until
):
    assume(has_no_rivals(case))
    catalogue, ratings, wishes = case
    found, whole = planned(case, pace, until), ids(planned(case, pace), "study")
    parts = parts_of(catalogue, ratings, whole, wishes.leave_out)
    fit = that_fit(parts, asked_for(case), pace * until)
    chosen, focus = set(ids(found, "study")), aimed_at(case)
    assert set(fit) <= chosen
    assert found.optimal
    [mine] = [way for way in parts if way.ids == chosen]
    assert mine.hours <= pace * until
    assert worth(catalogue, mine, TARGET, focus) == max(
        worth(catalogue, way, TARGET, focus)
        for way in parts
        if way.hours <= pace * until and way.ids >= set(fit)
    )


@given(case=wishing(), pace=st.integers(1, 8), until=st.integers(0, 6))
def test_no_further_step_fits_into_the_hours_that_stay_free(case, pace, until):
    catalogue, ratings, _ = case
    found = planned(case, pace, until)
    chosen, free = set(ids(found, "study")), pace * until - found.hours
    before = settled_prerequisites(catalogue, ratings, ids(planned(case, pace)))
    for id in found.left_out:
        assert not {*before[id]} <= chosen or catalogue.step[id].hours.likely > free


@given(case=wishing(), pace=hours_a_week)
def test_without_a_deadline_all_that_can_be_reached_is_in_the_plan(case, pace):
    catalogue, ratings, wishes = case
    found, every = planned(case, pace), ways(catalogue, ratings, 4, wishes.leave_out)
    must = possible(catalogue, ratings, wishes.leave_out) & {*asked_for(case), *aimed_at(case)}
    most = max(ready(catalogue, way.there, TARGET) for way in every)
    assert found.readiness.at_end == most
    assert must <= set(ids(found))


@given(case=wishing(), pace=hours_a_week, until=st.none() | st.integers(0, 6))
def test_given_up_is_what_the_whole_plan_would_hold_and_cannot_without_the_steps_left_out(
    case, pace, until
):
    catalogue, ratings, wishes = case
    whole = ids(planned(wished(case, leave_out=frozenset())))
    still = possible(catalogue, ratings, wishes.leave_out)
    assert planned(case, pace, until).given_up == tuple(
        id for id in sorted(whole) if id not in still
    )


@given(case=wishing(), pace=st.integers(1, 8), until=st.integers(0, 6))
def test_a_search_cut_short_never_claims_a_smaller_gap_than_there_is(case, pace, until):
    assume(has_no_rivals(case))
    catalogue, ratings, wishes = case
    found = planned(case, pace, until, limits=Limits(nodes=0, seconds=0.0))
    parts = parts_of(catalogue, ratings, ids(planned(case, pace), "study"), wishes.leave_out)
    fit = that_fit(parts, asked_for(case), pace * until)
    assert set(fit) <= set(ids(found))
    assert found.hours <= pace * until
    best = max(
        worth(catalogue, way, TARGET, aimed_at(case))
        for way in parts
        if way.hours <= pace * until and way.ids >= set(fit)
    )
    [mine] = [way for way in parts if way.ids == set(ids(found, "study"))]
    points = worth(catalogue, mine, TARGET, aimed_at(case))
    assert points == best or (best - points) / whole_points(catalogue, TARGET) <= found.gap + 1e-12
