"""The fewest level-ups.

On small catalogues they equal those of a search over all choices. On all catalogues they reach the
goal, and one level less does not.
"""

from collections.abc import Container, Iterator, Mapping

from hypothesis import assume, given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Ratings
from app.scoring.counterfactual import change_to_readiness, changes_to_lead, leader_after, nearest
from app.scoring.level_ups import READY_PERCENT, Counterfactual, LevelUp
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from tests.scoring.brute_force import Search, Value
from tests.scoring.cases import Case, everywhere, person_of
from tests.scoring.changes import change_to_lead, nearest_change
from tests.scoring.small import points
from tests.support.strategies import rated

SMALL = 4
"""Number of skills for which all level-ups can be tried."""


def before(catalogue: Catalogue, best: str, role: str) -> Value:
    """Return the distance of a role before another one, in points."""

    def value(person: Ratings) -> int:
        found = points(catalogue, person)
        return found[role] - found[best]

    return remembered(value)


def ready(catalogue: Catalogue, role: str, stage: str) -> Value:
    """Return what a stage is met beyond the points just below READY_PERCENT.

    By thirds: 1 for somebody who is ready, else 0.
    """

    def value(person: Ratings) -> int:
        found = stage_readiness(requirements_of(catalogue, role, stage), person)  # type: ignore[arg-type]
        if catalogue.rule == "thirds":
            return int(found.is_ready)
        return 100 * found.met - READY_PERCENT * found.whole + 1

    return remembered(value)


def remembered(value: Value) -> Value:
    found: dict[tuple[int | None, ...], int] = {}

    def once(person: Mapping[str, int | None]) -> int:
        key = tuple(person.values())
        if key not in found:
            found[key] = value(person)
        return found[key]

    return once


def may_rise(catalogue: Catalogue, role: str) -> tuple[Container[str], int]:
    """Return the skills that may rise so that a role leads, and up to which level."""
    if catalogue.rule == "levels":
        return catalogue.skill, TOP_LEVEL
    return {
        skill
        for profile in catalogue.role[role].stages.values()
        for each in profile.requirements
        for skill in catalogue.item[each.item].skills
    }, 3


@given(rated(most_skills=SMALL))
def test_the_level_ups_to_each_role_and_to_the_nearest_are_those_of_brute_force(case: Case) -> None:
    catalogue, ratings = case
    order = score(catalogue, ratings).order
    best, others = order[0].role, [each.role for each in order[1:]]
    assert change_to_lead(catalogue, ratings, best) == Counterfactual(best, ())
    found = {
        role: Search(
            catalogue, ratings, False, before(catalogue, best, role), *may_rise(catalogue, role)
        ).fewest()
        for role in others
    }
    expected = {
        role: None if level_ups is None else Counterfactual(role, level_ups)
        for role, level_ups in found.items()
    }
    assert {role: change_to_lead(catalogue, ratings, role) for role in others} == expected
    nearest = [change for role in others if (change := expected[role])]
    assert nearest_change(catalogue, ratings) == min(
        nearest, key=lambda change: change.count, default=None
    )


@given(rated(most_skills=SMALL), st.data())
def test_the_level_ups_to_readiness_are_those_of_brute_force(
    case: Case, data: st.DataObject
) -> None:
    catalogue, ratings = case
    assume(catalogue.rule == "levels")
    role, stage = (
        data.draw(st.sampled_from(list(catalogue.role)), "role"),
        data.draw(st.sampled_from(STAGES), "stage"),
    )
    fewest = Search(
        catalogue, ratings, True, ready(catalogue, role, stage), catalogue.skill
    ).fewest()
    assert fewest is not None
    assert change_to_readiness(
        catalogue, ratings, requirements_of(catalogue, role, stage)
    ) == Counterfactual(role, fewest)


def one_fewer(ratings: Ratings, change: Counterfactual) -> Iterator[dict[str, int | None]]:
    """Yield the person after all level-ups but one, for each level-up."""
    raised = {**ratings, **{each.skill: each.to_level for each in change.level_ups}}
    return ({**raised, each.skill: each.to_level - 1} for each in change.level_ups)


def applied(ratings: Ratings, change: Counterfactual) -> dict[str, int | None]:
    return {**ratings, **{each.skill: each.to_level for each in change.level_ups}}


@everywhere
@given(data=st.data())
def test_the_level_ups_do_what_they_say_and_none_of_them_is_too_much(
    where: str, data: st.DataObject
) -> None:
    catalogue, ratings = person_of(data, where)
    best = score(catalogue, ratings).order[0].role
    for role in set(catalogue.role) - {best}:
        change = change_to_lead(catalogue, ratings, role)
        if change:
            value = before(catalogue, best, role)
            assert value(applied(ratings, change)) > 0
            assert all(value(person) <= 0 for person in one_fewer(ratings, change))
    for stage in STAGES:
        change = change_to_readiness(catalogue, ratings, requirements_of(catalogue, best, stage))
        if change is None:
            assert catalogue.rule == "thirds"
            continue
        value = ready(catalogue, best, stage)
        assert value(applied(ratings, change)) > 0
        assert all(value(person) <= 0 for person in one_fewer(ratings, change))


@everywhere
@given(data=st.data())
def test_after_the_nearest_change_another_role_is_first(where: str, data: st.DataObject) -> None:
    catalogue, ratings = person_of(data, where)
    change = nearest_change(catalogue, ratings)
    if change:
        assert (
            score(catalogue, applied(ratings, change)).order[0].role
            != score(catalogue, ratings).order[0].role
        )


@everywhere
@given(data=st.data())
def test_who_leads_after_a_change_is_who_is_first_then(where: str, data: st.DataObject) -> None:
    """All roles at once give the same as each one, and the nearest of them is `nearest_change`."""
    catalogue, ratings = person_of(data, where)
    others = [each.role for each in score(catalogue, ratings).order[1:]]
    changes = changes_to_lead(catalogue, ratings, others)
    assert changes == tuple(change_to_lead(catalogue, ratings, role) for role in others)
    assert nearest(changes) == nearest_change(catalogue, ratings)
    for change in filter(None, changes):
        assert (
            leader_after(catalogue, ratings, change)
            == score(catalogue, applied(ratings, change)).order[0].role
        )


def test_of_equally_small_changes_the_first_is_the_nearest() -> None:
    few, many = (
        Counterfactual("one", (LevelUp("a", 0, 1),)),
        Counterfactual("two", (LevelUp("a", 0, 2),)),
    )
    assert nearest([None, many, few, Counterfactual("three", few.level_ups)]) is few
    assert nearest([None]) is None
