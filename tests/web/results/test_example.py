"""The example is what a person with the same ratings sees, and it is read-only."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.planning.model import Target
from app.planning.route import route
from app.scoring.result import score
from app.web.example import EXAMPLE_HOURS_A_WEEK, RATINGS, WEEKS
from config import Settings
from tests.conftest import context_of
from tests.storage.refusal import lose
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, SKILLS, Visitor
from tests.web.results.explanations import role_name

EXAMPLES = ("/example", "/example/plan")
INTRODUCED = {"en": "This is an example.", "ko": "이 페이지는 예시예요."}
FIGURES = (
    "data-status",
    "data-closest",
    "data-role",
    "data-match",
    "data-readiness-junior",
    "data-part",
    "data-item",
)
REASONS = re.compile(r'<span class="deed">(.*?)</span>')


def test_the_sample_rates_every_skill_there_is_and_is_clear_with_something_left_to_learn() -> None:
    result = score(CATALOGUE, RATINGS)
    assert set(RATINGS) == set(SKILLS)
    assert (result.status, result.closest) == ("ranked", ("ml_engineer",))
    assert 0.5 < result.stage_readiness("ml_engineer", "junior").now < 0.8


@pytest.mark.parametrize("path", EXAMPLES)
def test_anybody_can_open_the_example_which_says_that_it_is_one(reader: Visitor, path: str) -> None:
    page = reader.open(path)
    assert (page.status, page.language) == (200, reader.language)
    main = page.html.partition("<main")[2]
    assert main.index(INTRODUCED[reader.language]) < main.index(role_name(reader, "ml_engineer"))
    assert "orienteer=" not in str(page.headers.getlist("Set-Cookie"))


def test_it_shows_what_the_same_answers_would_show_anybody(reader: Visitor) -> None:
    own, example = reader.result_of(RATINGS), reader.open("/example")
    assert {name: example.data(name) for name in FIGURES} == {
        name: own.data(name) for name in FIGURES
    }
    assert len(example.data("data-item")) == len(CATALOGUE.items)
    assert REASONS.findall(example.html) == REASONS.findall(own.html) != []
    assert example.html.count('class="gap"') == own.html.count('class="gap"') > 0
    assert INTRODUCED[reader.language] not in own.text


def test_its_plan_is_what_the_same_terms_would_give_anybody(visitor: Visitor) -> None:
    visitor.finish(RATINGS)
    deadline = datetime.now(UTC).date() + timedelta(7 * WEEKS)
    own = visitor.post(
        "/assessments/1/plan", hours=str(EXAMPLE_HOURS_A_WEEK), deadline=deadline.isoformat()
    )
    example = visitor.open("/example/plan")
    for name in ("data-step", "data-week", "data-hours"):
        assert example.data(name) == own.data(name) != []
    assert 'id="left-out"' in example.html, "a deadline that has no room for everything"


@pytest.mark.parametrize("path", EXAMPLES)
def test_nothing_on_it_changes_anything_and_every_link_leads_somewhere(
    visitor: Visitor, path: str
) -> None:
    page = visitor.open(path)
    assert {form.action for form in page.forms} <= {"/theme"}
    inside = {
        link for link in page.links if link.startswith("/") and not link.startswith("/assessments")
    }
    assert {link for link in page.links if link.startswith("/assessments/")} == set(), (
        "nobody's assessment"
    )
    assert [link for link in sorted(inside) if visitor.open(link).status != 200] == []
    begin = visitor.open("/")
    assert "/" in inside
    assert begin.form("/assessments")
    assert visitor.open(path, "POST", data={"csrf_token": begin.token}).status == 405


@pytest.mark.parametrize(
    "path",
    ["/assessments/0", "/assessments/0/plan", "/assessments/0/plan/week", "/assessments/0/name"],
)
def test_it_has_no_address_among_a_persons_own(visitor: Visitor, path: str) -> None:
    visitor.begin()
    assert visitor.open(path).status == 404


@pytest.mark.parametrize("path", EXAMPLES)
def test_it_describes_itself_and_may_be_found(reader: Visitor, path: str) -> None:
    meta = {
        found.get("name"): found.get("content", "")
        for tag, found in reader.open(path).elements
        if tag == "meta"
    }
    assert "robots" not in meta
    assert len(meta["description"]) > 40


def test_it_is_read_while_the_database_is_gone(
    make_app: Callable[[Settings], Flask], settings: Settings
) -> None:
    app = make_app(settings)
    visitor = Visitor(app)
    visitor.begin()
    lose(context_of(app).engine)
    assert visitor.open("/").status == 503
    assert [visitor.open(path).status for path in EXAMPLES] == [200, 200]


def offers(page: Page) -> set[str]:
    """Return which of these addresses the first page links to."""
    return {*EXAMPLES, "/assessments/1", "/assessments/1/resume"} & set(page.links)


def test_home_offers_it_to_the_new_and_continuing_to_those_who_can(visitor: Visitor) -> None:
    assert offers(visitor.open("/")) == set(EXAMPLES)
    visitor.begin()
    assert offers(visitor.open("/")) == {*EXAMPLES, "/assessments/1/resume"}
    visitor.finish(RATINGS, 1)
    assert offers(visitor.open("/")) == {"/assessments/1"}


def test_home_shows_the_map_of_the_example_and_how_far_it_is(reader: Visitor) -> None:
    """The map is that of the example's own page, and so are the role and the requirements met."""
    figures = [
        reader.open(path).html.partition('<figure class="panel"')[2].partition("</figure>")[0]
        for path in ("/", "/example")
    ]
    home, example = figures
    assert map_of(home) == map_of(example)
    assert role_name(reader, score(CATALOGUE, RATINGS).order[0].role) in home
    way = route(CATALOGUE, RATINGS, Target("ml_engineer", "junior"))
    met = len(way.required) - len(way.course)
    caption = home.partition("<figcaption")[2]
    assert {str(met), str(len(way.required)), str(way.weeks(6))} <= set(re.findall(r"\d+", caption))


def map_of(figure: str) -> str:
    return figure.partition('<svg class="map"')[2].partition("</svg>")[0]
