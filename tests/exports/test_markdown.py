"""A plan as Markdown, read again by markdown-it."""

import re
from html import escape as html_escape
from html import unescape
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from app.catalogue.model import Catalogue
from app.exports.markdown import plan_as_markdown
from app.exports.words import Words, step_name
from app.planning.model import Plan, Target
from app.planning.plan import plan
from app.planning.solver import Limits
from tests.exports.plans import (
    DEADLINE,
    ENGLISH,
    KOREAN,
    OURS,
    START,
    TRAP,
    our_plan,
    resource,
    trapped,
)
from tests.planning.catalogues import TARGET, catalogue, skill


def escape(text: str) -> str:
    """Escape text as markdown-it does, which leaves apostrophes."""
    return html_escape(text, quote=False).replace('"', "&quot;")


def html(made: Plan, content: Catalogue, words: Words) -> str:
    return MarkdownIt("js-default").render(plan_as_markdown(made, content, words))


def test_a_plan_says_what_it_is_for_how_ready_one_is_and_what_it_is_not():
    page = html(our_plan(), OURS, ENGLISH)
    assert "<h1>Learning plan: MLOps engineer, lead</h1>" in page
    assert "<p>A planning aid, not a hiring prediction.</p>" in page
    for fact in (
        "Pace: 6 hours a week",
        "Start: 2 March 2026",
        "Deadline: 1 June 2026",
        "Study: 7",
    ):
        assert f"<li>{fact}" in page


def test_every_step_stands_in_its_order_with_its_hours_weeks_and_goal():
    found = our_plan(deadline=None)
    text = plan_as_markdown(found, OURS, ENGLISH)
    numbered = re.findall(
        r"^(\d+)\. \*\*(.+?)\*\* \((.+ \d → \d), (\d+) hours?, weeks? (\d+)",
        text.replace("\\", ""),
        re.MULTILINE,
    )
    study = [step for step in found.steps if step.kind == "study"]
    assert [
        (int(n), title, levels, int(hours), int(week)) for n, title, levels, hours, week in numbered
    ] == [
        (
            n,
            OURS.step[step.id].title.en,
            f"{OURS.skill[step.skill].name.en} {step.from_level} → {step.to_level}",
            step.hours,
            step.week_first,
        )
        for n, step in enumerate(study, 1)
    ]
    page = html(found, OURS, ENGLISH)
    for step in found.steps:
        assert escape(OURS.skill[step.skill].anchors[step.to_level].en) in page


def test_the_weeks_stand_in_a_table_with_their_dates():
    table = week_rows(our_plan(), OURS)
    assert [row[1] for row in table[:2]] == ["2 March 2026", "16 March 2026"]
    assert {row[1] for row in week_rows(our_plan(None, start=None), OURS)} == {"–"}


def test_weeks_in_a_row_that_are_the_same_share_one_row_and_no_others_do():
    small = catalogue([skill("a", (14, 2, 1))], {"a": (3, 1)})
    assert [
        (row[0], row[1], row[2], row[3].count("→"))
        for row in week_rows(plan(small, {}, TARGET, 4, START), small)
    ] == [
        ("1–3", "2 March 2026", "4", 1),
        ("4", "23 March 2026", "4", 2),
        ("5", "30 March 2026", "1", 1),
    ]


@pytest.mark.parametrize("hours", [1, 6, 40])
def test_every_week_is_in_just_one_row_with_its_hours_and_steps(hours):
    found = our_plan(None, hours)
    told = []
    for numbers, _, hours_each, steps in week_rows(found, OURS):
        first, _, last = numbers.partition("–")
        told += [
            (week, int(hours_each), steps.split("; "))
            for week in range(int(first), int(last or first) + 1)
        ]
    assert told == [
        (w.week, w.hours, [step_name(ENGLISH, OURS, OURS.step[part.step]) for part in w.parts])
        for w in found.weeks
    ]
    each = [row[2:] for row in week_rows(found, OURS)]
    assert all(row != after for row, after in pairwise(each))


def week_rows(made: Plan, content: Catalogue) -> list[list[str]]:
    """Return the rows of the table of weeks: numbers, first day, hours, steps."""
    page = html(made, content, ENGLISH)
    return [
        [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for row in page.split("<tr>")[2:]
    ]


def test_experience_and_what_was_left_out_have_their_own_parts():
    page, whole = html(our_plan(), OURS, ENGLISH), html(our_plan(deadline=None), OURS, ENGLISH)
    assert "<h2>Experience, beside the weeks</h2>" in whole
    assert "<h2>Left out for lack of time</h2>" in page
    assert f"<li>{escape(OURS.step[our_plan().left_out[0]].title.en)}" in page
    assert "Left out" not in whole


def test_nothing_is_taken_for_markup_but_the_addresses():
    page = html(*trapped(resources=(resource("one", title=TRAP),)), ENGLISH)
    for tag in ("<em>", "<b>", "<code>", "<s>"):
        assert tag not in page
    assert re.findall(r"<a [^>]*>", page) == ['<a href="https://example.org/one">'] * 3
    assert page.count(escape(TRAP)) > 12


def test_a_person_who_meets_everything_reads_so():
    done = plan(OURS, dict.fromkeys(OURS.skill, 4), Target("ml_engineer", "lead"), 6)
    page = html(done, OURS, ENGLISH)
    assert "Your ratings meet all that this stage asks for." in page
    assert "<h2>" not in page
    assert "Readiness now: 100%" in page


def test_a_choice_that_is_not_proven_is_not_called_the_best():
    cut = plan(OURS, {}, Target("ml_engineer", "lead"), 6, START, DEADLINE, Limits(seconds=0.0))
    sentence = "The search for the best choice ended early"
    assert (sentence in html(cut, OURS, ENGLISH), sentence in html(our_plan(), OURS, ENGLISH)) == (
        not cut.optimal,
        False,
    )


@pytest.mark.parametrize("deadline", [None, DEADLINE])
def test_a_korean_plan_is_korean(deadline):
    text = re.sub("<https://[^>]*>", "", plan_as_markdown(our_plan(deadline), OURS, KOREAN))
    assert "2026년 3월 2일" in text
    for english in (
        "Readiness",
        "hour",
        "week",
        "month",
        "Done",
        "Closes",
        "Opens",
        "Experience",
        "Steps",
        "Start:",
        "planning aid",
        "lead",
    ):
        assert english not in text


def test_the_same_plan_gives_the_same_text():
    assert plan_as_markdown(our_plan(), OURS, KOREAN) == plan_as_markdown(our_plan(), OURS, KOREAN)


@pytest.mark.parametrize(("hours", "says"), [(400, False), (401, True)])
def test_a_plan_of_over_400_hours_says_what_study_alone_cannot_do(hours, says):
    small = catalogue([skill("a", (hours, 1, 1))], {"a": (1, 1)})
    page = html(plan(small, {}, TARGET, 6), small, ENGLISH)
    assert ("Study alone makes nobody senior." in page) == says
