"""The list of assessments for somebody with every kind of entry, beside the lists of others."""

import re
from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.storage.cleanup import DAY_SECONDS
from app.storage.engine import writing
from app.storage.tables import assessment
from app.web import i18n
from tests.conftest import context_of
from tests.support.page import Page
from tests.support.visitor import CLEAR, FEW, FLAT, Visitor
from tests.web.saved.test_history import finished_before, owner_of

NAMES = ('Annabel\'s <first> & "best"', "부트캠프 <전>", "%s %(name)s {{ 7 }}", "n" * 80)
TAG = re.compile(r'name="assessment" value="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
People = dict[str, Visitor]


def many(app: Flask, visitor: Visitor, names: Iterable[str] = NAMES, count: int = 60) -> Visitor:
    """Copy somebody's assessments until they have so many: open, named, deleted ones and others."""
    owner, named = owner_of(app, visitor), [None, *names]
    with writing(context_of(app).engine) as db:
        like = [
            dict(row._mapping)
            for row in db.execute(select(assessment).where(assessment.c.owner == owner))
        ]
        for number in range(len(like) + 1, count + 1):
            row = like[number % len(like)] | {"number": number, "name": named[number % len(named)]}
            row["begun_at"] -= 3 * DAY_SECONDS
            row["deleted_at"] = i18n.now() - number if number % 7 == 0 else None
            if number % 5 == 0:
                row |= dict.fromkeys(("finished_at", "catalogue", "result"))
            elif number % 11 == 0:
                row |= {"target_role": "dl_engineer", "target_stage": "lead"}
            db.execute(insert(assessment).values(row))
    return visitor


@pytest.fixture(scope="module")
def people(app: Flask) -> People:
    """Return three people: one with two assessments, and two with many."""
    found = {name: Visitor(app) for name in ("two", "many", "others")}
    for name, levels in {
        "two": (CLEAR, FLAT),
        "many": (CLEAR, FLAT, FEW),
        "others": (CLEAR, FLAT),
    }.items():
        for each in levels:
            found[name].finish(each)
    found["two"].post("/assessments/2/name", name=NAMES[0])
    many(app, found["many"])
    many(app, found["others"], ["somebody else's"], 8)
    return found


def pages(visitor: Visitor) -> list[Page]:
    """Return each page of somebody's list."""
    found = [visitor.open("/assessments")]
    while older := [link for link in found[-1].links if "before=" in link and "lang=" not in link]:
        found.append(visitor.open(older[0]))
    return found


def test_many_have_several_pages_with_everything_on_them(people: People) -> None:
    found = pages(people["many"])
    html = "".join(page.html for page in found)
    assert len(found) == 3
    for part in (
        "<figure",
        "/restore",
        "/resume",
        "/plan",
        "Annabel&#39;s &lt;first&gt; &amp; &#34;best&#34;",
        "/compare/",
    ):
        assert part in html
    assert not [name for name in NAMES[:2] if name in html], "what is typed is escaped"
    assert ["/compare/" in page.html for page in found] == [True, False, False]


def test_what_was_deleted_can_be_restored_from_each_page_the_last_deleted_first(
    people: People,
) -> None:
    for page in pages(people["many"]):
        restored = [form.action for form in page.forms if form.action.endswith("/restore")]
        assert restored == [f"/assessments/{number}/restore" for number in range(7, 57, 7)]


def test_each_sees_their_own_and_nothing_of_others_who_answered_the_same(people: People) -> None:
    mine, theirs = (people[name].open("/assessments").html for name in ("two", "others"))
    for one, other in ((mine, theirs), (theirs, mine)):
        known = {*TOKEN.findall(one), *TAG.findall(one)}
        assert len(known) >= 3
        assert not [value for value in known if value in other]
    assert "Annabel" in mine
    assert "Annabel" not in theirs
    assert "somebody else" in theirs
    assert "somebody else" not in mine
    assert re.findall(r'data-history="(\d+)"', mine) == ["1", "2"]


def test_the_history_ends_today_only_on_the_day_itself_and_follows_the_target(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = people["others"]
    visitor.language = "en"
    finished_before(app, 1, 100, visitor)
    assert "today</figcaption>" in visitor.open("/assessments").html
    monkeypatch.setattr(i18n, "now", lambda now=i18n.now: now() + DAY_SECONDS)
    page = visitor.open("/assessments").html
    assert "<figcaption>" in page
    assert "today</figcaption>" not in page
    visitor.post("/assessments/8/target", role="dl_engineer", stage="lead")
    assert "Deep learning engineer, lead:" in visitor.open("/assessments").html
