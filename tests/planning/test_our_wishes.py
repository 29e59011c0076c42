"""Plans with wishes for the catalogue that ships, with its 40 skills and 160 steps.

They keep all guarantees of a plan and are proven best.
"""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES
from app.planning.model import Target
from app.planning.solver import Limits
from app.planning.wishes import Wishes
from tests.planning.brute_force import is_allowed, level, whole_points, worth_of
from tests.planning.test_plan import done
from tests.planning.wishing import Wishing, hours_a_week, ids, planned, wished, wishes_for
from tests.scoring.cases import shipped
from tests.support.strategies import ratings

SEED = 4
BATCH = 40
NO_TIME = Limits(seconds=0.0)
AT_THE_ROOT = Limits(nodes=0)
targets = st.builds(Target, st.sampled_from(list(shipped().role)), st.sampled_from(STAGES))
people = st.tuples(
    st.just(shipped()), ratings(shipped()), wishes_for(list(shipped().step), list(shipped().focus))
)


def somebody(dice: Random) -> tuple[Wishing, Target, int, int]:
    """Draw a person with wishes, a target, hours a week and weeks to the deadline."""
    found = shipped()
    steps, top = list(found.step), dice.choice([1, 2, 3])
    person = {skill: dice.choice([None, *range(top + 1)]) for skill in found.skill}
    wishes = Wishes(
        put_in=frozenset(dice.sample(steps, dice.randrange(4))),
        leave_out=frozenset(dice.sample(steps, dice.randrange(3))),
        begun=frozenset(dice.sample(steps, dice.randrange(3))),
        focus=dice.choice([None, *found.focus]),
    )
    target = Target(dice.choice(list(found.role)), dice.choice(STAGES))
    return (found, person, wishes), target, dice.randrange(1, 41), dice.randrange(4, 53)


@pytest.mark.parametrize("number", range(BATCH))
def test_every_plan_of_ours_before_a_deadline_is_proven_best(number):
    case, target, pace, until = somebody(Random(f"{SEED}/{number}"))
    found = planned(case, pace, until, target)
    assert found.optimal, f"readiness may be {found.gap:.3f} higher"
    assert found.hours <= pace * until


@pytest.mark.parametrize("number", range(BATCH // 2))
def test_a_search_cut_short_never_claims_a_smaller_gap_than_there_is(number):
    case, target, pace, until = somebody(Random(f"{SEED}/{number}"))
    case = wished(case, focus=None)
    best, cut = planned(case, pace, until, target), planned(case, pace, until, target, AT_THE_ROOT)
    assert best.optimal
    most, mine = (
        worth_of(case[0], done(case[1], each, ("study",)), target) for each in (best, cut)
    )
    assert most - mine <= cut.gap * whole_points(case[0], target) + 1e-9


@given(case=people, target=targets, pace=hours_a_week, until=st.none() | st.integers(0, 80))
def test_prerequisites_come_first_and_nothing_met_or_left_out_appears(case, target, pace, until):
    catalogue, person, wishes = case
    levels = {skill: level(person, skill) for skill in catalogue.skill}
    found = planned(case, pace, until, target, NO_TIME)
    for id in ids(found):
        step = catalogue.step[id]
        assert step.from_level == levels[step.skill]
        assert is_allowed(catalogue, levels, step)
        levels[step.skill] = step.to_level
    assert not wishes.leave_out & {*ids(found), *found.left_out}
    assert all(week.hours == sum(part.hours for part in week.parts) <= pace for week in found.weeks)
    assert found.hours == sum(week.hours for week in found.weeks)
    assert until is None or len(found.weeks) <= until
