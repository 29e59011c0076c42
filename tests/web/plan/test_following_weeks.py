"""A plan over the weeks: the steps of this week, and what should be done by now."""

import html
from datetime import date, timedelta

import pytest

from app.planning.progress import progress_report
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.plan.plan_pages import (
    HOURS,
    MONDAY,
    PLAN,
    aim,
    count,
    on,
    say,
    senior,
    steps,
    tick,
    weeks_of,
    whole,
)

MADE = senior()
FIRST, SECOND, THIRD, *_ = [step.id for step in MADE.steps]
WEEK = timedelta(days=7)
FIRST_OVER, SECOND_OVER = (7 * (MADE.steps[n].week_last or 0) for n in (0, 1))
"""The days after which the first and the second step should be done."""
LATER = 7 * (len(MADE.weeks) - 6)
LAST_DAY = MONDAY + len(MADE.weeks) * WEEK - timedelta(days=1)


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
    starter: Visitor, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    for step in over(MONDAY + timedelta(days)):
        tick(starter, step)
    on(monkeypatch, MONDAY + timedelta(days))
    week, page = MADE.weeks[days // 7], starter.open(f"{PLAN}/week")
    assert links(page) == [part.step for part in week.parts]
    cards = page.html.split('<section class="card">')[1:]
    for part, card in zip(week.parts, cards, strict=True):
        step = CATALOGUE.step[part.step]
        assert (
            html.escape(
                CATALOGUE.skill[step.skill].anchors[step.to_level][starter.language], quote=False
            )
            in card
        )  # type: ignore[index]
        assert (
            count(starter, "%(num)s hour this week", "%(num)s hours this week", part.hours) in card
        )
    is_last = week == MADE.weeks[-1]
    assert sum(part.hours for part in week.parts) == (
        MADE.hours - HOURS * (len(MADE.weeks) - 1) if is_last else HOURS
    )


@pytest.mark.parametrize("days", [FIRST_OVER, SECOND_OVER, LATER])
def test_what_earlier_weeks_left_comes_before_what_is_planned_for_this_one(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    on(monkeypatch, MONDAY + timedelta(days))
    page = starter.open(f"{PLAN}/week")
    assert links(page) == [
        *over(MONDAY + timedelta(days)),
        *(part.step for part in MADE.weeks[days // 7].parts),
    ]
    for step in over(MONDAY + timedelta(days)):
        tick(starter, step)
    assert links(starter.open(f"{PLAN}/week")) == [
        part.step for part in MADE.weeks[days // 7].parts
    ]


@pytest.mark.parametrize("days", [0, 6, 7, 35, 100])
def test_the_plan_names_this_week_and_how_many_there_are(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    on(monkeypatch, MONDAY + timedelta(days))
    sentence = say(
        starter,
        "(%(week)s of %(weeks)s, until %(day)s):",
        week=days // 7 + 1,
        weeks=len(MADE.weeks),
        day="|",
    ).partition("|")[0]
    assert sentence in starter.open(PLAN).text


def test_the_days_of_these_tests_lie_within_the_plan_with_more_and_more_that_is_late() -> None:
    counts = [
        len(over(MONDAY + timedelta(days)))
        for days in (FIRST_OVER - 1, FIRST_OVER, SECOND_OVER, LATER)
    ]
    assert counts[0] == 0
    assert counts == sorted(set(counts))
    assert 7 * len(MADE.weeks) > LATER


def test_before_the_first_day_and_after_the_last_there_is_no_week(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        MONDAY - timedelta(days=1): "The first week begins on %(day)s.",
        LAST_DAY + timedelta(days=1): "The last week of this plan is over.",
    }
    for day, sentence in told.items():
        on(monkeypatch, day)
        for path in (PLAN, f"{PLAN}/week"):
            assert say(starter, sentence) in starter.open(path).text
        assert links(starter.open(f"{PLAN}/week")) == []
    on(monkeypatch, LAST_DAY)
    assert links(starter.open(f"{PLAN}/week"))


def late(page: Page) -> int:
    """Return how many steps are marked as behind the plan."""
    return page.html.count('class="pill care"')


@pytest.mark.parametrize(
    ("days", "done"),
    [
        (FIRST_OVER - 1, []),
        (FIRST_OVER, []),
        (SECOND_OVER, []),
        (SECOND_OVER, [FIRST]),
        (SECOND_OVER, [SECOND]),
        (SECOND_OVER, [FIRST, SECOND]),
        (LATER, []),
    ],
)
def test_the_page_says_how_far_behind_the_learner_is(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch, days: int, done: list[str]
) -> None:
    for step in done:
        tick(starter, step)
    day = MONDAY + timedelta(days)
    on(monkeypatch, day)
    page, meant = starter.open(PLAN), progress_report(CATALOGUE, CLEAR, MADE, done, day)
    assert late(page) == len(meant.behind) == len(set(over(day)) - set(done))
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
    on(monkeypatch, MONDAY + timedelta(FIRST_OVER))
    assert late(reader.open(PLAN)) == 1, "the first step should be done by now"
    assert steps(reader.open(PLAN)) == weeks_of(MADE)


def test_switching_the_language_does_not_replan(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(starter, SECOND)
    on(monkeypatch, MONDAY + 10 * WEEK)
    page = starter.open(PLAN)
    before = (steps(page), late(page))
    other = "en" if starter.language == "ko" else "ko"
    after = starter.press(page, page.form(PLAN), other)
    assert (after.language, (steps(after), late(after))) == (other, before)
    again = starter.press(after, after.form(PLAN), starter.language)
    assert (steps(again), late(again)) == before


def test_looking_changes_nothing(starter: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = (PLAN, f"{PLAN}/week", f"{PLAN}/steps/{FIRST}", f"{PLAN}.md", "/assessments")
    before = whole(starter, *paths)
    on(monkeypatch, date(2030, 1, 1))
    assert whole(starter, *paths) != before
    on(monkeypatch, MONDAY)
    assert whole(starter, *paths) == before
