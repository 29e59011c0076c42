"""The language button of the plan's and a step's form saves nothing and loses nothing typed."""

from datetime import timedelta

import pytest

from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.http.test_language import faults
from tests.web.plan.plan_pages import (
    MONDAY,
    PLAN,
    aim,
    change,
    noted,
    on,
    press,
    senior,
    step_page,
    tick,
    whole,
)

FIRST, SECOND, *_ = [step.id for step in senior().steps]
WEEK = timedelta(days=7)
OTHER = {"en": "ko", "ko": "en"}
TYPED = {
    "role": "dl_engineer",
    "stage": "lead",
    "hours": "11",
    "start": "2027-02-01",
    "deadline": "2027-12-06",
    "resources": "ko",
    "focus": next(iter(CATALOGUE.focus)),
    "add": "r.1",
    "free_only": "yes",
}
ODD = {"hours": "six", "start": "tomorrow", "deadline": "2020-01-01"}
"""Invalid input, which this button neither reports nor drops."""
PATHS = (PLAN, f"{PLAN}/week", f"{PLAN}/steps/{FIRST}", f"{PLAN}.md", "/assessments/1")
DAYS = [0, 10 * 7, 2000]


@pytest.fixture(params=DAYS)
def learner(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Visitor:
    """Return somebody whose plan has choices, on its first day, when late, and when over."""
    on(monkeypatch, MONDAY)
    aim(reader)
    change(reader, deadline=str(MONDAY + 100 * WEEK), add="r.0")
    tick(reader, SECOND, "done", "was hard")
    on(monkeypatch, MONDAY + timedelta(request.param))
    return reader


def kept(visitor: Visitor, language: str) -> dict[str, str]:
    """Return all pages, in one language whatever was switched to."""
    visitor.client.set_cookie("lang", language)
    return whole(visitor, *PATHS)


def turned(visitor: Visitor, page: Page, **typed: str) -> Page:
    found = visitor.press(page, page.form(page.path), OTHER[page.language], **typed)
    assert (found.status, found.path, found.language) == (200, page.path, OTHER[page.language])
    return found


@pytest.mark.parametrize("typed", [TYPED, TYPED | ODD], ids=["all that can be", "what cannot be"])
def test_the_plans_form_comes_in_the_other_language_with_all_that_was_typed(
    learner: Visitor, typed: dict[str, str]
) -> None:
    before = kept(learner, learner.language)
    page = turned(learner, learner.open(PLAN), **typed)
    shown = page.form(PLAN).values
    assert {name: shown.get(name) for name in typed} == typed
    assert (faults(page, page.language), "aria-invalid" in page.html) == ([], False)
    back = turned(learner, page)
    assert {name: back.form(PLAN).values.get(name) for name in typed} == typed, "and back again"
    assert kept(learner, learner.language) == before


def test_what_was_typed_before_the_switch_is_saved_by_the_save_button(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, MONDAY)
    aim(reader)
    page = turned(reader, reader.open(PLAN), **TYPED)
    after = reader.press(page, page.form(PLAN), "keep")
    same = ("role", "stage", "hours", "start", "deadline", "resources", "focus", "free_only")
    assert {name: after.form(PLAN).values[name] for name in same} == {
        name: TYPED[name] for name in same
    }
    assert "r.1" in after.data("data-step")


@pytest.mark.parametrize("step", [FIRST, SECOND])
@pytest.mark.parametrize(
    "note",
    ["쓰다 만 글\nof two lines", "", "n" * 1001, "a\x07b"],
    ids=["a note", "emptied", "too long", "unreadable"],
)
def test_a_steps_form_comes_in_the_other_language_with_the_note_and_saves_nothing(
    learner: Visitor, step: str, note: str
) -> None:
    before = kept(learner, learner.language)
    page = turned(learner, step_page(learner, step), note=note)
    shown = note.replace("\x07", "")  # which no page may hold
    assert (noted(page), "aria-invalid" in page.html) == (shown, False)
    assert noted(turned(learner, page, note=noted(page))) == shown
    assert kept(learner, learner.language) == before


def test_a_note_changed_elsewhere_is_still_not_written_over_after_the_switch(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, MONDAY)
    aim(reader)
    tick(reader, FIRST, "note", "first")
    stale = step_page(reader, FIRST)
    tick(reader, FIRST, "note", "second")
    page = turned(reader, stale, note="third")
    assert press(reader, page, "note").status == 409
    assert noted(step_page(reader, FIRST)) == "second"


@pytest.mark.parametrize("name", ["put_in", "leave_out", "free_only"])
def test_a_box_that_was_unticked_before_the_switch_stays_so(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    on(monkeypatch, MONDAY)
    aim(reader)
    change(reader, add="r.0", free_only="yes")
    tick(reader, SECOND, "leave_out")
    page = reader.open(PLAN)
    form = page.form(PLAN)
    form.fields = [each for each in form.fields if each.get("name") != name]
    after = reader.press(page, form, OTHER[page.language])
    boxes = {
        each["name"]: "checked" in each
        for each in after.form(PLAN).fields
        if each.get("type") == "checkbox"
    }
    assert boxes == {"put_in": True, "leave_out": True, "free_only": True} | {name: False}
