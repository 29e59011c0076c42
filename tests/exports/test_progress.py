"""Exports of a followed plan: done steps are ticked, and readiness is today's."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from icalendar import Calendar, Event
from pypdf import PdfReader

from app.exports.calendar import plan_as_calendar
from app.exports.markdown import plan_as_markdown
from app.exports.pdf import plan_as_pdf
from app.exports.table import plan_as_csv
from app.exports.words import PlanProgress, percent, step_name
from tests.exports.plans import ENGLISH, KOREAN, OURS, our_plan, trapped

STAMP = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
PLAN = our_plan(deadline=None)
IDS = [step.id for step in PLAN.steps]
STUDY = [step.id for step in PLAN.steps if step.kind == "study"]
LAST_EXPERIENCE = next(step.id for step in reversed(PLAN.steps) if step.kind == "experience")
DONE = {
    "nothing": frozenset[str](),
    "the first": frozenset(STUDY[:1]),
    "some, experience too": frozenset({*STUDY[2:5], LAST_EXPERIENCE}),
    "all": frozenset(IDS),
    "one that the plan has not": frozenset({"nowhere.0", STUDY[1]}),
}
EACH = pytest.mark.parametrize("done", DONE.values(), ids=DONE)
BOTH = pytest.mark.parametrize("words", [ENGLISH, KOREAN], ids=["en", "ko"])


@EACH
@BOTH
def test_the_text_ticks_the_steps_that_are_done_and_no_others(done, words):
    text = plan_as_markdown(PLAN, OURS, words, progress=PlanProgress(done))
    heads = re.findall(r"^(?:\d+\.|-) (✓ )?\*\*(.+?)\*\*", text, re.MULTILINE)
    named = {step_name(words, OURS, OURS.step[id]): id for id in IDS}
    assert {named[name.replace("\\", "")]: bool(tick) for tick, name in heads} == {
        id: id in done for id in IDS
    }
    assert text.count("✓") == len(done & set(IDS))
    assert text.replace("✓ ", "") == plan_as_markdown(PLAN, OURS, words)


@pytest.mark.parametrize(
    ("readiness", "shown"),
    [(None, percent(PLAN.readiness.now)), (0.0, "0%"), (0.876, "87%"), (1.0, "100%")],
)
def test_the_text_says_todays_readiness_where_it_is_known(readiness, shown):
    text = plan_as_markdown(PLAN, OURS, ENGLISH, progress=PlanProgress(readiness=readiness))
    assert re.findall(r"^- Readiness now: (.*)$", text, re.MULTILINE) == [shown]
    assert "- Readiness with every step of this plan done: 100%\n" in text


@EACH
@BOTH
def test_the_table_ticks_the_rows_that_are_done_and_no_others(done, words):
    heading, *rows = csv.reader(
        io.StringIO(plan_as_csv(PLAN, OURS, words, progress=PlanProgress(done)), newline=""),
        strict=True,
    )
    column = heading.index("완료" if words is KOREAN else "Done")
    assert {row[1]: row[column] for row in rows} == {id: "✓" if id in done else "" for id in IDS}
    plain = list(csv.reader(io.StringIO(plan_as_csv(PLAN, OURS, words), newline="")))
    for row in (heading, *rows, *plain):
        del row[column]
    assert [heading, *rows] == plain


def events(done: frozenset[str]) -> list[Event]:
    whole = plan_as_calendar(PLAN, OURS, ENGLISH, "x", STAMP, progress=PlanProgress(done))
    return list(Calendar.from_ical(whole).walk("VEVENT"))


@EACH
def test_the_calendar_ticks_a_done_step_in_the_summary_of_each_of_its_weeks(done):
    for week, event in zip(PLAN.weeks, events(done), strict=True):
        names = [
            ("✓ " if part.step in done else "") + step_name(ENGLISH, OURS, OURS.step[part.step])
            for part in week.parts
        ]
        assert str(event["summary"]) == f"Week {week.week}: {', '.join(names)}"


def test_a_tick_changes_an_event_and_makes_no_other():
    kept = ("uid", "dtstart", "dtend", "description")
    before, after = (
        [[event.decoded(name) for name in kept] for event in events(DONE[name])]
        for name in ("nothing", "all")
    )
    assert before == after


def test_the_pdf_has_a_letter_for_the_tick():
    made, small = trapped("Skill")
    page = PdfReader(
        io.BytesIO(
            plan_as_pdf(made, small, KOREAN, progress=PlanProgress(frozenset({"a.0", "a.2"})))
        )
    ).pages[0]
    assert page.extract_text().count("✓ Skill") == 2
