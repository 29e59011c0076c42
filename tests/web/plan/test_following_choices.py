"""Steps put into a plan and left out of it, and changed steps that replan."""

from datetime import timedelta

import pytest

from tests.support.visitor import CATALOGUE, Visitor
from tests.web.plan.plan_pages import (
    MONDAY,
    PLAN,
    change,
    on,
    press,
    say,
    step_page,
    steps,
    tick,
)
from tests.web.plan.test_following import FIRST, LAST, SECOND, ready


def test_a_step_can_be_left_out_and_put_back(learner: Visitor) -> None:
    before = steps(learner.open(PLAN))
    page = tick(learner, SECOND, "leave_out")
    assert page.path == PLAN
    assert SECOND not in page.data("data-step")
    asked = step_page(learner, SECOND)
    assert say(learner, "You left this step out of the plan.") in asked.text
    assert press(learner, asked, "usual").status == 200
    assert steps(learner.open(PLAN)) == before


def test_a_step_put_in_comes_with_what_it_needs_and_goes_again(learner: Visitor) -> None:
    before = steps(learner.open(PLAN))
    page = tick(learner, "cpp.1", "put_in")
    there = page.data("data-step")
    assert {"cpp.0", "cpp.1"} < set(there)
    assert there.index("cpp.0") < there.index("cpp.1")
    tick(learner, "cpp.1", "usual")
    assert steps(learner.open(PLAN)) == before


def test_the_last_choice_about_a_step_counts(learner: Visitor) -> None:
    for do, is_there in (
        ("put_in", True),
        ("leave_out", False),
        ("put_in", True),
        ("usual", False),
    ):
        tick(learner, "cpp.0", do)
        assert ("cpp.0" in learner.open(PLAN).data("data-step")) == is_there, do


def test_a_changed_step_keeps_what_is_done(learner: Visitor) -> None:
    tick(learner, FIRST)
    tick(learner, LAST, "leave_out")
    plan = learner.open(PLAN)
    assert f"{PLAN}/steps/{FIRST}" in plan.links
    assert (
        say(
            learner,
            "Readiness %(share)s",
            share=ready(**{CATALOGUE.step[FIRST].skill: CATALOGUE.step[FIRST].to_level}),
        )
        in plan.text
    )


@pytest.mark.parametrize(
    ("start", "days", "begins"), [("2027-01-04", 70, "2027-03-15"), ("2027-02-01", 7, "2027-02-01")]
)
def test_a_changed_step_replans_from_today_or_from_a_later_start(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, start: str, days: int, begins: str
) -> None:
    change(learner, start=start)
    on(monkeypatch, MONDAY + timedelta(days))
    page = tick(learner, LAST, "leave_out")
    assert (page.form(PLAN).values["start"], page.html.count('class="pill care"')) == (begins, 0)
