"""The fewest level-ups that make somebody ready, against a search over all of them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, Catalogue, Ratings
from app.scoring.counterfactual import HIGHEST_RISE, change_to_readiness
from app.scoring.level_ups import LevelUp
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import Requirements, requirements_of
from tests.scoring.cases import Case, everywhere, person_of
from tests.support.strategies import make_catalogue, make_skill, rated

Levels = tuple[int, ...]


def fewest(
    catalogue: Catalogue, ratings: Ratings, requirements: Requirements
) -> tuple[int, int] | None:
    """Return the fewest levels and hours that make somebody ready, trying all, or None.

    Beside an answered alternative a skipped one does not rise.
    """
    answered = [
        [skill for skill in each.any_of if ratings.get(skill) is not None]
        for each in requirements.items
    ]
    skills = [
        skill
        for each, some in zip(requirements.items, answered, strict=True)
        for skill in some or each.any_of
    ]
    starts = [ratings.get(skill) or 0 for skill in skills]
    tops = [max(HIGHEST_RISE, start) for start in starts]
    found = [
        (sum(levels) - sum(starts), _hours(catalogue, skills, starts, levels))
        for levels in product(
            *(range(start, top + 1) for start, top in zip(starts, tops, strict=True))
        )
        if stage_readiness(
            requirements, {**ratings, **dict(zip(skills, levels, strict=True))}
        ).is_ready
    ]
    return min(found, default=None)


def _hours(catalogue: Catalogue, skills: list[str], starts: list[int], levels: Levels) -> int:
    steps = [
        catalogue.skill[skill].steps[level].hours
        for skill, start, end in zip(skills, starts, levels, strict=True)
        for level in range(start, end)
    ]
    return sum(hours.likely for hours in steps if hours)


def by_thirds(catalogue: Catalogue, ratings: Ratings) -> bool:
    return catalogue.rule == "thirds"


@given(rated(most_skills=5).filter(lambda case: by_thirds(*case)), st.data())
def test_the_level_ups_are_as_few_and_as_short_as_those_of_brute_force(
    case: Case, data: st.DataObject
) -> None:
    catalogue, ratings = case
    role = data.draw(st.sampled_from(list(catalogue.role)), "role")
    requirements = requirements_of(catalogue, role, data.draw(st.sampled_from(STAGES), "stage"))
    change = change_to_readiness(catalogue, ratings, requirements)
    expected = fewest(catalogue, ratings, requirements)
    if change is None or expected is None:
        assert change is expected is None
        return
    ups = change.level_ups
    hours = _hours(
        catalogue,
        [each.skill for each in ups],
        [each.from_level for each in ups],
        tuple(each.to_level for each in ups),
    )
    assert (change.count, hours) == expected


@everywhere
@given(data=st.data())
def test_the_level_ups_make_somebody_ready_and_none_is_above_what_study_reaches(
    where: str, data: st.DataObject
) -> None:
    catalogue, ratings = person_of(data, where)
    if catalogue.rule == "levels":
        return
    for role in catalogue.role:
        for stage in STAGES:
            requirements = requirements_of(catalogue, role, stage)
            change = change_to_readiness(catalogue, ratings, requirements)
            is_ready = stage_readiness(requirements, ratings).is_ready
            assert (change is not None and change.level_ups == ()) == is_ready
            if change:
                assert all(each.to_level <= HIGHEST_RISE for each in change.level_ups)
                risen = {**ratings, **{each.skill: each.to_level for each in change.level_ups}}
                assert stage_readiness(requirements, risen).is_ready


def two_skills(*need: tuple[int, int], core: str = "") -> Catalogue:
    """Return a catalogue in which one role needs a and b at levels with weights."""
    needs = dict(zip(("a", "b"), need, strict=True))
    return make_catalogue(
        [make_skill("a", (5, 20, 60)), make_skill("b", (4, 30, 60))],
        {"r": [500_000, 500_000], "s": [0, 1_000_000]},
        {"r": [needs] * 3, "s": [needs] * 3},
        rule="thirds",
        core=core,
    )


def ups(catalogue: Catalogue, a: int | None, b: int | None) -> tuple[LevelUp, ...] | None:
    requirements = requirements_of(catalogue, "r", "junior")
    change = change_to_readiness(catalogue, {"a": a, "b": b}, requirements)
    return None if change is None else change.level_ups


def test_two_levels_of_one_skill_beat_a_level_of_each() -> None:
    # from 0, a level gives nothing or a third, the second one the rest: 80 % of 20 is 16
    assert ups(two_skills((2, 17), (2, 3)), 0, 0) == (LevelUp("a", 0, 2),)
    assert ups(two_skills((2, 10), (2, 10)), 0, 0) == (LevelUp("a", 0, 2), LevelUp("b", 0, 2))


def test_a_core_requirement_needs_credit_even_where_readiness_is_high_enough() -> None:
    assert ups(two_skills((2, 17), (2, 3), core="b"), 2, 0) == (LevelUp("b", 0, 1),)
    assert ups(two_skills((2, 17), (2, 3)), 2, 0) == ()
    assert ups(two_skills((2, 17), (2, 3), core="b"), 2, None) == (LevelUp("b", 0, 1),)


def test_of_equally_few_levels_the_shorter_ones_rise() -> None:
    # one more third is enough, from either: the second step of a takes 20 hours, that of b 30
    assert ups(two_skills((2, 10), (2, 10)), 1, 1) == (LevelUp("a", 1, 2), LevelUp("b", 1, 2))
    assert ups(two_skills((1, 9), (1, 9)), 0, 0) == (LevelUp("a", 0, 1), LevelUp("b", 0, 1))


def test_what_only_experience_reaches_has_no_level_ups() -> None:
    assert ups(two_skills((4, 10), (1, 1)), 0, 0) is None
    assert ups(two_skills((4, 1), (1, 10)), 0, 0) == (LevelUp("b", 0, 1),)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_nothing_is_needed_by_somebody_who_meets_everything(level: int) -> None:
    assert ups(two_skills((level, 2), (level, 3), core="ab"), level, level) == ()
