"""The list is put together from what is the same for everybody and one person's rows: it must be as it would be, and hold nobody's else."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy import insert, select

from app.catalogue.model import Catalogue
from app.storage.cleaning import DAY_SECONDS
from app.storage.engine import writing
from app.storage.listed import Listed
from app.storage.tables import assessment
from app.web import days
from app.web.context import catalogue
from app.web.example import example
from app.web.language import language
from app.web.owner import tag
from app.web.saved import picture, rows, sheet, views
from app.web.saved.picture import Kept
from app.web.spoken import template_in
from app.web.templating import day
from tests.conftest import context_of
from tests.page import Page
from tests.visitor import CLEAR, FEW, FLAT, Visitor
from tests.web.test_history import finished_before, owner_of
from tests.web.test_sheet import MARKS, SECRETS, THEMES

NAMES = ('Annabel\'s <first> & "best"', "부트캠프 <전>", "%s %(name)s {{ 7 }}", "n" * 80)
OWN = re.compile(r'name="assessment" value="([^"]+)"')
People = dict[str, Visitor]


def many(app: Flask, visitor: Visitor, names: Iterable[str] = NAMES, count: int = 60) -> Visitor:
    """Let somebody who has finished two have so many: open ones, named ones, deleted ones, and ones with too few answers."""
    owner, named = owner_of(app, visitor), [None, *names]
    with writing(context_of(app).engine) as db:
        like = [
            dict(row._mapping)
            for row in db.execute(select(assessment).where(assessment.c.owner == owner))
        ]
        for number in range(len(like) + 1, count + 1):
            row = like[number % len(like)] | {"number": number, "name": named[number % len(named)]}
            row["begun_at"] -= 3 * DAY_SECONDS
            row["deleted_at"] = days.now() - number if number % 7 == 0 else None
            if number % 5 == 0:
                row |= dict.fromkeys(("finished_at", "catalogue", "result"))
            elif number % 11 == 0:
                row |= {"target_role": "dl_engineer", "target_stage": "lead"}
            db.execute(insert(assessment).values(row))
    return visitor


@pytest.fixture(scope="module")
def people(app: Flask) -> People:
    """By how much they have."""
    found = {
        name: Visitor(app)
        for name in ("nothing", "one", "open", "deleted", "two", "many", "others")
    }
    for name, levels in {
        "one": (FEW,),
        "deleted": (CLEAR,),
        "two": (CLEAR, FLAT),
        "many": (CLEAR, FLAT, FEW),
        "others": (CLEAR, FLAT),
    }.items():
        for each in levels:
            found[name].finish(each)
    found["open"].begin()
    found["open"].put("sql", {"level": None, "revision": 1})
    found["deleted"].post("/assessments/1/delete")
    found["two"].post("/assessments/2/name", name=NAMES[0])
    many(app, found["many"])
    many(app, found["others"], ["somebody else's"], 8)
    return found


def pages(visitor: Visitor) -> list[Page]:
    """Each page of somebody's list, the first one twice."""
    found = [visitor.open("/assessments")]
    while older := [link for link in found[-1].links if "before=" in link and "lang=" not in link]:
        found.append(visitor.open(older[0]))
    return [*found, visitor.open("/assessments")]


def made_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every part be made by its template, from what is one person's."""

    def row(owner_id: int, each: Listed) -> str:
        macros, mine = (
            template_in(language(), "saved_row.html").module,
            tag(replace(example().assessment, owner=owner_id, number=each.number)),
        )
        given = (each.number, mine, day(each.at), each.name)
        if each.deleted_at is not None:
            return str(macros.deleted(*given))  # type: ignore[attr-defined]
        if each.result is None:
            return str(macros.open(*given, views.answered(catalogue(), each.answers), 40))  # type: ignore[attr-defined]
        said = views.said.__wrapped__(
            language(), catalogue(), each.result, each.target_role, each.target_stage
        )
        closest, figures = (Markup(each.decode()) for each in (said.closest, said.figures))  # noqa: S704 (a template's)
        return str(macros.finished(*given, closest, figures, said.has_plan))  # type: ignore[attr-defined]

    def all_rows(owner_id: int, found: Iterable[Listed]) -> bytes:
        return "".join(row(owner_id, each) for each in found).encode()

    monkeypatch.setattr(sheet, "is_plain", lambda: False)
    monkeypatch.setattr(sheet, "rows_html", all_rows)
    monkeypatch.setattr(sheet, "deleted_html", all_rows)
    monkeypatch.setattr(picture, "_drawn", picture._drawn.__wrapped__)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("here", ["en", "ko"])
@pytest.mark.parametrize("name", ["nothing", "one", "open", "deleted", "two", "many"])
def test_a_list_put_together_is_the_one_that_is_made_whole(
    people: People, name: str, here: str, theme: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, visitor.language = people[name], here
    visitor.client.set_cookie("theme", theme or "")
    put_together = [re.sub(SECRETS, "", page.html) for page in pages(visitor)]
    made_whole(monkeypatch)
    assert put_together == [re.sub(SECRETS, "", page.html) for page in pages(visitor)]
    assert f'<html lang="{here}"' in put_together[0]
    assert not [
        mark
        for mark in (str(sheet.NUMBER), *sheet.NUMBERS, *MARKS)
        for page in put_together
        if mark in page
    ]


def test_many_have_several_pages_with_everything_on_them(people: People) -> None:
    found = pages(people["many"])
    html = "".join(page.html for page in found)
    assert len(found) == 4
    for said in (
        "<figure",
        "/restore",
        "/resume",
        "/plan",
        "Annabel&#39;s &lt;first&gt; &amp; &#34;best&#34;",
        "/compare/",
    ):
        assert said in html
    assert not [name for name in NAMES[:2] if name in html], "what is typed is escaped"


def test_each_sees_their_own_and_nothing_of_others_who_answered_the_same(people: People) -> None:
    mine, theirs = (people[name].open("/assessments").html for name in ("two", "others"))
    for one, other in ((mine, theirs), (theirs, mine)):
        known = {value for pair in SECRETS.findall(one) for value in pair if value} | set(
            OWN.findall(one)
        )
        assert len(known) >= 3
        assert not [value for value in known if value in other]
    assert "Annabel" in mine
    assert "Annabel" not in theirs
    assert "somebody else" in theirs
    assert "somebody else" not in mine
    assert re.findall(r'data-history="(\d+)"', mine) == ["1", "2"]


def test_nothing_that_is_kept_is_anybodys(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made for somebody who asks first, it holds neither who they are nor how they name anything."""
    kept: list[str] = []

    def noting(made: Callable[..., object]) -> Callable[..., object]:
        def note(*given: object) -> object:
            answer = made(*given)
            kept.append(repr([each for each in given if not isinstance(each, Catalogue)]))
            kept.append(repr(answer))
            return answer

        return note

    for module, name in (
        (sheet, "_cut"),
        (rows, "_blank"),
        (rows, "said"),
        (rows, "answered"),
        (rows, "_day"),
        (picture, "_drawn"),
    ):
        of = getattr(module, name)
        of.cache_clear()
        monkeypatch.setattr(module, name, noting(of))
    page = people["many"].open("/assessments").html
    known = {value for pair in SECRETS.findall(page) for value in pair if value} | set(
        OWN.findall(page)
    )
    assert len(known) > 20
    assert len(kept) > 100
    for value in known | {
        str(owner_of(app, people["many"])),
        "Annabel",
        "부트캠프",
        "n" * 80,
        "/assessments/59",
    }:
        assert not [
            piece for piece in kept if value in piece or repr(value.encode())[2:-1] in piece
        ], value


def test_what_a_picture_is_remembered_by_is_all_that_it_shows(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day later it no longer ends today, and another target is another picture."""
    visitor = people["others"]
    visitor.language = "en"
    finished_before(app, 1, 100, visitor)
    assert "today</figcaption>" in visitor.open("/assessments").html
    monkeypatch.setattr(days, "now", lambda now=days.now: now() + DAY_SECONDS)
    page = visitor.open("/assessments").html
    assert "<figcaption>" in page
    assert "today</figcaption>" not in page
    visitor.post("/assessments/8/target", role="dl_engineer", stage="lead")
    assert "Deep learning engineer, lead:" in visitor.open("/assessments").html


def test_a_picture_is_drawn_again_only_where_it_shows_something_else(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[Kept, ...]] = []
    history = picture.history
    monkeypatch.setattr(
        picture,
        "history",
        lambda found, here, day: drawn.append(tuple(found)) or history(found, here, day),
    )
    picture._drawn.cache_clear()
    visitor = people["two"]
    for name in ("one name", "another", NAMES[0]):
        visitor.open("/assessments")
        visitor.post("/assessments/2/name", name=name)
    assert len(drawn) == 1
