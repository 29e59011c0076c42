"""After a plan: the result stays, the next assessment starts from it, and old plans still open."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.catalogue.load import load_catalogue
from config import Settings
from tests.support.databases import in_english_unless_verify
from tests.support.page import Page
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, Levels, Visitor
from tests.web.plan.plan_pages import (
    MONDAY,
    PLAN,
    aim,
    change,
    noted,
    on,
    senior,
    step_page,
    tick,
    whole,
)
from tests.web.results.test_frozen import LATER, returning, with_catalogue, without_skill

MakeApp = Callable[[Settings], Flask]
FIRST, SECOND, THIRD, *_ = [step.id for step in senior().steps]
FROZEN = (
    "data-closest",
    "data-status",
    "data-match",
    "data-readiness-junior",
    "data-readiness-senior",
    "data-readiness-lead",
)


def follow(visitor: Visitor) -> None:
    """Set up a plan with a deadline, choices and notes.

    Steps are done, in progress and left out.
    """
    aim(visitor)
    change(visitor, hours="9", deadline="2027-09-06", free_only="yes", add="cpp.0")
    tick(visitor, FIRST, "done", "was hard")
    tick(visitor, SECOND, "begun", "절반쯤")
    tick(visitor, THIRD, "leave_out")


@pytest.fixture
def learner(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    on(monkeypatch, MONDAY)
    follow(reader)
    return reader


def answers(visitor: Visitor, number: int) -> Levels:
    """Return the answers on the pages of an unfinished assessment."""
    chosen: dict[str, str] = {}
    for area in AREAS:
        chosen |= visitor.open(f"/assessments/{number}/{area}").chosen
    return {skill: None if value == "skip" else int(value) for skill, value in chosen.items()}


def again(visitor: Visitor, number: int = 1) -> Page:
    """Start the next assessment from this one by the button on the list."""
    listed = visitor.open("/assessments")
    form = next(form for form in listed.forms if form.values.get("from") == str(number))
    return visitor.press(listed, form)


def test_the_result_stays_as_it_was_while_steps_are_ticked(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, MONDAY)
    aim(reader)
    reader.finish(CLEAR)
    before, other = (
        reader.open("/assessments/1"),
        whole(reader, "/assessments/1/compare/2", "/assessments/2", "/assessments/2/plan"),
    )
    for step in senior().steps:
        tick(reader, step.id)
    after = reader.open("/assessments/1")
    assert {name: after.data(name) for name in FROZEN} == {
        name: before.data(name) for name in FROZEN
    }
    assert before.data("data-closest")
    assert (
        whole(reader, "/assessments/1/compare/2", "/assessments/2", "/assessments/2/plan") == other
    )


def test_the_next_assessment_starts_from_what_is_done(learner: Visitor) -> None:
    assert again(learner).path == "/assessments/2/math"
    raised = CATALOGUE.step[FIRST]
    assert answers(learner, 2) == {**CLEAR, raised.skill: raised.to_level} != CLEAR


def test_a_skipped_skill_whose_step_is_done_is_answered_next_time(reader: Visitor) -> None:
    reader.finish(CLEAR)
    assert CLEAR["r"] is None
    for step in ("r.0", "r.1"):
        reader.post(f"{PLAN}/steps/{step}", do="done")
    again(reader)
    assert answers(reader, 2)["r"] == 2


def test_an_undone_step_raises_nothing(learner: Visitor) -> None:
    tick(learner, FIRST, "open")
    again(learner)
    assert answers(learner, 2) == CLEAR


def test_the_next_plan_goes_on_with_the_same_aim_wishes_and_notes(learner: Visitor) -> None:
    before = learner.open(PLAN)
    again(learner)
    review = learner.open("/assessments/2/review")
    learner.press(review, review.form("/review"))
    page = learner.open("/assessments/2/plan")
    same = (
        "role",
        "stage",
        "hours",
        "deadline",
        "resources",
        "free_only",
        "focus",
        "put_in",
        "leave_out",
    )
    assert [page.form("/plan").values[name] for name in same] == [
        before.form("/plan").values[name] for name in same
    ]
    assert (
        FIRST in page.data("data-step"),
        THIRD in page.data("data-step"),
        "cpp.0" in page.data("data-step"),
    ) == (False, False, True)
    assert page.html.count('class="pill begun"') == 1
    assert noted(step_page(learner, SECOND, 2)) == "절반쯤"
    assert noted(step_page(learner, FIRST, 1)) == "was hard", (
        "the note on what is done stays with the plan in which it was done"
    )


def test_what_was_in_progress_comes_first_in_the_next_plan(learner: Visitor) -> None:
    begun = learner.open(PLAN).data("data-step")[2]  # what it needs is done, or in progress
    tick(learner, begun, "begun")
    again(learner)
    review = learner.open("/assessments/2/review")
    learner.press(review, review.form("/review"))
    steps = learner.open("/assessments/2/plan").data("data-step")
    assert set(steps[:2]) == {SECOND, begun}


def test_what_is_ticked_in_the_next_plan_leaves_this_one_alone(learner: Visitor) -> None:
    again(learner)
    review = learner.open("/assessments/2/review")
    learner.press(review, review.form("/review"))
    before = whole(learner, PLAN, f"{PLAN}/week", f"{PLAN}.md")
    tick(learner, SECOND, "done", "over", number=2)
    change(learner, number=2, hours="30")
    assert whole(learner, PLAN, f"{PLAN}/week", f"{PLAN}.md") == before


def test_deleted_and_brought_back_the_plan_is_as_it_was(learner: Visitor) -> None:
    paths = (PLAN, f"{PLAN}/week", f"{PLAN}/steps/{FIRST}")
    before = whole(learner, *paths)
    learner.post("/assessments/1/delete")
    assert {learner.open(path).status for path in paths} == {404}
    assert learner.post(f"{PLAN}/steps/{FIRST}", do="open").status == 404
    learner.post("/assessments/1/restore")
    assert whole(learner, *paths) == before


def test_the_list_leads_to_each_plan(learner: Visitor) -> None:
    learner.finish(CLEAR)
    assert [link for link in learner.open("/assessments").links if link.endswith("/plan")] == [
        "/assessments/2/plan",
        PLAN,
    ]


OLD = (
    PLAN,
    f"{PLAN}/week",
    f"{PLAN}/steps/{FIRST}",
    f"{PLAN}/steps/docker.3",
    f"{PLAN}.md",
    f"{PLAN}.csv",
    "/assessments/1",
)


@in_english_unless_verify
@pytest.mark.parametrize("name", LATER)
def test_a_followed_plan_of_an_older_catalogue_is_the_same_and_can_be_followed_on(
    make_app: MakeApp,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    language: str,
) -> None:
    on(monkeypatch, MONDAY)
    before = Visitor(make_app(settings), language)
    follow(before)
    same = whole(before, *OLD)
    after = returning(before, with_catalogue(make_app(settings), LATER[name](tmp_path)))
    assert whole(after, *OLD) == same
    tick(after, "docker.3", "done", "still there")
    tick(after, FIRST, "open")
    page = change(after, hours="12")
    assert (page.status, FIRST in page.data("data-step")) == (200, True)


def test_steps_that_a_later_catalogue_lacks_do_not_stop_the_next_plan(
    make_app: MakeApp, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The skill was in progress, added and done before it left the catalogue."""
    on(monkeypatch, MONDAY)
    before = Visitor(make_app(settings))
    aim(before)
    change(before, add="cpp.0", focus=next(iter(CATALOGUE.focus)))
    for step, do in (("cpp.0", "begun"), ("cpp.1", "leave_out"), ("docker.3", "done")):
        before.post(f"{PLAN}/steps/{step}", do=do, note="mine")
    after = returning(
        before,
        with_catalogue(
            make_app(settings), without_skill("cpp", without_skill("docker", load_catalogue()))
        ),
    )
    assert again(after).path == "/assessments/2/math"
    review = after.open("/assessments/2/review")
    after.press(review, review.form("/review"))
    there = after.open("/assessments/2/plan")
    assert there.data("data-step")
    assert not [step for step in there.data("data-step") if step.startswith(("cpp.", "docker."))]
    for path in ("/week", ".csv", ".ics"):
        assert after.open(f"/assessments/2/plan{path}").status == 200
    assert [after.open(f"/assessments/{n}/plan/steps/cpp.0").status for n in (1, 2)] == [200, 404]
    kept = change(after, number=2, hours="8")
    assert (kept.status, len(kept.data("data-step")) > 0) == (200, True)
