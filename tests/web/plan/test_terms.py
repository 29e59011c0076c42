"""The plan’s terms: every field is saved and has its effect."""

from datetime import timedelta

import pytest

from app.planning.core_left_out import core_left_out
from app.planning.model import Target
from app.planning.plan import plan
from app.planning.wishes import Wishes
from app.web.plan import routes
from app.web.plan.current_plan import CurrentPlan
from tests.support.page import Attributes, Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.plan.plan_pages import (
    HOURS,
    MONDAY,
    PLAN,
    SENIOR,
    change,
    say,
    senior,
    steps,
    tick,
    weeks_of,
)
from tests.web.results.explanations import in_language

FOCUS = next(iter(CATALOGUE.focus))
WEEK = timedelta(days=7)
IN_PLACE = "Core requirements among them, and what stands in their place:"


def field(page: Page, name: str) -> Attributes:
    return next(found for found in page.form(PLAN).fields if found.get("name") == name)


FIELDS = {
    "role": "dl_engineer",
    "stage": "lead",
    "hours": "11",
    "start": "2027-02-01",
    "deadline": "2027-06-07",
    "resources": "ko",
    "focus": FOCUS,
    "free_only": "yes",
}


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_is_saved_and_changes_no_other(learner: Visitor, name: str) -> None:
    before = learner.open(PLAN).form(PLAN).values
    page = change(learner, **{name: FIELDS[name]})
    assert (page.status, page.path) == (200, PLAN)
    kept = learner.open(PLAN).form(PLAN).values
    assert kept == before | {name: FIELDS[name], "csrf_token": kept["csrf_token"]} != before


def test_all_of_them_at_once_make_the_plan_that_planning_makes(learner: Visitor) -> None:
    page = change(learner, **FIELDS)
    start, deadline = MONDAY + 4 * WEEK, MONDAY + 22 * WEEK
    made = plan(
        CATALOGUE,
        CLEAR,
        Target("dl_engineer", "lead"),
        11,
        start,
        deadline,
        wishes=Wishes(focus=FOCUS),
    )
    assert (str(start), str(deadline)) == (FIELDS["start"], FIELDS["deadline"])
    assert steps(page) == weeks_of(made)
    assert made.left_out, "the deadline leaves something out, or it would not be seen to count"
    assert all(f"{PLAN}/steps/{step}" in page.links for step in made.left_out)


def test_a_core_requirement_left_out_says_what_stands_in_its_place(learner: Visitor) -> None:
    target, deadline = Target("data_scientist", "junior"), MONDAY + 16 * WEEK
    rows = core_left_out(CATALOGUE, CLEAR, plan(CATALOGUE, CLEAR, target, HOURS, MONDAY, deadline))
    page = change(learner, role=target.role, stage=target.stage, deadline=str(deadline))
    shown = page.text[page.text.index(say(learner, IN_PLACE)) :]
    assert any(row.instead for row in rows)
    for row in rows:
        assert in_language(learner, CATALOGUE.item[row.item].name) in shown
        assert all(f"{PLAN}/steps/{step}" in page.links for step in row.instead)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_is_not_sent_keeps_its_saved_value(learner: Visitor, name: str) -> None:
    there = change(learner, **FIELDS, add="cpp.0").data("data-step")
    tick(learner, next(step for step in there if not step.startswith("cpp")), "leave_out")
    before = learner.open(PLAN).form(PLAN)
    learner.post(PLAN, hours=FIELDS["hours"], **({name: FIELDS[name]} if name != "hours" else {}))
    after = learner.open(PLAN).form(PLAN)
    assert [each for each in after.fields if each.get("name") != "csrf_token"] == [
        each for each in before.fields if each.get("name") != "csrf_token"
    ]
    assert sum("checked" in each for each in after.fields) == 3, (
        "free ones only, what was put in, what was left out"
    )


def test_fields_can_be_emptied_again(learner: Visitor) -> None:
    before = learner.open(PLAN).form(PLAN).values
    change(learner, deadline="2027-06-07", focus=FOCUS, resources="en", hours="9")
    page = change(learner, deadline="", focus="", resources="both", hours=str(HOURS))
    assert page.form(PLAN).values == before | {"csrf_token": page.form(PLAN).values["csrf_token"]}
    assert steps(page) == weeks_of(senior())


def test_an_empty_start_is_today(learner: Visitor) -> None:
    change(learner, start="2027-02-01")
    assert change(learner, start="").form(PLAN).values["start"] == str(MONDAY)


def test_steps_put_in_and_left_out_stay_until_their_box_is_unticked(learner: Visitor) -> None:
    change(learner, add="cpp.0")
    tick(learner, "sql.1", "leave_out")
    page = change(learner, hours="7")
    assert [
        each["value"]
        for each in page.form(PLAN).fields
        if each.get("type") == "checkbox" and "checked" in each
    ] == ["cpp.0", "sql.1"]
    assert ("cpp.0" in page.data("data-step"), "sql.1" in page.data("data-step")) == (True, False)
    page = untick(learner, page, "cpp.0")
    assert {"cpp.0", "sql.1"}.isdisjoint(page.data("data-step"))
    page = untick(learner, page, "sql.1")
    assert "sql.1" in page.data("data-step")
    assert [each for each in page.form(PLAN).fields if "checked" in each] == []


def untick(visitor: Visitor, page: Page, step: str) -> Page:
    """Untick one step's box and send the form."""
    form = page.form(PLAN)
    form.fields = [
        each for each in form.fields if each.get("type") != "checkbox" or each["value"] != step
    ]
    return visitor.press(page, form, "keep")


def test_boxes_of_unknown_steps_are_ignored(learner: Visitor) -> None:
    before = steps(learner.open(PLAN))
    page = learner.post(PLAN, hours=str(HOURS), boxes="shown", put_in="gone.1", leave_out="gone.2")
    assert (page.status, steps(page)) == (200, before)


def test_a_page_loaded_before_a_step_was_added_does_not_remove_it(learner: Visitor) -> None:
    """A missing box says nothing about a step that the page did not show."""
    stale = learner.open(PLAN)
    tick(learner, "sql.1", "leave_out")
    tick(learner, "cpp.0", "put_in")
    there = learner.press(stale, stale.form(PLAN), "keep", hours="9").data("data-step")
    assert ("cpp.0" in there, "sql.1" in there) == (True, False)


def test_what_another_tab_saves_while_a_plan_is_made_stays(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making a plan can wait for seconds before the form is saved."""
    stale, read = learner.open(PLAN), routes.load_plan
    other = [lambda: tick(learner, "sql.1", "leave_out"), lambda: tick(learner, "docker.3")]

    def read_before_the_other_tab(number: int) -> CurrentPlan:
        found = read(number)
        if other:
            other.pop()()
        return found

    monkeypatch.setattr(routes, "load_plan", read_before_the_other_tab)
    page = learner.press(stale, stale.form(PLAN), "keep", hours="9")
    there = page.data("data-step")
    assert ("sql.1" in there, "docker.3" in there, other) == (False, False, [])
    assert page.form(PLAN).values["hours"] == "9"


def test_a_deadline_without_room_for_a_step_says_so(learner: Visitor) -> None:
    page = change(learner, hours="1", deadline="2027-01-11")
    assert (page.status, page.data("data-step")) == (200, [])
    assert say(learner, "%(role)s, %(stage)s: no step fits before the deadline") in page.text


def test_resources_are_those_that_were_asked_for(learner: Visitor) -> None:
    change(learner, resources="en", free_only="yes")
    languages = {
        found["hreflang"] for _, found in learner.open(PLAN).elements if "hreflang" in found
    }
    assert languages == {"en"}
    shown = {found["href"] for _, found in learner.open(PLAN).elements if "hreflang" in found}
    there = [
        CATALOGUE.resource[id]
        for step in senior().steps
        for id in CATALOGUE.step[step.id].resources
    ]
    assert (
        shown
        == {each.url for each in there if each.language == "en" and each.cost != "paid"}
        != {each.url for each in there}
    )


def test_the_target_chosen_here_is_the_results_too(learner: Visitor) -> None:
    change(learner, role="dl_engineer", stage="lead")
    names = (
        CATALOGUE.role["dl_engineer"].name[learner.language],
        CATALOGUE.role[SENIOR.role].name[learner.language],
    )  # type: ignore[index]
    title = learner.open(PLAN).html.partition("<h1>")[2].partition("</h1>")[0]
    assert (names[0] in title, names[1] in title) == (True, False)
    assert change(learner, role=SENIOR.role, stage=SENIOR.stage).data("data-step") == [
        step.id for step in senior().steps
    ]
