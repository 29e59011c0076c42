"""What is read before anything is unfolded is short, on a result and on a plan."""

import re

import pytest

from tests.support.page import Page
from tests.support.visitor import CLEAR, FEW, FLAT, MASTER, Levels, Visitor

MOST_ON_A_RESULT = 600
MOST_ON_A_PLAN = 500
FOLDED = re.compile(
    r"<details(?![^>]* open)[^>]*>\s*<summary>((?:(?!<details).)*?)</summary>"
    r"(?:(?!<details).)*?</details>",
    re.DOTALL,
)
UNSEEN = re.compile(
    r'<(option|title|span class="hidden")[^>]*>.*?</(option|title|span)>', re.DOTALL
)
MIXED = dict.fromkeys(CLEAR, 1) | {"python": 3, "sql": 2, "generative_ai": 2, "docker": 2}
"""Several roles are too close to call, and their working days are shown."""
PEOPLE = {"clear": CLEAR, "flat": FLAT, "few": FEW, "all met": MASTER, "mixed": MIXED}


def visible_words(page: Page) -> list[str]:
    """Return the words of `main` outside folded parts, split at spaces."""
    main = page.html.partition("<main")[2].partition("</main>")[0]
    main, folded = UNSEEN.sub(" ", main.partition(">")[2]), 1
    while folded:
        main, folded = FOLDED.subn(r" \1 ", main)
    return re.sub(r"<[^>]+>", " ", main).split()


@pytest.mark.parametrize("person", PEOPLE)
def test_a_result_shows_few_words_before_anything_is_unfolded(reader: Visitor, person: str) -> None:
    words = visible_words(reader.result_of(PEOPLE[person]))
    assert 100 < len(words) <= MOST_ON_A_RESULT


@pytest.mark.parametrize("levels", [CLEAR, dict.fromkeys(CLEAR, 0) | {"python": 2, "pandas": 2}])
@pytest.mark.parametrize("go", ["keep", "today"])
def test_a_plan_shows_few_words_before_anything_is_unfolded(
    reader: Visitor, levels: Levels, go: str
) -> None:
    reader.finish(levels)
    page = reader.post("/assessments/1/plan", hours="8", go=go)
    assert 100 < len(visible_words(page)) <= MOST_ON_A_PLAN


def test_the_picture_and_the_largest_gap_of_a_result_come_before_what_is_folded(
    reader: Visitor,
) -> None:
    html = reader.result_of(CLEAR).html
    assert html.index('class="strip"') < html.index('class="gap"') < html.index("<details")


def test_a_plan_begins_with_the_step_of_this_week_and_its_tick(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    page = visitor.post("/assessments/1/plan", hours="8", go="today")
    first = page.data("data-step")[0]
    tick = page.form(f"/plan/steps/{first}")
    assert page.html.index("this-step") < page.html.index('id="standing"')
    ticked = visitor.press(page, tick, "done")
    assert ticked.path == "/assessments/1/plan"
    assert "1 of " in ticked.text
    assert f'data-step="{first}"' in ticked.html, "it stays in the plan, as done"
    assert visitor.open(f"/assessments/1/plan/steps/{first}").html.count('value="open"') == 1


def test_a_tick_on_the_plan_keeps_the_note(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    page = visitor.post("/assessments/1/plan", hours="8", go="today")
    first = page.data("data-step")[0]
    visitor.post(f"/assessments/1/plan/steps/{first}", do="note", note="two\nlines")
    page = visitor.open("/assessments/1/plan")
    visitor.press(page, page.form(f"/plan/steps/{first}"), "done")
    assert "two\nlines" in visitor.open(f"/assessments/1/plan/steps/{first}").html
