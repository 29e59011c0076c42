"""A plan over the weeks: this week's steps, what should be done by now, and replanning."""

import html
from datetime import date, timedelta

import pytest

from app.planning.plan import plan
from app.planning.progress import progress_report
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.plan.plan_pages import (
    HOURS,
    MONDAY,
    PLAN,
    SENIOR,
    aim,
    change,
    count,
    on,
    say,
    senior,
    step_page,
    steps,
    tick,
    weeks_of,
    whole,
)

MADE = senior()
FIRST, SECOND, THIRD, *_ = [step.id for step in MADE.steps]
WEEK = timedelta(days=7)
LAST_DAY = MONDAY + len(MADE.weeks) * WEEK - timedelta(days=1)


@pytest.fixture
def learner(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Return somebody whose plan was made on a Monday."""
    on(monkeypatch, MONDAY)
    aim(reader)
    change(reader)
    return reader


def links(page: Page) -> list[str]:
    """Return the steps that a page links to, each once, in order."""
    return list(
        dict.fromkeys(
            link.rpartition("/")[2] for link in page.links if link.startswith(f"{PLAN}/steps/")
        )
    )


def over(day: date) -> list[str]:
    """Return the steps whose last week ended before this day."""
    return [
        step.id for step in MADE.steps if step.week_last and MONDAY + step.week_last * WEEK <= day
    ]


@pytest.mark.parametrize("days", [0, 6, 7, 34, 35, 7 * len(MADE.weeks) - 1])
def test_this_week_holds_the_parts_of_the_week_in_which_the_day_lies(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    for step in over(MONDAY + timedelta(days)):
        tick(learner, step)
    on(monkeypatch, MONDAY + timedelta(days))
    week, page = MADE.weeks[days // 7], learner.open(f"{PLAN}/week")
    assert links(page) == [part.step for part in week.parts]
    cards = page.html.split('<section class="card">')[1:]
    for part, card in zip(week.parts, cards, strict=True):
        step = CATALOGUE.step[part.step]
        assert (
            html.escape(
                CATALOGUE.skill[step.skill].anchors[step.to_level][learner.language], quote=False
            )
            in card
        )  # type: ignore[index]
        assert (
            count(learner, "%(num)s hour this week", "%(num)s hours this week", part.hours) in card
        )
    assert sum(part.hours for part in week.parts) == HOURS


@pytest.mark.parametrize("days", [28, 63, 340])
def test_what_earlier_weeks_left_comes_before_what_is_planned_for_this_one(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    on(monkeypatch, MONDAY + timedelta(days))
    page = learner.open(f"{PLAN}/week")
    assert links(page) == [
        *over(MONDAY + timedelta(days)),
        *(part.step for part in MADE.weeks[days // 7].parts),
    ]
    for step in over(MONDAY + timedelta(days)):
        tick(learner, step)
    assert links(learner.open(f"{PLAN}/week")) == [
        part.step for part in MADE.weeks[days // 7].parts
    ]


@pytest.mark.parametrize("days", [0, 6, 7, 35, 100])
def test_the_plan_names_this_week_and_how_many_there_are(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    on(monkeypatch, MONDAY + timedelta(days))
    sentence = say(
        learner,
        "(%(week)s of %(weeks)s, until %(day)s):",
        week=days // 7 + 1,
        weeks=len(MADE.weeks),
        day="|",
    ).partition("|")[0]
    assert sentence in learner.open(PLAN).text


def test_before_the_first_day_and_after_the_last_there_is_no_week(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        MONDAY - timedelta(days=1): "The first week begins on %(day)s.",
        LAST_DAY + timedelta(days=1): "The last week of this plan is over.",
    }
    for day, sentence in told.items():
        on(monkeypatch, day)
        for path in (PLAN, f"{PLAN}/week"):
            assert say(learner, sentence) in learner.open(path).text
        assert links(learner.open(f"{PLAN}/week")) == []
    on(monkeypatch, LAST_DAY)
    assert links(learner.open(f"{PLAN}/week"))


def late(page: Page) -> int:
    """Return how many steps are marked as behind the plan."""
    return page.html.count('class="pill care"')


@pytest.mark.parametrize(
    ("days", "done"),
    [
        (27, []),
        (28, []),
        (63, []),
        (63, ["first"]),
        (63, ["second"]),
        (63, ["first", "second"]),
        (350, []),
    ],
)
def test_the_page_says_how_far_behind_the_learner_is(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch, days: int, done: list[str]
) -> None:
    ticked = [{"first": FIRST, "second": SECOND}[each] for each in done]
    for step in ticked:
        tick(learner, step)
    day = MONDAY + timedelta(days)
    on(monkeypatch, day)
    page, meant = learner.open(PLAN), progress_report(CATALOGUE, CLEAR, MADE, ticked, day)
    assert late(page) == len(meant.behind) == {27: 0, 28: 1, 63: 2 - len(done), 350: 6}[days]
    assert (" today" in [f" {b.get('value')}" for b in page.form(PLAN).buttons]) == bool(
        meant.behind
    )
    if meant.behind:
        assert f" {meant.behind_hours} " in f" {page.text} ".replace("시간", " ")


def test_a_plan_that_nobody_follows_yet_begins_today_whenever_that_is(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, MONDAY)
    aim(reader)
    for days in (0, 30, 400):
        on(monkeypatch, MONDAY + timedelta(days))
        page = reader.open(PLAN)
        assert (late(page), page.form(PLAN).values["start"]) == (0, str(MONDAY + timedelta(days)))


@pytest.mark.parametrize("do", ["done", "begun"])
def test_the_first_tick_fixes_the_day_on_which_the_plan_began(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    on(monkeypatch, MONDAY)
    aim(reader)
    tick(reader, SECOND, do)
    on(monkeypatch, MONDAY + 5 * WEEK)
    assert late(reader.open(PLAN)) == 1, "the first step should be done by now"
    assert steps(reader.open(PLAN)) == weeks_of(MADE)


def test_replanning_keeps_what_is_done_and_what_is_in_progress(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(learner, FIRST, "done", "was hard")
    tick(learner, THIRD, "begun", "half of it")
    today = MONDAY + 10 * WEEK
    on(monkeypatch, today)
    old = learner.open(PLAN)
    assert late(old) == 1
    page = learner.press(old, old.form(PLAN), "today")
    assert (page.status, late(page), page.form(PLAN).values["start"]) == (200, 0, str(today))
    there, before = page.data("data-step"), [step.id for step in MADE.steps]
    assert there[0] == THIRD, "what is in progress comes first"
    assert sorted(there) == sorted(before[1:])
    assert page.data("data-week")[0] == "1"
    assert f"{PLAN}/steps/{FIRST}" in page.links, "what is done is named"
    assert (
        step_page(learner, FIRST).html.count("was hard"),
        step_page(learner, THIRD).html.count("half of it"),
    ) == (2, 2)
    assert links(learner.open(f"{PLAN}/week"))[0] == THIRD


def test_replanning_starts_from_the_confirmed_levels(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(learner, FIRST)
    today = MONDAY + 10 * WEEK
    on(monkeypatch, today)
    page = change(learner, go="today")
    raised = CATALOGUE.step[FIRST]
    assert steps(page) == weeks_of(
        plan(CATALOGUE, {**CLEAR, raised.skill: raised.to_level}, SENIOR, HOURS, today)
    )


def test_replanning_with_a_deadline_uses_the_hours_that_are_left(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadline = MONDAY + 26 * WEEK
    change(learner, deadline=str(deadline))
    on(monkeypatch, MONDAY + 10 * WEEK)
    page = change(learner, go="today")
    assert steps(page) == weeks_of(senior(MONDAY + 10 * WEEK, deadline))
    assert max(int(week) for week in page.data("data-week") if week) <= 16


def test_switching_the_language_does_not_replan(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(learner, SECOND)
    on(monkeypatch, MONDAY + 10 * WEEK)
    page = learner.open(PLAN)
    before = (steps(page), late(page))
    other = "en" if learner.language == "ko" else "ko"
    after = learner.press(page, page.form(PLAN), other)
    assert (after.language, (steps(after), late(after))) == (other, before)
    again = learner.press(after, after.form(PLAN), learner.language)
    assert (steps(again), late(again)) == before


def test_looking_changes_nothing(learner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = (PLAN, f"{PLAN}/week", f"{PLAN}/steps/{FIRST}", f"{PLAN}.md", "/assessments")
    before = whole(learner, *paths)
    on(monkeypatch, date(2030, 1, 1))
    assert whole(learner, *paths) != before
    on(monkeypatch, MONDAY)
    assert whole(learner, *paths) == before
