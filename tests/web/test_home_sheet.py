"""The first page is put together from what is the same for everybody who stands where its reader does: it must be as it would be."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.web.home import sheet
from app.web.home.sheet import FINISHED, SEVERAL
from app.web.sheets import NUMBER, Sheet
from tests.visitor import CLEAR, Visitor
from tests.web.test_sheet import MARKS, SECRETS, THEMES

PLAN = "/assessments/1/plan"
STEPS = ("docker.3", "python.2", "sql.1")
People = dict[str, Visitor]


def following(app: Flask, done: int) -> Visitor:
    found = Visitor(app)
    found.finish(CLEAR)
    found.post(f"{PLAN}/steps/calculus.0", do="begun")
    for step in STEPS[:done]:
        found.post(f"{PLAN}/steps/{step}", do="done")
    return found


@pytest.fixture(scope="module")
def people(app: Flask) -> People:
    """By where they stand."""
    found = {name: Visitor(app) for name in ("new", "open", "finished", "again", "gone")}
    found["open"].begin()
    for name in ("finished", "again", "gone"):
        found[name].finish(CLEAR)
    found["again"].post("/assessments")
    found["gone"].post("/assessments/1/delete")
    found |= {f"following {done}": following(app, done) for done in range(4)}
    found["following again"] = following(app, 2)
    found["following again"].post("/assessments")
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("here", ["en", "ko"])
def test_a_first_page_put_together_is_the_one_that_is_made_whole(
    people: People, here: str, theme: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_together, whole = list[str](), list[str]()
    for pages in (put_together, whole):
        for visitor in people.values():
            visitor.language = here
            visitor.client.set_cookie("theme", theme or "")
            pages.append(re.sub(SECRETS, "", visitor.open("/").html))
        monkeypatch.setattr(sheet, "is_plain", lambda: False)
    assert put_together == whole
    assert len(set(whole)) == {"en": 10, "ko": 8}[here], (
        "who stands elsewhere is led on from there; Korean does not count the steps"
    )
    assert not [
        mark
        for mark in (*map(str, (NUMBER, FINISHED, SEVERAL)), *MARKS)
        for page in put_together
        if mark in page
    ]


def test_a_page_says_its_own_address_under_each_name(app: Flask) -> None:
    for scheme, host in (
        ("http", "localhost"),
        ("http", "127.0.0.1:8000"),
        ("https", "localhost"),
        ("http", "localhost"),
    ):
        page = Visitor(app, base_url=f"{scheme}://{host}").open("/")
        assert f'<link rel="canonical" href="{scheme}://{host}/">' in page.html


def test_nothing_that_is_kept_is_anybodys(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = list[str]()

    def noting(made: Callable[..., Sheet]) -> Callable[..., Sheet]:
        def note(*given: object) -> Sheet:
            kept.extend(
                [
                    repr(given[1:]),
                    *(
                        piece if isinstance(piece, str) else piece.decode()
                        for piece in made(*given)
                    ),
                ]
            )
            return made(*given)

        return note

    sheet._cut.cache_clear()
    monkeypatch.setattr(sheet, "_cut", noting(sheet._cut))
    for visitor in people.values():
        page = visitor.open("/").html
        for value in (
            *(value for pair in SECRETS.findall(page) for value in pair if value),
            "/assessments/1",
            "/assessments/2",
            'value="1"',
        ):
            assert not [piece for piece in kept if value in piece], value
    assert len(kept) > len(people)
