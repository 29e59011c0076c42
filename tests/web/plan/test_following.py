"""The states of a step: done, undone and in progress."""

import pytest

from app.exports.words import percent
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.plan.plan_pages import (
    HOURS,
    PLAN,
    SENIOR,
    change,
    named,
    noted,
    say,
    senior,
    step_page,
    steps,
    tick,
    weeks_of,
    whole,
)
from tests.web.questionnaire.test_concurrent_requests import all_at_once

FIRST, SECOND, *_, LAST = [step.id for step in senior().steps]
PAGES = (
    PLAN,
    f"{PLAN}/week",
    f"{PLAN}/steps/{FIRST}",
    f"{PLAN}/steps/{SECOND}",
    f"{PLAN}.md",
    f"{PLAN}.csv",
    "/assessments/1",
)


def ready(**levels: int) -> str:
    return percent(
        stage_readiness(
            requirements_of(CATALOGUE, SENIOR.role, SENIOR.stage), {**CLEAR, **levels}
        ).now
    )


def goal(visitor: Visitor, step: str) -> str:
    found = CATALOGUE.step[step]
    return CATALOGUE.skill[found.skill].anchors[found.to_level][visitor.language]  # type: ignore[index]


def test_ticking_asks_whether_the_next_levels_anchor_is_true(learner: Visitor) -> None:
    page = step_page(learner, FIRST)
    asked, buttons = (
        page.text.partition(say(learner, "Is this true of you now?"))[2],
        page.form(FIRST).buttons,
    )
    assert asked.startswith(f" {goal(learner, FIRST)} ")
    assert {each["value"] for each in buttons if each["name"] == "do"} == {
        "note",
        "done",
        "begun",
        "leave_out",
    }


def test_a_confirmed_step_is_saved_and_shows_what_it_brings(learner: Visitor) -> None:
    page = tick(learner, FIRST)
    skill, level = CATALOGUE.step[FIRST].skill, CATALOGUE.step[FIRST].to_level
    notice = say(
        learner,
        "Done: %(step)s. Readiness for your target: %(before)s, now %(after)s.",
        step=named(learner, [FIRST])[0],
        before=ready(),
        after=ready(**{skill: level}),
    )
    assert (page.path, notice in page.text) == (PLAN, True)
    again = learner.open(PLAN)
    assert notice not in again.text, "it is shown once"
    assert say(learner, "Readiness %(share)s", share=ready(**{skill: level})) in again.text
    assert steps(again) == weeks_of(senior()), "a step that is done stays at its place"
    assert step_page(learner, FIRST).text.count(goal(learner, FIRST)) == 2
    assert say(learner, "You said that this is true of you") in step_page(learner, FIRST).text


@pytest.mark.parametrize(
    ("earlier", "state"),
    [(None, "done"), (None, "begun"), ("begun", "done"), ("open", "done"), ("done", "done")],
)
def test_unticking_undoes_exactly(learner: Visitor, earlier: str | None, state: str) -> None:
    """A step that was in progress before it was done is in progress again."""
    change(learner)
    if earlier == "begun":
        tick(learner, FIRST, earlier)
    before = whole(learner, *PAGES)
    for do in (earlier, state):
        if do:
            learner.post(f"{PLAN}/steps/{FIRST}", do=do)
    assert whole(learner, *PAGES) != before
    assert tick(learner, FIRST, "open").path == f"{PLAN}/steps/{FIRST}"
    assert whole(learner, *PAGES) == before


def test_undoing_after_replanning_brings_the_step_back(learner: Visitor) -> None:
    tick(learner, FIRST)
    learner.post(PLAN, hours=str(HOURS), go="today")
    assert FIRST not in learner.open(PLAN).data("data-step")
    tick(learner, FIRST, "open")
    assert steps(learner.open(PLAN)) == weeks_of(senior())


def test_the_page_of_a_done_step_offers_to_undo_it_and_nothing_else(learner: Visitor) -> None:
    tick(learner, FIRST, "begun")
    tick(learner, FIRST)
    assert {
        each["value"]
        for each in step_page(learner, FIRST).form(FIRST).buttons
        if each["name"] == "do"
    } == {"note", "open"}
    tick(learner, FIRST, "open")
    page = step_page(learner, FIRST)
    assert {each["value"] for each in page.form(FIRST).buttons if each["name"] == "do"} == {
        "note",
        "done",
        "open",
        "leave_out",
    }
    assert say(learner, "Not begun after all") in page.text


def test_a_not_yet_keeps_the_step_open_and_marks_it(learner: Visitor) -> None:
    page = tick(learner, SECOND, "begun")
    assert say(learner, "Is this true of you now?") in page.text
    plan = learner.open(PLAN)
    assert steps(plan) == weeks_of(senior()), "the plan stays until it is made anew"
    assert (
        plan.html.partition(f'id="{SECOND}"')[2]
        .partition("</li>")[0]
        .count(say(learner, "In progress"))
        == 1
    )
    assert say(learner, "Readiness %(share)s", share=ready()) in plan.text


def test_a_step_that_is_done_by_a_later_one_counts_as_done(learner: Visitor) -> None:
    """Software engineering 3 includes 2."""
    tick(learner, "software_engineering.2")
    plan = learner.open(PLAN)
    done = [
        part.partition('"')[0]
        for part in plan.html.split('data-step="')[1:]
        if say(learner, "✓ Done") in part.partition("</summary>")[0]
    ]
    assert done == ["software_engineering.1", "software_engineering.2"]
    assert say(learner, "Readiness %(share)s", share=ready(software_engineering=3)) in plan.text


@pytest.mark.parametrize(
    "step", ["python.9", "python", "nothing.1", "python.2.1", "파이썬.1", "%20", "python.2/"]
)
def test_an_unknown_step_is_404_and_not_saved(learner: Visitor, step: str) -> None:
    before = whole(learner, PLAN)
    assert learner.open(f"{PLAN}/steps/{step}").status == 404
    assert learner.post(f"{PLAN}/steps/{step}", do="done").status == 404
    assert whole(learner, PLAN) == before


def test_an_unknown_button_changes_no_state(learner: Visitor) -> None:
    before = whole(learner, *PAGES)
    for do in ("", "gone", "DONE", "half"):
        assert learner.post(f"{PLAN}/steps/{FIRST}", do=do).status == 200
    assert whole(learner, *PAGES) == before


def test_twenty_steps_ticked_at_once_are_all_saved(learner: Visitor) -> None:
    token, chosen = learner.token, [id for id in CATALOGUE.step if id.endswith(".3")][:20]
    sent = {"csrf_token": token, "do": "done"}
    pages = all_at_once(
        learner,
        lambda window, n: window.open(
            f"{PLAN}/steps/{chosen[n]}", "POST", data=sent | {"note": str(n)}
        ),
    )
    assert {page.status for page in pages} == {200}
    for n, step in enumerate(chosen):
        page = step_page(learner, step)
        assert (say(learner, "You said that this is true of you") in page.text, noted(page)) == (
            True,
            str(n),
        )
