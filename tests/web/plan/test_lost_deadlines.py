"""A deadline that is over or less than a week away is ignored, and the page says so."""

from datetime import timedelta

import pytest

from tests.support.visitor import Visitor
from tests.web.plan.plan_pages import (
    MONDAY,
    PLAN,
    aim,
    change,
    next_assessment,
    on,
    say,
    senior,
    steps,
    tick,
    weeks_of,
)

WEEK = timedelta(days=7)
DEADLINE = MONDAY + 26 * WEEK
LOST = (
    "Your deadline, %(day)s, is over or less than a week away: this plan goes on without one. "
    "You can choose another below."
)
KEEPS = (
    "Plans are there to be changed: plan anew from today, with the same hours and deadline, "
    "and everything you have done is kept."
)
DROPS = (
    "The deadline is over or less than a week away. Plan anew from today with the same hours "
    "and without a deadline, or choose another one below; everything you have done is kept."
)
SOON = "The deadline must be at least a week after the start: choose a later day, or none."


@pytest.fixture
def learner(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Return somebody with half a year for a plan who does none of it."""
    on(monkeypatch, MONDAY)
    aim(reader)
    change(reader, deadline=str(DEADLINE))
    return reader


@pytest.mark.parametrize("days_left", [6, 1, 0, -30])
def test_replanning_too_near_the_deadline_drops_it_as_the_button_said(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days_left: int
) -> None:
    today = DEADLINE - timedelta(days_left)
    on(monkeypatch, today)
    late = learner.open(PLAN)
    assert (say(learner, DROPS) in late.text, say(learner, KEEPS) in late.text) == (True, False)
    page = learner.press(late, late.form(PLAN), "today")
    values = page.form(PLAN).values
    assert (page.status, values["deadline"], values["start"]) == (200, "", str(today))
    assert steps(page) == weeks_of(senior(today))
    assert say(learner, LOST) not in page.text, "it was let go knowingly"


@pytest.mark.parametrize("days_left", [7, 8, 100])
def test_replanning_a_week_before_the_deadline_keeps_it_as_the_button_said(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days_left: int
) -> None:
    today = DEADLINE - timedelta(days_left)
    on(monkeypatch, today)
    late = learner.open(PLAN)
    assert (say(learner, DROPS) in late.text, say(learner, KEEPS) in late.text) == (False, True)
    page = learner.press(late, late.form(PLAN), "today")
    assert (page.status, page.form(PLAN).values["deadline"]) == (200, str(DEADLINE))
    assert steps(page) == weeks_of(senior(today, DEADLINE))


@pytest.mark.parametrize("days_left", [6, 0, -30])
def test_a_form_with_such_a_deadline_is_still_refused(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days_left: int
) -> None:
    on(monkeypatch, DEADLINE - timedelta(days_left))
    page = change(learner, deadline=str(DEADLINE))
    assert (page.status, page.form(PLAN).values["deadline"]) == (400, str(DEADLINE))
    assert say(learner, SOON) in page.text
    assert steps(learner.open(PLAN)) == weeks_of(senior(MONDAY, DEADLINE)), "nothing is kept"


@pytest.mark.parametrize(("days_left", "is_lost"), [(7, False), (6, True), (-30, True)])
def test_a_deadline_that_the_next_plan_cannot_have_is_named_until_another_is_chosen(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days_left: int, is_lost: bool
) -> None:
    """The next assessment's plan takes over the deadline and starts on the day it is opened."""
    next_assessment(learner)
    today = DEADLINE - timedelta(days_left)
    on(monkeypatch, today)
    page = learner.open("/assessments/2/plan")
    assert (page.status, say(learner, LOST) in page.text) == (200, is_lost)
    assert page.form("/plan").values["deadline"] == ("" if is_lost else str(DEADLINE))
    assert steps(page) == weeks_of(senior(today, None if is_lost else DEADLINE))
    later = today + 20 * WEEK
    chosen = change(learner, 2, deadline=str(later))
    assert (chosen.form("/plan").values["deadline"], say(learner, LOST) in chosen.text) == (
        str(later),
        False,
    )


def test_a_changed_step_shortly_before_the_deadline_replans_without_it(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, DEADLINE - timedelta(3))
    page = tick(learner, learner.open(PLAN).data("data-step")[0], "leave_out")
    assert say(learner, LOST) in page.text
    assert page.form(PLAN).values["deadline"] == ""
