"""The review is put together from what is the same for everybody: it must be as it would be, and hold nothing of anybody else."""

import pytest
from flask import Flask

from app.web.questionnaire import review_sheet
from app.web.sheets import NUMBER
from tests.visitor import AREAS, CLEAR, FEW, Visitor
from tests.web.test_sheet import MARKS, SECRETS, THEMES


@pytest.fixture
def three(app: Flask) -> dict[int, Visitor]:
    """By their assessment's number: one who has only begun, one who has answered or skipped all, and one in between."""
    begun, answered, between = Visitor(app), Visitor(app), Visitor(app)
    begun.begin()
    for number, visitor in ((2, answered), (3, between)):
        for each in range(1, number):
            if each > 1:
                visitor.post("/assessments")
            else:
                visitor.begin()
            visitor.put("sql", {"level": 1, "revision": 1}, number=each)
        visitor.post("/assessments")
    answered.answer(CLEAR, 2)
    between.answer({"calculus": 3, "python": None, "sql": 4}, 3)
    between.put("calculus", {"level": 2, "revision": 7}, number=3)
    return {1: begun, 2: answered, 3: between}


def opened(visitors: dict[int, Visitor]) -> list[str]:
    """What each sees, without the names that only their own page has."""
    return [
        SECRETS.sub("", visitor.open(f"/assessments/{number}/review").html)
        for number, visitor in visitors.items()
    ]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_review_put_together_is_the_one_that_is_made_whole(
    three: dict[int, Visitor], language: str, theme: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for visitor in three.values():
        visitor.language = language
        if theme:
            visitor.client.set_cookie("theme", theme)
    put_together = opened(three)
    monkeypatch.setattr(review_sheet, "is_plain", lambda: False)
    assert put_together == opened(three)
    assert len(set(put_together)) == len(three)
    assert not [mark for mark in (str(NUMBER), *MARKS) for page in put_together if mark in page]


def test_who_can_be_ranked_is_not_told_that_they_cannot(app: Flask) -> None:
    for levels, is_told in ((FEW, True), (CLEAR, False), (FEW, True)):
        visitor = Visitor(app)
        assert bool(visitor.answer(levels).data("data-needed")) is is_told


def test_each_gets_their_own_and_nothing_of_the_other(three: dict[int, Visitor]) -> None:
    mine, theirs = (
        three[3].open("/assessments/3/review").html,
        three[1].open("/assessments/1/review").html,
    )
    known = {value for pair in SECRETS.findall(mine) for value in pair if value}
    assert len(known) == 2
    assert not [value for value in known if value in theirs]
    assert "/assessments/3/" in mine
    assert "/assessments/3/" not in theirs
    assert "calculus.2.7 " in mine
    assert "calculus..0 " in theirs


def test_nothing_that_is_kept_is_anybodys(
    three: dict[int, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made for somebody who asks first, it holds neither who they are nor what they answered."""
    review_sheet._cut.cache_clear()
    kept: list[bytes | str] = []
    cut = review_sheet._cut
    monkeypatch.setattr(
        review_sheet, "_cut", lambda *given: kept.extend(cut(*given)) or cut(*given)
    )
    page = three[3].open("/assessments/3/review").html
    pieces = [piece.decode() if isinstance(piece, bytes) else piece for piece in kept]
    assert len(pieces) > 2 * len(AREAS)
    for value in {value for pair in SECRETS.findall(page) for value in pair if value} | {
        "/assessments/3",
        "checked><span",
        "2:7",
    }:
        assert not [piece for piece in pieces if value in piece], value
