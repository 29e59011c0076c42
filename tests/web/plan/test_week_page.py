"""This week's page: overdue steps, this week's steps, those that are done, and what comes next."""

import html
from datetime import timedelta

import pytest

from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.plan.plan_pages import MONDAY, PLAN, count, named, on, say, senior, tick

MADE = senior()
STEPS = [step.id for step in MADE.steps if step.kind == "study"]
LEFT, PLANNED = "Left from earlier weeks", "Planned for this week"
NEXT, ALL = "This week’s study is done. What comes next", "All study of this plan is done"
MISSING = (
    "%(num)s step from earlier weeks is not done yet.",
    "%(num)s steps from earlier weeks are not done yet.",
)
HOURS_OF = ("%(num)s hour", "%(num)s hours")
HOURS_NOW = ("%(num)s hour this week", "%(num)s hours this week")
HOURS_ALL = ("%(num)s hour in all", "%(num)s hours in all")


def of_week(week: int) -> list[str]:
    return [part.step for part in MADE.weeks[week - 1].parts]


def over(week: int) -> list[str]:
    """Return the steps that should be done before this week begins."""
    return [step.id for step in MADE.steps if step.week_last and step.week_last < week]


def parts(visitor: Visitor, page: Page) -> list[str]:
    """Return the headings of the page's parts, in order. This week's own steps have none."""
    there = [html.unescape(each.partition("</h2>")[0]) for each in page.html.split("<h2>")[1:]]
    known = {say(visitor, sentence): sentence for sentence in (LEFT, PLANNED, NEXT, ALL)}
    return [known[each] for each in there if known[each] != PLANNED]


def cards(page: Page) -> list[str]:
    """Return the names of the steps that are shown in full, in the page's order."""
    return [
        each.partition("<h3>")[2].partition("<span")[0].partition("</h3>")[0].strip()
        for each in page.html.split('<section class="card">')[1:]
    ]


def week(visitor: Visitor, monkeypatch: pytest.MonkeyPatch, number: int) -> Page:
    """Return the page on the third day of a week."""
    on(monkeypatch, MONDAY + timedelta(weeks=number - 1, days=2))
    return visitor.open(f"{PLAN}/week")


TWO = next(week.week for week in MADE.weeks if len(week.parts) == 2)
"""The first week that holds two steps, the end of one and the beginning of the next."""


def test_with_nothing_left_over_there_are_this_weeks_steps_and_nothing_else(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, TWO):
        for step in over(number):
            tick(starter, step)
        page = week(starter, monkeypatch, number)
        assert (parts(starter, page), cards(page)) == ([], named(starter, of_week(number)))


@pytest.mark.parametrize("number", [TWO + 1, 25, len(MADE.weeks)])
def test_what_is_late_comes_first_its_first_step_in_full_and_the_others_by_name(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    late, page = over(number), week(starter, monkeypatch, number)
    assert parts(starter, page) == [LEFT]
    assert page.text.index(f" {say(starter, LEFT)} ") < page.text.index(
        f" {say(starter, PLANNED)} "
    )
    assert count(starter, *MISSING, len(late)) in page.text
    assert cards(page) == named(starter, [late[0], *of_week(number)])
    line = page.html.partition(say(starter, "Then:"))[2].partition("</p>")[0]
    assert [each.partition("<")[0] for each in line.split('">')[1:]] == named(starter, late[1:])
    assert f"{PLAN}#standing" in page.links, "the form there replans"


def test_what_is_late_goes_step_by_step_as_it_is_ticked_off(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = len(MADE.weeks)
    late = over(number)
    for place, step in enumerate(late):
        assert cards(week(starter, monkeypatch, number))[0] == named(starter, [step])[0], place
        tick(starter, step)
    assert parts(starter, week(starter, monkeypatch, number)) == []


def test_a_step_of_this_week_that_is_done_moves_into_a_line_and_the_others_stay(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in over(TWO):
        tick(starter, step)
    first, second = of_week(TWO)
    tick(starter, first)
    page = week(starter, monkeypatch, TWO)
    assert (parts(starter, page), cards(page)) == ([], named(starter, [second]))
    assert f"{PLAN}/steps/{first}" in page.links
    assert page.text.count(say(starter, "✓ Done")) == 1


@pytest.mark.parametrize("number", [1, TWO])
def test_when_this_week_is_done_the_next_step_is_shown(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    for step in (*over(number), *of_week(number)):
        tick(starter, step)
    page = week(starter, monkeypatch, number)
    after = next(step for step in STEPS if step not in {*over(number), *of_week(number)})
    assert (parts(starter, page), cards(page)) == ([NEXT], named(starter, [after]))


def test_a_step_done_before_its_time_is_passed_over(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in (STEPS[0], STEPS[1]):
        tick(starter, step)
    assert cards(week(starter, monkeypatch, 1)) == named(starter, [STEPS[2]])


def test_a_finished_plan_says_so(starter: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in STEPS:
        tick(starter, step)
    for number in (1, 25, len(MADE.weeks)):
        page = week(starter, monkeypatch, number)
        assert (parts(starter, page), cards(page)) == ([ALL], [])


def test_a_step_of_several_weeks_says_its_hours_of_this_week_and_in_all(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, step = week(starter, monkeypatch, 1), MADE.steps[0]
    assert step.hours > MADE.weeks[0].hours
    now = count(starter, *HOURS_NOW, MADE.weeks[0].hours)
    assert f"{now} · {count(starter, *HOURS_ALL, step.hours)}" in page.text
    page = week(starter, monkeypatch, len(MADE.weeks))
    name = CATALOGUE.skill[step.skill].name[starter.language]  # type: ignore[index]
    levels = f"{name} {step.from_level} → {step.to_level}"
    assert f'<p class="when">{levels} · {count(starter, *HOURS_OF, step.hours)}</p>' in page.html, (
        "of what is late all is left"
    )


def test_a_late_step_in_progress_is_left_over_and_marked(
    starter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(starter, STEPS[0], "begun", "half of it")
    page = week(starter, monkeypatch, MADE.steps[0].week_last + 1 if MADE.steps[0].week_last else 0)
    card = page.html.partition(say(starter, LEFT))[2].partition("</section>")[0]
    assert (say(starter, "In progress") in card, "half of it" in card, len(cards(page))) == (
        True,
        True,
        2,
    )
