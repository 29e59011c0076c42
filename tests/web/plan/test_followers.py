"""Home, result and plan for somebody who has done steps since the assessment."""

import re

import pytest

from app.exports.words import percent
from app.planning.progress import confirmed
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.plan.plan_pages import (
    PLAN,
    SENIOR,
    change,
    count,
    named,
    next_assessment,
    say,
    senior,
    tick,
)

STEPS = [step.id for step in senior().steps]
SINCE = (
    "Since then you have done %(num)s step of your plan: readiness %(share)s now.",
    "Since then you have done %(num)s steps of your plan: readiness %(share)s now.",
)
AGAIN = (
    "Rate again from your answers and the step done since",
    "Rate again from your answers and the %(num)s steps done since",
)
WEEK, RESULT, NEW, LATEST = (
    "Go on with this week",
    "Open your latest result",
    "Begin a new assessment",
    "Begin from your latest answers",
)


def ways(page: Page) -> list[str]:
    """Return the main links of the home page, in order."""
    row = page.html.partition('<div class="row">')[2].partition("</div>")[0]
    ends = [
        part.partition("</a>" if part.startswith("a") else "</button>")[0]
        for part in row.split("<")
        if part.startswith(("a ", "button "))
    ]
    return [each.partition(">")[2].strip() for each in ends]


def test_home_of_somebody_who_does_not_follow_a_plan_leads_to_the_result(learner: Visitor) -> None:
    assert ways(learner.open("/")) == [say(learner, each) for each in (RESULT, NEW, LATEST)]


def test_home_leads_on_with_the_week_as_soon_as_a_plan_is_followed(learner: Visitor) -> None:
    change(learner)
    page = learner.open("/")
    assert ways(page) == [say(learner, each) for each in (WEEK, RESULT, NEW, LATEST)]
    assert f"{PLAN}/week" in page.links


@pytest.mark.parametrize("done", [1, 2])
def test_home_offers_to_rate_again_from_what_is_done_before_a_new_beginning(
    learner: Visitor, done: int
) -> None:
    for step in STEPS[:done]:
        tick(learner, step)
    tick(learner, STEPS[-1], "begun")
    page = learner.open("/")
    assert ways(page) == [
        say(learner, WEEK),
        say(learner, RESULT),
        count(learner, *AGAIN, done),
        say(learner, NEW),
    ]
    form = next(form for form in page.forms if form.values.get("from"))
    assert (form.values["from"], learner.press(page, form).path) == ("1", "/assessments/2/math")
    raised = confirmed(CATALOGUE, CLEAR, STEPS[:done])
    for step in map(CATALOGUE.step.__getitem__, STEPS[:done]):
        area = CATALOGUE.skill[step.skill].area
        assert (
            learner.open(f"/assessments/2/{area}").chosen[step.skill]
            == str(raised[step.skill])
            != str(CLEAR[step.skill])
        )


def test_home_after_undoing_offers_what_it_offered_before(learner: Visitor) -> None:
    change(learner)
    before = ways(learner.open("/"))
    tick(learner, STEPS[0])
    assert ways(learner.open("/")) != before
    tick(learner, STEPS[0], "open")
    assert ways(learner.open("/")) == before


@pytest.mark.parametrize(
    "start_from", [{}, {"from": "1"}], ids=["from nothing", "from the latest answers"]
)
def test_home_during_the_next_assessment_links_to_it_and_to_the_week(
    learner: Visitor, start_from: dict[str, str]
) -> None:
    """The plan of the latest result is followed until there is another result."""
    tick(learner, STEPS[0])
    learner.post("/assessments", **start_from)
    page = learner.open("/")
    assert ways(page) == [say(learner, each) for each in ("Go on where you stopped", WEEK, NEW)]
    assert {"/assessments/2/resume", f"{PLAN}/week"} <= set(page.links)
    assert len(re.findall('class="button"', page.html)) == 1, "one way is offered first"
    assert learner.open(f"{PLAN}/week").status == 200


def test_home_during_the_next_assessment_links_to_no_week_of_an_unstarted_plan(
    learner: Visitor,
) -> None:
    learner.post("/assessments")
    assert ways(learner.open("/")) == [
        say(learner, each) for each in ("Go on where you stopped", NEW)
    ]


@pytest.mark.parametrize("done", [0, 1, 3])
def test_the_result_says_what_is_done_since_and_readiness_with_it(
    learner: Visitor, done: int
) -> None:
    change(learner)
    for step in STEPS[:done]:
        tick(learner, step)
    ready = stage_readiness(
        requirements_of(CATALOGUE, SENIOR.role, SENIOR.stage),
        confirmed(CATALOGUE, CLEAR, STEPS[:done]),
    ).now
    page = learner.open("/assessments/1")
    assert (progress_sentence(learner, done, percent(ready)) in page.text) == bool(done)


def progress_sentence(visitor: Visitor, number: int, share: str) -> str:
    """Return the result's sentence on what has been done since, with its values."""
    return count(visitor, *SINCE, number, share=share)


def test_the_next_assessments_result_begins_without_anything_done(learner: Visitor) -> None:
    tick(learner, STEPS[0])
    ready = stage_readiness(
        requirements_of(CATALOGUE, SENIOR.role, SENIOR.stage),
        confirmed(CATALOGUE, CLEAR, STEPS[:1]),
    ).now
    page = next_assessment(learner)
    assert page.path == "/assessments/2"
    assert percent(ready) in page.text
    assert not [
        number
        for number in (0, 1)
        if progress_sentence(learner, number, percent(ready)) in page.text
    ]


def before(visitor: Visitor) -> list[str]:
    """Return the steps that the plan names as done before it."""
    line = (
        visitor.open(PLAN)
        .html.partition(say(visitor, "Done before this plan:"))[2]
        .partition("</p>")[0]
    )
    return [part.partition("</a>")[0].partition(">")[2] for part in line.split("<a ")[1:]]


def test_the_plan_names_what_was_done_before_it_was_made_and_nothing_else(learner: Visitor) -> None:
    change(learner)
    for step in STEPS[:2]:
        tick(learner, step)
    assert before(learner) == [], "they are in the plan"
    page = change(learner)
    assert set(STEPS[:2]).isdisjoint(page.data("data-step"))
    assert before(learner) == named(learner, sorted(STEPS[:2]))
    tick(learner, STEPS[2])
    assert before(learner) == named(learner, sorted(STEPS[:2])), "what is done since is in the plan"
    tick(learner, STEPS[0], "open")
    assert before(learner) == named(learner, [STEPS[1]])
    assert STEPS[0] in learner.open(PLAN).data("data-step")
