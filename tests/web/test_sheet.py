"""An area's page is put together from what is the same for everybody: it must be as it would be, and hold nothing of anybody else."""

import re

import pytest
from flask import Flask

from app.web.questionnaire import sheet
from tests.visitor import AREAS, Visitor

SECRETS = re.compile(r'name="csrf_token" value="([^"]+)"|data-assessment="([^"]+)"')
MARKS = [chr(code) for code in range(0xE000, 0xE100)]
"""Characters for private use: no page shows one."""
THEMES = (None, "light", "dark")


@pytest.fixture
def two(app: Flask) -> tuple[Visitor, Visitor]:
    """One who has answered, on their third assessment, and one who has only begun."""
    first, second = Visitor(app), Visitor(app)
    first.begin()
    for number in (1, 2):
        first.put("sql", {"level": 1, "revision": 1}, number=number)
        first.post("/assessments")
    first.put("calculus", {"level": 3, "revision": 7}, number=3)
    second.begin()
    return first, second


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_page_put_together_is_the_one_that_is_made_whole(
    app: Flask,
    two: tuple[Visitor, Visitor],
    language: str,
    theme: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_together, whole = [], []
    for pages, is_plain in ((put_together, None), (whole, False)):
        if is_plain is not None:
            monkeypatch.setattr(sheet, "is_plain", lambda: False)
        for number, visitor in zip((3, 1), two, strict=True):
            visitor.language = language
            if theme:
                visitor.client.set_cookie("theme", theme)
            pages += [
                re.sub(SECRETS, "", visitor.open(f"/assessments/{number}/{area}").html)
                for area in AREAS
            ]
    assert put_together == whole
    assert not [
        mark for mark in (str(sheet.NUMBER), *MARKS) for page in put_together if mark in page
    ]


def test_each_gets_their_own_and_nothing_of_the_other(two: tuple[Visitor, Visitor]) -> None:
    first, second = two
    mine, theirs = first.open("/assessments/3/math").html, second.open("/assessments/1/math").html
    known = {value for pair in SECRETS.findall(mine) for value in pair if value}
    assert len(known) == 2
    assert not [value for value in known if value in theirs]
    assert "/assessments/3/" in mine
    assert "/assessments/3/" not in theirs
    assert "calculus.3.7 " in mine
    assert "calculus..0 " in theirs


def test_nothing_that_is_kept_is_anybodys(
    app: Flask, two: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made for somebody who asks first, it holds neither who they are nor what they answered."""
    sheet._cut.cache_clear()
    kept: list[bytes | str] = []
    cut = sheet._cut
    monkeypatch.setattr(sheet, "_cut", lambda *given: kept.extend(cut(*given)) or cut(*given))
    page = two[0].open("/assessments/3/math").html
    assert kept
    pieces = [piece.decode() if isinstance(piece, bytes) else piece for piece in kept]
    for value in {value for pair in SECRETS.findall(page) for value in pair if value} | {
        "/assessments/3",
        "checked><span",
        "3:7",
    }:
        assert not [piece for piece in pieces if value in piece], value


def test_what_is_told_once_and_what_is_asked_for_stand_on_it(two: tuple[Visitor, Visitor]) -> None:
    page = two[0].open("/assessments/3/math?lang=ko")
    assert '<html lang="ko"' in page.html
    assert "lang%3Dko" in page.html or "lang=ko" in page.html
