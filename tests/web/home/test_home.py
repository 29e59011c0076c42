"""The home page: its links depend on what the reader has done, and it names its own address."""

import pytest
from flask import Flask

from app.scoring.short_form import PAGE_SIZES
from tests.support.visitor import CATALOGUE, CLEAR, Visitor

PLAN = "/assessments/1/plan"
STEPS = ("docker.3", "python.2", "sql.1")
EXAMPLE = "/example"


def following(app: Flask, done: int) -> Visitor:
    """Return somebody who follows the plan of a first assessment, with so many steps done."""
    found = Visitor(app)
    found.finish(CLEAR)
    found.post(f"{PLAN}/steps/calculus.0", do="begun")
    for step in STEPS[:done]:
        found.post(f"{PLAN}/steps/{step}", do="done")
    return found


def ways_on(visitor: Visitor) -> set[str]:
    """Return the addresses of the home page's own links, without the example's."""
    page = visitor.open("/")
    offered = ("/assessments/", "/return", EXAMPLE)
    return {link for link in page.links if link.startswith(offered) and "lang=" not in link} - {
        f"{EXAMPLE}/plan"
    }


def copied(visitor: Visitor) -> list[str]:
    """Return the numbers of the assessments that the page offers to start from."""
    return [form.values["from"] for form in visitor.open("/").forms if "from" in form.values]


def test_somebody_new_is_offered_an_example_and_the_return_code(reader: Visitor) -> None:
    assert ways_on(reader) == {EXAMPLE, "/return"}
    assert copied(reader) == []


def test_an_open_assessment_is_resumed(reader: Visitor) -> None:
    reader.begin()
    assert ways_on(reader) == {"/assessments/1/resume", EXAMPLE}
    assert copied(reader) == []


def test_a_finished_assessment_is_opened_or_started_from(reader: Visitor) -> None:
    reader.finish(CLEAR)
    assert ways_on(reader) == {"/assessments/1"}
    assert copied(reader) == ["1"]


def test_a_deleted_assessment_leaves_somebody_new(reader: Visitor) -> None:
    reader.finish(CLEAR)
    reader.post("/assessments/1/delete")
    assert ways_on(reader) == {EXAMPLE, "/return"}


@pytest.mark.parametrize("done", range(4))
def test_a_plan_that_is_followed_leads_to_this_week_and_says_how_many_steps_are_done(
    app: Flask, done: int
) -> None:
    visitor = following(app, done)
    assert ways_on(visitor) == {"/assessments/1/plan/week", "/assessments/1"}
    assert copied(visitor) == ["1"]
    text = visitor.open("/").text
    assert ("the step done since" in text) == (done == 1)
    assert (f"the {done} steps done since" in text) == (done > 1)


def test_a_new_assessment_beside_a_followed_plan_leads_to_both(app: Flask) -> None:
    visitor = following(app, 2)
    visitor.post("/assessments")
    assert ways_on(visitor) == {"/assessments/2/resume", "/assessments/1/plan/week", EXAMPLE}
    assert copied(visitor) == []


def test_a_page_says_its_own_address_under_each_name(app: Flask) -> None:
    for scheme, host in (
        ("http", "localhost"),
        ("http", "127.0.0.1:8000"),
        ("https", "localhost"),
        ("http", "localhost"),
    ):
        page = Visitor(app, base_url=f"{scheme}://{host}").open("/")
        assert f'<link rel="canonical" href="{scheme}://{host}/">' in page.html


@pytest.mark.parametrize("number", ["0", "-1", "9" * 10, "9" * 400, "x", "", "1.0", "2"])
def test_nothing_is_started_from_what_is_no_assessment(visitor: Visitor, number: str) -> None:
    visitor.finish(CLEAR)
    assert visitor.post("/assessments", **{"from": number}).status == 404
    assert visitor.open("/assessments/2/resume").status == 404, "nothing was started"


def test_somebody_new_cannot_start_from_an_assessment(visitor: Visitor) -> None:
    assert visitor.post("/assessments", **{"from": "1"}).status == 404


def test_all_questions_are_asked_on_one_page_where_that_is_wished(visitor: Visitor) -> None:
    assert visitor.post("/assessments", go="review").path == "/assessments/1/review"
    assert visitor.post("/assessments", go="anything").path == "/assessments/1/quick"
    assert visitor.post("/assessments", go="full").path == "/assessments/1/math"


def test_the_counts_that_the_page_names_are_those_of_the_content(visitor: Visitor) -> None:
    text = visitor.open("/").text
    assert (len(CATALOGUE.skill), len(CATALOGUE.roles)) == (40, 8)
    assert f"Answer {sum(PAGE_SIZES)} questions" in text
    assert f"Answer all {len(CATALOGUE.skill)}, by area" in text
    assert "eight roles" in text
