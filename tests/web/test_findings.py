"""What a page keeps of frozen results: equal inputs give equal output, and nothing of a person or a request is in it."""

import re
from dataclasses import replace

from flask import Flask

from app.scoring.result import score
from app.web.assessed import nobodys
from app.web.example import RATINGS
from app.web.results.findings import findings
from app.web.results.sheet import _main
from tests.page import Page
from tests.visitor import CATALOGUE, CLEAR, FLAT, Levels, Visitor

NAME = "Only-mine"


def result_page(
    app: Flask, levels: Levels, role: str, language: str = "en"
) -> tuple[Visitor, Page]:
    """Somebody new with these answers and this target, and their result."""
    visitor = Visitor(app, language)
    visitor.finish(levels)
    return visitor, visitor.post("/assessments/1/target", role=role, stage="senior")


def comparable(page: Page) -> str:
    """The page without what is secret and differs each time."""
    return re.sub(r'(name="(?:csrf_token|assessment)" value=")[^"]+', r"\1", page.html)


def card(page: Page) -> str:
    """What the list says of its one result."""
    found = re.search(r"<p>([^<]* ready[^<]*)</p>", page.html)
    assert found
    return found[1]


def test_others_who_look_at_theirs_change_nobodys_result(app: Flask) -> None:
    _main.cache_clear()
    mine, first = result_page(app, CLEAR, "mlops_engineer")
    seen = {comparable(first)}
    for levels, role, language in (
        (FLAT, "mlops_engineer", "en"),
        (CLEAR, "dl_engineer", "en"),
        (CLEAR, "mlops_engineer", "ko"),
        ({**CLEAR, "python": 3}, "mlops_engineer", "en"),
    ):
        _, other = result_page(app, levels, role, language)
        assert comparable(other) not in seen
        seen.add(comparable(other))
        assert comparable(mine.open("/assessments/1")) == comparable(first)


def test_a_target_that_is_changed_is_seen_at_once(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    for role in ("dl_engineer", "mlops_engineer", "dl_engineer"):
        page = visitor.post("/assessments/1/target", role=role, stage="senior")
        assert f'data-sum="{role}"' in page.html


def test_what_was_kept_is_what_is_made_anew(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    kept = [comparable(visitor.open(path)) for path in ("/assessments/1", "/assessments/1")]
    _main.cache_clear()
    assert kept == [comparable(visitor.open("/assessments/1"))] * 2


def test_equal_results_of_two_people_have_their_own_names_numbers_and_tokens(app: Flask) -> None:
    mine, _ = result_page(app, CLEAR, "mlops_engineer")
    mine.post("/assessments/1/name", name=NAME)
    other = Visitor(app)
    other.finish(FLAT)
    theirs = other.finish(CLEAR)
    own, again = mine.open("/assessments/1"), other.open(theirs.path)
    assert NAME in own.html
    for page in (theirs, again, other.open("/assessments")):
        assert NAME not in page.html
        assert own.token not in page.html
    assert "/assessments/2/plan" in again.html
    assert "/assessments/1/plan" not in again.html


def test_lists_of_two_people_say_what_is_theirs(app: Flask) -> None:
    """One of them has the same answers and another target, the other one other answers and the same target."""
    mine, _ = result_page(app, CLEAR, "mlops_engineer")
    mine.post("/assessments/1/name", name=NAME)
    first = mine.open("/assessments")
    assert NAME in first.html
    for levels, role in ((CLEAR, "dl_engineer"), (FLAT, "mlops_engineer")):
        other, _ = result_page(app, levels, role)
        theirs = other.open("/assessments")
        assert NAME not in theirs.html
        assert card(theirs) != card(first)
        assert comparable(mine.open("/assessments")) == comparable(first)


def test_findings_hold_nothing_but_what_follows_from_frozen_values(app: Flask) -> None:
    somebodys = nobodys(CATALOGUE, score(CATALOGUE, RATINGS), RATINGS)
    named = replace(
        somebodys.assessment,
        owner=4_111_222_333,
        number=5_111_222_333,
        name=NAME,
        finished_at=1_700_000_000,
    )
    with app.test_request_context():
        made = findings("en", replace(somebodys, assessment=named))
        assert made == findings("en", somebodys)
        for of_a_person in (
            NAME,
            "4111222333",
            "5111222333",
            "2023",
            "csrf",
            "<form",
            "/assessments/",
        ):
            assert of_a_person not in made.html
