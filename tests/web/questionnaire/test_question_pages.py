"""Question pages show a person's own answers and nothing of anybody else's."""

import re

import pytest
from flask import Flask

from tests.support.visitor import CLEAR, FEW, Visitor

SECRETS = re.compile(r'name="csrf_token" value="([^"]+)"|data-assessment="([^"]+)"')
PAGES = ("math", "review")


@pytest.fixture
def two(app: Flask) -> tuple[Visitor, Visitor]:
    """Return one person with answers in a third assessment, and one without answers."""
    first, second = Visitor(app), Visitor(app)
    first.begin()
    for number in (1, 2):
        first.put("sql", {"level": 1, "revision": 1}, number=number)
        first.post("/assessments")
    first.put("calculus", {"level": 3, "revision": 7}, number=3)
    second.begin()
    return first, second


@pytest.mark.parametrize("page", PAGES)
def test_each_gets_their_own_and_nothing_of_the_other(
    two: tuple[Visitor, Visitor], page: str
) -> None:
    mine = two[0].open(f"/assessments/3/{page}").html
    theirs = two[1].open(f"/assessments/1/{page}").html
    known = {value for pair in SECRETS.findall(mine) for value in pair if value}
    assert len(known) == 2
    assert not [value for value in known if value in theirs]
    assert "/assessments/3/" in mine
    assert "/assessments/3/" not in theirs
    assert "calculus.3.7 " in mine
    assert "calculus..0 " in theirs


@pytest.mark.parametrize("page", PAGES)
def test_the_language_that_is_asked_for_is_shown(two: tuple[Visitor, Visitor], page: str) -> None:
    html = two[0].open(f"/assessments/3/{page}?lang=ko").html
    assert '<html lang="ko"' in html
    assert "lang%3Dko" in html or "lang=ko" in html


def test_only_too_few_answers_show_how_many_a_ranking_needs(app: Flask) -> None:
    for levels, is_told in ((FEW, True), (CLEAR, False), (FEW, True)):
        visitor = Visitor(app)
        assert bool(visitor.answer(levels).data("data-needed")) is is_told
