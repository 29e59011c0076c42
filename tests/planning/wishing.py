"""People with wishes, for properties of plans on random catalogues and on the one that ships."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from app.catalogue.model import Catalogue
from app.planning.model import Plan, Target
from app.planning.plan import USUAL_LIMITS, plan
from app.planning.solver import Limits
from app.planning.wishes import NO_WISHES, Wishes
from tests.planning.brute_force import Ratings, level
from tests.planning.catalogues import TARGET, cases, focus, some_bytes

START = date(2026, 3, 2)
UNKNOWN = "nowhere.0"
Wishing = tuple[Catalogue, Ratings, Wishes]
hours_a_week = st.integers(1, 40)
weeks = st.integers(0, 12)


@st.composite
def wishing(draw: st.DrawFn) -> Wishing:
    """A small catalogue with a focus, a person, and wishes for any of its steps.

    The wishes include met steps, experience steps and unknown ids.
    """
    found, ratings = draw(cases())
    levels = draw(some_bytes(len(found.skills)))
    goals = {
        skill: level % 4
        for skill, level in zip(sorted(found.skill), levels, strict=True)
        if level % 4
    }
    leaning = replace(found, focuses=(focus(goals),))
    return (
        leaning,
        ratings,
        draw(wishes_for([*found.step, UNKNOWN], ["focus", "focus", "none such"])),
    )


@st.composite
def wishes_for(draw: st.DrawFn, ids: Sequence[str], focuses: Sequence[str]) -> Wishes:
    """Draw up to four steps to put in, two to leave out and two in progress, and maybe a focus.

    Half of the draws of a step are empty.
    """
    drawn = draw(some_bytes(8))
    steps = ["", *ids]
    some = [steps[max(0, byte % (2 * len(ids)) - len(ids) + 1)] for byte in drawn]
    put_in, leave_out, begun = (frozenset(each) - {""} for each in (some[:4], some[4:6], some[6:]))
    return Wishes(put_in, leave_out, begun, draw(st.sampled_from([None, *focuses])))


def planned(
    case: Wishing,
    pace: int = 6,
    until: int | None = None,
    target: Target = TARGET,
    limits: Limits = USUAL_LIMITS,
) -> Plan:
    """Return the person's plan with these wishes.

    The deadline is `until` weeks after the start, if given.
    """
    catalogue, ratings, wishes = case
    deadline = None if until is None else START + timedelta(weeks=until)
    return plan(catalogue, ratings, target, pace, START, deadline, limits, wishes)


def wished(case: Wishing, **changed: Any) -> Wishing:
    """Return the same person with some of the wishes changed."""
    catalogue, ratings, wishes = case
    return catalogue, ratings, replace(wishes, **changed)


def unwished(case: Wishing) -> Wishing:
    """Return the same person without any wish."""
    return *case[:2], NO_WISHES


def ids(plan: Plan, kind: str | None = None) -> list[str]:
    """Return the ids of the plan's steps in their order, of one kind if it is given."""
    return [step.id for step in plan.steps if kind in (None, step.kind)]


def is_met(case: Wishing, id: str) -> bool:
    """Return whether the ratings meet a step of the catalogue."""
    return level(case[1], case[0].step[id].skill) >= case[0].step[id].to_level


def asked_for(case: Wishing) -> list[str]:
    """Return the wished study steps that are not met: those in progress first, then by id."""
    catalogue, _, wishes = case
    asked = dict.fromkeys([*sorted(wishes.begun), *sorted(wishes.put_in)])
    return [
        id
        for id in asked
        if id in catalogue.step and catalogue.step[id].kind == "study" and not is_met(case, id)
    ]


def aimed_at(case: Wishing) -> set[str]:
    """Return the steps of the focus that the ratings do not meet."""
    catalogue, _, wishes = case
    goals = catalogue.focus[wishes.focus].goals if wishes.focus in catalogue.focus else ()
    return {
        id
        for goal in goals
        for n in range(goal.level)
        if not is_met(case, id := f"{goal.skill}.{n}")
    }


def has_no_rivals(case: Wishing) -> bool:
    """Return whether the whole plan raises one skill of each group at most, and that is the best.

    Then every step counts for readiness wherever it stands.
    """
    catalogue, ratings, _ = case
    raised = {catalogue.step[id].skill for id in ids(planned(case))}
    return all(
        len(group := raised & {*item.skills}) <= 1
        and all(
            level(ratings, mine) >= level(ratings, other) for mine in group for other in item.skills
        )
        for item in catalogue.items
    )


def has_one_alternative_each(case: Wishing) -> bool:
    """Return whether the whole plan has begun, or raises, one alternative of each at most.

    Otherwise steps that are done can settle an alternative anew.
    """
    catalogue, ratings, _ = case
    raised = {catalogue.step[id].skill for id in ids(planned(case))}
    known = raised | {skill for skill in catalogue.skill if level(ratings, skill)}
    every = [entry.any_of for step in catalogue.step.values() for entry in step.requires]
    alternatives = [{catalogue.step[id].skill for id in any_of} for any_of in every]
    alternatives += [{*item.skills} for item in catalogue.items]
    return all(len(known & skills) <= 1 for skills in alternatives)
