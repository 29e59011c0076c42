"""The notice after a change of plan: its length, where it leads, and the steps that are gone."""

import html
from datetime import timedelta

import pytest

from app.exports.words import percent
from app.planning.model import Target
from app.planning.plan import plan
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.plan.plan_pages import (
    HOURS,
    MONDAY,
    PLAN,
    SENIOR,
    change,
    count,
    named,
    on,
    say,
    senior,
    step_page,
    steps,
    tick,
    weeks_of,
)

WEEK = timedelta(days=7)
TAKES = ("The new plan takes %(num)s week.", "The new plan takes %(num)s weeks.")
LEADS = "It leads to readiness %(after)s; the one before led to %(before)s."
GONE = "No longer in it: %(steps)s%(more)s."
PROPOSAL = "This is a proposal: its first week begins on the day on which you start it."


def news(page: Page) -> str:
    """Return the notice at the top, which is shown once."""
    notice = page.html.partition('<p class="notice good" role="status">')[2].partition("</p>")[0]
    return html.unescape(notice)


def test_a_shorter_deadline_shows_where_the_plan_leads_now_and_which_steps_are_gone(
    learner: Visitor,
) -> None:
    change(learner)
    then, now = senior(), senior(MONDAY, MONDAY + 40 * WEEK)
    page = change(learner, deadline=str(MONDAY + 40 * WEEK))
    gone = [step.id for step in then.steps if step.id not in {each.id for each in now.steps}]
    assert 0 < len(gone) <= 5
    leads = {"before": percent(then.readiness.at_end), "after": percent(now.readiness.at_end)}
    told = [
        count(learner, *TAKES, len(now.weeks)),
        say(learner, LEADS, **leads),
        say(learner, GONE, steps=", ".join(named(learner, gone)), more=""),
    ]
    assert news(page) == " ".join(told)
    assert news(learner.open(PLAN)) == ""


def test_of_many_steps_that_are_gone_five_are_named_and_the_others_counted(
    learner: Visitor,
) -> None:
    change(learner, stage="lead")
    page = change(learner, deadline=str(MONDAY + 2 * WEEK))
    then = plan(CATALOGUE, CLEAR, Target(SENIOR.role, "lead"), HOURS, MONDAY)
    there = set(page.data("data-step"))
    gone = [step.id for step in then.steps if step.id not in there]
    assert len(gone) > 5
    more = count(learner, " and %(num)s more", " and %(num)s more", len(gone) - 5)
    assert news(page).endswith(
        say(learner, GONE, steps=", ".join(named(learner, gone[:5])), more=more)
    )


def test_another_pace_says_how_many_weeks_and_nothing_of_what_stays(learner: Visitor) -> None:
    page = change(learner, hours="12")
    assert news(page) == count(learner, *TAKES, len(senior(hours=12).weeks))


def test_what_is_done_or_met_by_a_later_step_is_not_called_gone(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(learner)
    tick(learner, "software_engineering.2")
    on(monkeypatch, MONDAY + 30 * WEEK)
    page = change(learner, go="today")
    assert {"software_engineering.1", "software_engineering.2"}.isdisjoint(page.data("data-step"))
    made = plan(CATALOGUE, {**CLEAR, "software_engineering": 3}, SENIOR, HOURS, MONDAY + 30 * WEEK)
    assert news(page) == count(learner, *TAKES, len(made.weeks))


def test_another_target_has_no_list_of_what_is_gone(learner: Visitor) -> None:
    page = change(learner, role="research_scientist", stage="junior")
    made = plan(CATALOGUE, CLEAR, Target("research_scientist", "junior"), HOURS, MONDAY)
    assert {step.id for step in senior().steps} - {step.id for step in made.steps}
    assert news(page) == count(learner, *TAKES, len(made.weeks))


def test_more_hours_before_a_deadline_lead_further(learner: Visitor) -> None:
    deadline = MONDAY + 20 * WEEK
    change(learner, deadline=str(deadline))
    page = change(learner, hours="20")
    before, after = (senior(MONDAY, deadline, hours).readiness.at_end for hours in (HOURS, 20))
    assert after > before
    assert say(learner, LEADS, before=percent(before), after=percent(after)) in news(page)


def test_a_plan_is_a_proposal_until_somebody_starts_it(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    step_page(learner, "sql.1")
    tick(learner, "sql.1", "note", "a note starts nothing")
    today = MONDAY + 3 * WEEK
    on(monkeypatch, today)
    draft = learner.open(PLAN)
    assert say(learner, PROPOSAL) in draft.text
    started = learner.press(draft, draft.form(PLAN), "today")
    assert (started.status, say(learner, PROPOSAL) in started.text) == (200, False)
    assert "today" not in [each.get("value") for each in started.form(PLAN).buttons]
    on(monkeypatch, today + WEEK)
    later = learner.open(PLAN)
    assert steps(later) == weeks_of(senior(today))
    assert (
        say(
            learner,
            "This week (%(week)s of %(weeks)s, until %(day)s)",
            week=2,
            weeks=len(senior().weeks),
            day="|",
        ).partition("|")[0]
        in later.text
    )


@pytest.mark.parametrize("do", ["done", "begun", "leave_out"])
def test_whoever_ticks_a_step_has_started(learner: Visitor, do: str) -> None:
    tick(learner, "sql.1", do)
    assert say(learner, PROPOSAL) not in learner.open(PLAN).text


@pytest.mark.parametrize(("weeks", "is_whole"), [(None, True), (10, False)])
def test_the_first_line_says_where_a_plan_leads_that_does_not_lead_to_everything(
    learner: Visitor, weeks: int | None, is_whole: bool
) -> None:
    deadline = MONDAY + weeks * WEEK if weeks else None
    made, page = senior(MONDAY, deadline), change(learner, deadline=str(deadline or ""))
    title = page.html.partition("<h1>")[2].partition("</h1>")[0].replace("\N{NO-BREAK SPACE}", " ")
    ready = f"{percent(made.readiness.now)} → {percent(made.readiness.at_end)}"
    assert (made.readiness.at_end == 1, ready in title) == (is_whole, not is_whole)
