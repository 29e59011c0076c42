"""Replanning: what is done and in progress is kept, and the plan starts from today's levels."""

from datetime import timedelta

import pytest

from app.planning.plan import plan
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.plan.plan_pages import (
    HOURS,
    MONDAY,
    PLAN,
    SENIOR,
    change,
    on,
    senior,
    step_page,
    steps,
    tick,
    weeks_of,
)
from tests.web.plan.test_following_weeks import (
    FIRST,
    MADE,
    SECOND_OVER,
    THIRD,
    WEEK,
    late,
    links,
    over,
)


def test_replanning_keeps_what_is_done_and_what_is_in_progress(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(starter, FIRST, "done", "was hard")
    tick(starter, THIRD, "begun", "half of it")
    today = MONDAY + timedelta(SECOND_OVER)
    on(monkeypatch, today)
    old = starter.open(PLAN)
    assert late(old) == len(set(over(today)) - {FIRST}) > 0
    page = starter.press(old, old.form(PLAN), "today")
    assert (page.status, late(page), page.form(PLAN).values["start"]) == (200, 0, str(today))
    there, before = page.data("data-step"), [step.id for step in MADE.steps]
    assert there[0] == THIRD, "what is in progress comes first"
    assert sorted(there) == sorted(before[1:])
    assert page.data("data-week")[0] == "1"
    assert f"{PLAN}/steps/{FIRST}" in page.links, "what is done is named"
    assert (
        step_page(starter, FIRST).html.count("was hard"),
        step_page(starter, THIRD).html.count("half of it"),
    ) == (2, 2)
    assert links(starter.open(f"{PLAN}/week"))[0] == THIRD


def test_replanning_starts_from_the_confirmed_levels(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(starter, FIRST)
    today = MONDAY + timedelta(SECOND_OVER)
    on(monkeypatch, today)
    page = change(starter, go="today")
    raised = CATALOGUE.step[FIRST]
    assert steps(page) == weeks_of(
        plan(CATALOGUE, {**CLEAR, raised.skill: raised.to_level}, SENIOR, HOURS, today)
    )


def test_replanning_with_a_deadline_uses_the_hours_that_are_left(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadline = MONDAY + 26 * WEEK
    change(starter, deadline=str(deadline))
    on(monkeypatch, MONDAY + 10 * WEEK)
    page = change(starter, go="today")
    assert steps(page) == weeks_of(senior(MONDAY + 10 * WEEK, deadline))
    assert max(int(week) for week in page.data("data-week") if week) <= 16
