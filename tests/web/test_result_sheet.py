"""A result's page is put together from what is the same for all who have it: as it would be, and with nothing of anybody else."""

import re

import pytest
from flask import Flask

from app.web.results import routes, sheet
from app.web.sheets import NUMBER
from tests.page import Page
from tests.visitor import CLEAR, FEW, FLAT, MASTER, Levels, Visitor

SECRETS = re.compile(r'name="(?:csrf_token|assessment)" value="([^"]+)"')
MARKS = [chr(code) for code in range(0xE000, 0xE100)]
"""Characters for private use: no page shows one."""
THEMES = (None, "light", "dark")
NAME = f"<b>Only mine</b> & {NUMBER}"
SHOWN = f"&lt;b&gt;Only mine&lt;/b&gt; &amp; {NUMBER}"


def learner(app: Flask, *results: Levels) -> Visitor:
    """Somebody with these results."""
    found = Visitor(app)
    for each in results:
        found.finish(each)
    return found


@pytest.fixture
def two(app: Flask) -> tuple[Visitor, Visitor]:
    """One with a name, a target, a step done and a code, whose newest is of the other's answers; and one who has only finished."""
    first, second = learner(app, FLAT, FEW, MASTER, CLEAR), learner(app, CLEAR)
    first.post("/assessments/1/target", role="dl_engineer", stage="lead")
    for number in (1, 4):
        first.post(f"/assessments/{number}/name", name=NAME)
        first.post(f"/assessments/{number}/plan/steps/docker.3", do="done", note="Only a note")
    first.post("/return/code")
    for each in (first, second):
        each.open("/assessments/1")  # whatever is told once has been told
    return first, second


def of_all(two: tuple[Visitor, Visitor], language: str, theme: str | None) -> list[str]:
    """The pages of all their results, without what is secret."""
    found = []
    for visitor, numbers in zip(two, (range(1, 5), range(1, 2)), strict=True):
        visitor.language = language
        if theme:
            visitor.client.set_cookie("theme", theme)
        found += [
            re.sub(SECRETS, "", visitor.open(f"/assessments/{number}").html) for number in numbers
        ]
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_page_put_together_is_the_one_that_is_made_whole(
    two: tuple[Visitor, Visitor], language: str, theme: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet._main.cache_clear()
    made, again = of_all(two, language, theme), of_all(two, language, theme)
    monkeypatch.setattr(routes, "is_plain", lambda: False)
    whole = of_all(two, language, theme)
    assert made == again == whole
    assert SHOWN in made[0]
    for page in made:
        bare = page.replace(SHOWN, "")
        assert not [mark for mark in (str(NUMBER), *MARKS) if mark in bare]


def test_each_of_two_with_equal_results_gets_their_own_and_nothing_of_the_other(
    two: tuple[Visitor, Visitor],
) -> None:
    mine, theirs = two[0].open("/assessments/4"), two[1].open("/assessments/1")
    assert findings_of(mine) == findings_of(theirs)
    known = set(SECRETS.findall(mine.html))
    assert len(known) == 2
    assert not [value for value in known if value in theirs.html]
    assert SHOWN in mine.html
    assert "Only mine" not in theirs.html
    assert ("/assessments/4/" in mine.html, "/assessments/4/" in theirs.html) == (True, False)
    assert ("/assessments/1/target" in mine.html, "/assessments/1/target" in theirs.html) == (
        False,
        True,
    )
    assert ("Since then you have done 1 step" in mine.html, "Since then" in theirs.html) == (
        True,
        False,
    )
    assert ("/assessments/4/compare" in mine.html, "/compare" in theirs.html) == (True, False)
    assert ('action="/return/code"' in mine.html, 'action="/return/code"' in theirs.html) == (
        False,
        True,
    )


def findings_of(page: Page) -> str:
    """The middle of a result's page, which is the same for all who have it."""
    found = re.search(r"(?s)<figure.*<h2>What this cannot know", page.html)
    assert found
    return re.sub(r"/assessments/\d+", "", re.sub(SECRETS, "", found[0]))


def test_nothing_that_is_kept_is_anybodys(
    two: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made for somebody who asks first, it holds neither who they are, nor what only they have, nor when it was."""
    kept: list[bytes | str] = []
    for name in ("_main", "_frame", "_around"):
        make = getattr(sheet, name)
        make.cache_clear()

        def noting(*given: object, make: object = make) -> object:
            made = make(*given)  # type: ignore[operator]  # one of them
            kept.extend(
                piece for each in made for piece in (each if isinstance(each, tuple) else [each])
            )
            return made

        monkeypatch.setattr(sheet, name, noting)
    page = two[0].open("/assessments/4")
    assert len(kept) > 20
    pieces = [piece.decode() if isinstance(piece, bytes) else piece for piece in kept]
    day = re.search(r"Assessment no\. 4 of ([^·]+) ·", page.html)
    assert day
    of_a_person = (
        *SECRETS.findall(page.html),
        day[1],
        SHOWN,
        "Only mine",
        "/assessments/4",
        "Since then",
        "/compare",
        "Only a note",
    )
    for value in of_a_person:
        assert not [piece for piece in pieces if value in piece], value


def test_a_target_that_is_chosen_is_that_of_its_own_page_alone(app: Flask) -> None:
    one, other = learner(app, CLEAR), learner(app, CLEAR)
    before = re.sub(SECRETS, "", other.open("/assessments/1").html)
    one.post("/assessments/1/target", role="dl_engineer", stage="lead")
    assert 'value="dl_engineer" selected' in one.open("/assessments/1").html
    assert re.sub(SECRETS, "", other.open("/assessments/1").html) == before


def test_what_is_told_once_and_what_is_asked_for_stand_on_it(two: tuple[Visitor, Visitor]) -> None:
    visitor = two[0]
    assert (
        'value="dl_engineer" selected'
        in visitor.open("/assessments/4?role=dl_engineer&stage=lead").html
    )
    assert 'value="dl_engineer" selected' not in visitor.open("/assessments/4").html
    assert '<html lang="ko"' in visitor.open("/assessments/4?lang=ko").html


def test_a_remembered_result_is_found_without_being_read(
    two: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    second = two[1]
    first = re.sub(SECRETS, "", second.open("/assessments/1").html)
    monkeypatch.setattr(sheet, "result_from_json", None)
    monkeypatch.setattr(sheet, "levels", None)
    assert re.sub(SECRETS, "", second.open("/assessments/1").html) == first


def test_no_more_are_kept_than_is_stated() -> None:
    assert sheet._main.cache_info().maxsize == sheet.MADE
    assert sheet._frame.cache_info().maxsize == sheet.FRAMES


def test_results_of_one_headline_have_their_own_figures(app: Flask) -> None:
    """What stands around their findings is kept once, and nobody's figures with it."""
    sheet._main.cache_clear()
    sheet._frame.cache_clear()
    pages = [
        learner(app, CLEAR | {"cpp": level}).open("/assessments/1").html for level in (0, 1, None)
    ]
    assert sheet._frame.cache_info().currsize == 1
    assert [re.findall(r"(\d+) of 40 answered", page) for page in pages] == [["39"], ["39"], ["38"]]
    assert len({re.sub(SECRETS, "", page) for page in pages}) == 3
