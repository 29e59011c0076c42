"""What every plan guarantees for any wishes: steps put in, left out or in progress, and a focus."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from app.planning.wishes import NO_WISHES
from tests.planning.brute_force import is_allowed, level, ready, worth_of
from tests.planning.catalogues import TARGET
from tests.planning.test_plan import done
from tests.planning.wishing import (
    UNKNOWN,
    aimed_at,
    asked_for,
    has_no_rivals,
    hours_a_week,
    ids,
    is_met,
    planned,
    unwished,
    weeks,
    wished,
    wishing,
)

NOTHING = frozenset[str]()


@given(case=wishing(), pace=hours_a_week, until=st.none() | weeks)
def test_prerequisites_come_first_and_nothing_met_or_left_out_appears(case, pace, until):
    catalogue, ratings, wishes = case
    levels = {skill: level(ratings, skill) for skill in catalogue.skill}
    found = planned(case, pace, until)
    for id in ids(found):
        step = catalogue.step[id]
        assert step.from_level == levels[step.skill]
        assert is_allowed(catalogue, levels, step)
        levels[step.skill] = step.to_level
    assert not wishes.leave_out & {*ids(found), *found.left_out}


@given(case=wishing(), pace=hours_a_week, until=st.none() | weeks)
def test_weeks_stay_within_the_hours_and_hold_each_step_whole(case, pace, until):
    found = planned(case, pace, until)
    assert all(week.hours == sum(part.hours for part in week.parts) <= pace for week in found.weeks)
    held = {
        id: sum(part.hours for week in found.weeks for part in week.parts if part.step == id)
        for id in ids(found, "study")
    }
    assert held == {step.id: step.hours for step in found.steps if step.kind == "study"}
    assert found.hours == sum(week.hours for week in found.weeks) == sum(held.values())
    assert until is None or len(found.weeks) <= until


@given(case=wishing(), pace=hours_a_week)
def test_with_nothing_left_out_finishing_gives_full_readiness_and_holds_every_wish(case, pace):
    case = wished(case, leave_out=NOTHING)
    found = planned(case, pace)
    assert found.readiness.at_end == ready(case[0], done(case[1], found), TARGET) == 1
    assert {*asked_for(case), *aimed_at(case)} <= set(ids(found))
    assert found.given_up == ()


@given(case=wishing(), pace=hours_a_week, until=st.none() | weeks)
def test_what_is_in_progress_comes_first_with_what_it_needs(case, pace, until):
    catalogue, _, wishes = case
    study = ids(planned(case, pace, until), "study")
    begun = [id for id in study if id in wishes.begun]
    first = study[: max((study.index(id) + 1 for id in begun), default=0)]
    needed, waiting = set[str](), begun
    while waiting:
        step = catalogue.step[waiting.pop()]
        needed.add(step.id)
        waiting += [f"{step.skill}.{step.from_level - 1}"] if step.from_level else []
        waiting += [id for entry in step.requires for id in entry.any_of]
    assert set(first) <= needed


@given(case=wishing(), pace=hours_a_week, until=st.none() | weeks, data=st.data())
def test_wishes_for_unknown_or_met_steps_or_for_experience_put_in_change_nothing(
    case, pace, until, data
):
    catalogue, _, wishes = case
    empty = sorted({UNKNOWN, *(id for id in catalogue.step if is_met(case, id))})
    some = st.frozensets(st.sampled_from(empty))
    beyond = data.draw(
        st.frozensets(
            st.sampled_from(
                [*empty, *(id for id in catalogue.step if catalogue.step[id].kind == "experience")]
            )
        )
    )
    more = replace(
        wishes,
        put_in=wishes.put_in | beyond,
        begun=wishes.begun | beyond,
        leave_out=wishes.leave_out | data.draw(some),
        focus=wishes.focus or "none such",
    )
    assert replace(planned((*case[:2], more), pace, until), wishes=wishes) == planned(
        case, pace, until
    )


@given(case=wishing(), pace=hours_a_week)
def test_where_nothing_is_given_up_steps_left_out_change_nothing(case, pace):
    found, whole = planned(case, pace), planned(wished(case, leave_out=NOTHING), pace)
    if found.given_up:
        assert found.steps != whole.steps
        assert not set(found.given_up) & set(ids(found))
    else:
        assert replace(found, wishes=whole.wishes) == whole


@given(case=wishing(), pace=hours_a_week, until=st.none() | weeks)
def test_no_wish_raises_the_worth_at_the_deadline_or_shortens_the_whole_plan(case, pace, until):
    """A wish may settle an alternative, so plans are compared that use the same ones."""
    more = wished(case, leave_out=NOTHING)
    assume(set(ids(planned(unwished(case)))) <= set(ids(planned(more))) and has_no_rivals(more))
    found, usual = planned(case, pace, until), planned(unwished(case), pace, until)
    assert usual.wishes == NO_WISHES
    if until is None:
        whole = planned(more, pace)
        assert whole.hours >= usual.hours
        assert found.readiness.at_end <= whole.readiness.at_end == usual.readiness.at_end
    elif not case[2].leave_out:
        mine, theirs = (done(case[1], each, ("study",)) for each in (found, usual))
        assert worth_of(case[0], mine, TARGET) <= worth_of(case[0], theirs, TARGET)


@given(case=wishing(), pace=hours_a_week, until=weeks)
def test_what_the_hours_had_no_room_for_can_be_done_after_the_plan_and_completes_it(
    case, pace, until
):
    catalogue, ratings, wishes = case
    found, whole = planned(case, pace, until), planned(case, pace)
    levels = done(ratings, found, ("study",))
    for step in map(catalogue.step.__getitem__, found.left_out):
        assert (step.kind, step.from_level) == ("study", levels[step.skill])
        assert is_allowed(catalogue, levels, step)
        levels[step.skill] = step.to_level
    top = {
        skill: 4 if at == 3 and f"{skill}.3" not in wishes.leave_out else at
        for skill, at in levels.items()
    }
    assert ready(catalogue, top, TARGET) >= whole.readiness.at_end
    assert {*asked_for(case), *aimed_at(case)} & set(ids(whole)) <= {*ids(found), *found.left_out}
