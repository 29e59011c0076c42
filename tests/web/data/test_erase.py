"""Erasing everything: the page, the button, and what is left on the server and in the browser."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, delete, func, insert, select

from app.storage.assessment_list import PAGE
from app.storage.cleanup import rewrite
from app.storage.engine import reading, writing
from app.storage.owners import find_owner
from app.storage.tables import assessment, metadata, owner
from app.web.data import exports
from config import Settings
from tests.conftest import context_of
from tests.storage.refusal import refusing
from tests.support.visitor import CLEAR, Visitor
from tests.web.data.own_data import bring, busy_person, downloaded

MakeApp = Callable[[Settings], Flask]


def counts(app: Flask) -> dict[str, int]:
    with reading(context_of(app).engine) as db:
        tables = {name: table for name, table in metadata.tables.items() if name != "catalogue"}
        return {
            name: db.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.items()
        }


def test_the_page_says_what_goes_and_the_next_that_it_is_gone(
    make_app: MakeApp, settings: Settings
) -> None:
    app = make_app(settings)
    other = Visitor(app)
    other.finish(CLEAR)
    before = counts(app)
    person = busy_person(Visitor(app))
    again = Visitor(app)
    cookie = person.client.get_cookie("orienteer")
    assert cookie
    again.client.set_cookie("orienteer", cookie.value)
    ask = person.open("/data/erase")
    for text in ("4 assessments", "(1 of them deleted", "3 steps", "(1 note)", "1 browser"):
        assert text in ask.text
    gone = person.press(ask, ask.form("/data/erase"))
    assert (gone.status, "Everything is erased" in gone.text) == (200, True)
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not any(
        person.client.get_cookie(name) for name in ("orienteer", "session", "lang", "theme")
    )
    assert gone.data("data-clear") == [""]
    assert "Clear this device" not in gone.text
    assert counts(app) == before
    assert (again.open("/assessments/1").status, again.open("/data/export.json").status) == (
        404,
        404,
    )
    assert other.open("/assessments/1").status == 200


def test_no_byte_of_it_is_in_the_files_of_the_database(
    make_app: MakeApp, sqlite_settings: Settings
) -> None:
    app = make_app(sqlite_settings)
    person = busy_person(Visitor(app))

    def traces() -> int:
        return sum(path.read_bytes().count(b"MARK") for path in sqlite_settings.instance.iterdir())

    assert traces()
    person.post("/data/erase")
    assert traces() == 0, "at once"
    assert rewrite(context_of(app).engine) == "done"
    assert traces() == 0, "and after the file is made anew"


def test_data_exported_before_erasing_can_be_imported_unchanged(app: Flask) -> None:
    person = busy_person(Visitor(app))
    file, shown = downloaded(person), person.open("/assessments/1").text
    person.post("/data/erase")
    assert person.open("/assessments").text != shown
    assert "4 assessments were taken in, as no. 1 to 4." in bring(person, file).text
    assert person.open("/assessments/1").text == shown


def test_erasing_twice_is_no_error(visitor: Visitor) -> None:
    visitor.begin()
    cookies = {name: visitor.client.get_cookie(name) for name in ("orienteer", "session")}
    token = visitor.token
    for _ in range(2):
        for name, cookie in cookies.items():
            assert cookie
            visitor.client.set_cookie(name, cookie.value)
        assert visitor.open("/data/erase", "POST", data={"csrf_token": token}).status == 200


def test_a_visitor_without_data_sees_that_there_is_nothing_to_erase(visitor: Visitor) -> None:
    page = visitor.open("/data/erase")
    assert (page.status, "nothing to erase" in page.text) == (200, True)
    assert not [form for form in page.forms if form.action.endswith("/data/erase")]
    before = counts(visitor.app)
    assert visitor.post("/data/erase").status == 200
    assert counts(visitor.app) == before


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_page_erases_nothing(visitor: Visitor, method: str) -> None:
    visitor.begin()
    visitor.open("/data/erase", method)
    assert visitor.open("/data/erase", "POST", data={"csrf_token": "old"}).status == 400
    assert visitor.open("/assessments/1/math").status == 200


def test_a_failed_erasing_says_so_and_loses_nothing(app: Flask) -> None:
    person = Visitor(app)
    person.begin()
    token = person.token
    with refusing(context_of(app).engine, "read-only"):
        page = person.open("/data/erase", "POST", data={"csrf_token": token})
    assert (page.status, "Everything is erased" in page.text) == (503, False)
    assert person.open("/assessments/1/math").status == 200


@pytest.mark.parametrize("assessments", [1, PAGE + 1])
def test_a_download_that_was_begun_before_erasing_is_no_half_file(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, assessments: int
) -> None:
    """A page of assessments was read by then."""
    visitor.finish(CLEAR)
    with writing(context_of(app).engine) as db:
        cookie = visitor.client.get_cookie("orienteer")
        who = find_owner(db, cookie.value) if cookie else None
        assert who
        rows = [
            {"owner": who.id, "number": number, "begun_at": 1}
            for number in range(2, assessments + 1)
        ]
        if rows:
            db.execute(insert(assessment).values(answers="{}"), rows)
    pages, read = count(), exports.stored_page

    def read_and_erase(db: Connection, owner_id: int, *which: Any) -> Any:
        page = read(db, owner_id, *which)
        if next(pages) == (assessments > PAGE):
            with writing(context_of(app).engine) as other:
                other.execute(delete(owner).where(owner.c.id == owner_id))
        return page

    monkeypatch.setattr(exports, "stored_page", read_and_erase)
    assert visitor.open("/data/export.json").status == 404
