"""My assessments: listed, renamed, corrected, compared, deleted and restored."""

import re

import pytest
from flask import Flask
from sqlalchemy import update

from app.storage.assessment_list import PAGE
from app.storage.engine import writing
from app.storage.tables import assessment
from tests.conftest import context_of
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, FLAT, Visitor

DAY = 24 * 3600
OWN = re.compile(r"^/assessments/(\d+)(?:/resume)?$")


def numbers(page: Page) -> list[int]:
    """Return the assessments of a list, in order."""
    return [int(found[1]) for link in page.links if (found := OWN.match(link))]


def card(page: Page, number: int) -> str:
    """Return the HTML of one assessment in the list."""
    return next(
        part
        for part in page.html.split('<li class="card">')[1:]
        if f"/assessments/{number}/name" in part
    )


def test_a_visitor_without_an_assessment_is_led_to_the_start(reader: Visitor) -> None:
    empty = reader.open("/assessments")
    assert numbers(empty) == []
    assert reader.press(empty, empty.form("/assessments")).path == "/assessments/1/math"


def test_each_is_listed_with_its_role_its_readiness_or_how_far_it_came(reader: Visitor) -> None:
    reader.finish(CLEAR)
    reader.finish(FLAT)
    reader.begin()
    reader.put("calculus", {"level": None, "revision": 1}, number=3)
    listed = reader.open("/assessments")
    assert numbers(listed) == [3, 2, 1]
    role = CATALOGUE.role["mlops_engineer"].name[reader.language]  # type: ignore[index]
    assert role in card(listed, 1)
    assert re.search(r"\d+%", card(listed, 1))
    assert re.search(r"\b1 of 40\b|40문항 중 1문항", card(listed, 3))


def test_sixty_are_listed_newest_first_page_after_page_each_once(
    app: Flask, visitor: Visitor
) -> None:
    for number in range(1, 61):
        visitor.post("/assessments")
        visitor.put("sql", {"level": 1, "revision": 1}, number=number)
    page, seen = visitor.open("/assessments"), list[int]()
    for _ in range(5):
        seen += numbers(page)
        older = [link for link in page.links if "before=" in link and "lang=" not in link]
        if not older:
            break
        assert len(numbers(page)) == PAGE
        page = visitor.open(older[0])
    assert seen == list(range(60, 0, -1))


@pytest.mark.parametrize(
    "before", ["abc", "-1", "", "0", "1.5", "9" * 30, "9" * 5000, "\ufffd", "1 OR 1=1", "٣"]
)
def test_an_invalid_place_in_the_list_is_ignored(visitor: Visitor, before: str) -> None:
    visitor.begin()
    page = visitor.open("/assessments", query_string={"before": before})
    assert (page.status, numbers(page)) == (200, [] if before == "0" else [1])


NAMES = {
    "before the boot camp": "before the boot camp",
    "  부트캠프 전  ": "부트캠프 전",
    "n" * 80: "n" * 80,
    "가" * 80: "가" * 80,
    f"  {'n' * 80}  ": "n" * 80,
    "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
    '"><img src=x onerror=alert(1)>': "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;",
    "{{ 7 * 7 }} %(name)s": "{{ 7 * 7 }} %(name)s",
    "👩‍💻 é": "👩‍💻 é",
}


@pytest.mark.parametrize("typed", NAMES)
def test_a_name_is_saved_and_shown_everywhere_as_it_was_typed(reader: Visitor, typed: str) -> None:
    reader.finish(CLEAR)
    page = reader.open("/assessments/1/name")
    listed = reader.press(page, page.form("/name"), "save", name=typed)
    assert listed.path == "/assessments"
    assert f"· {NAMES[typed]}</h2>" in listed.html
    assert NAMES[typed] in reader.open("/assessments/1").html
    assert reader.open("/assessments/1/name").form("/name").values["name"] == typed.strip()


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_an_empty_name_removes_the_name(reader: Visitor, typed: str) -> None:
    reader.begin()
    reader.post("/assessments/1/name", name="mine")
    assert "mine" not in reader.post("/assessments/1/name", name=typed).text
    assert reader.open("/assessments/1/name").form("/name").values["name"] == ""


NOT_IN_A_FIELD = str.maketrans("", "", "\x00\x07\n\x7f\x85")
"""What no field of one line can hold, and no page."""


@pytest.mark.parametrize(
    "typed",
    [
        "n" * 81,
        "가" * 81,
        "a\x00b",
        "a\x07b",
        "a\nb",
        "a\x85b",
        "a\x7fb",
        "a\ufffdb",
        "a\u202eb",
        "\u3164",
    ],
)
def test_an_invalid_name_is_shown_again_as_typed_with_its_error(
    reader: Visitor, typed: str
) -> None:
    reader.begin()
    reader.post("/assessments/1/name", name="mine")
    page = reader.post("/assessments/1/name", name=typed)
    field = next(f for f in page.form("/name").fields if f.get("name") == "name")
    assert (page.status, page.path, field["aria-describedby"]) == (
        400,
        "/assessments/1/name",
        "name-problem",
    )
    assert field["value"] == typed.translate(NOT_IN_A_FIELD)
    assert reader.open("/assessments/1/name").form("/name").values["name"] == "mine"


def test_a_name_that_is_not_utf8_is_refused(visitor: Visitor) -> None:
    visitor.begin()
    fields = {"name": b"\xff\xfe", "csrf_token": visitor.token.encode()}
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    body = b"".join([*parts, b"--b--\r\n"])
    page = visitor.open(
        "/assessments/1/name", "POST", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert (page.status, "name-problem" in page.data("id")) == (400, True)


def test_a_deleted_assessment_is_gone_at_once_and_can_be_restored(reader: Visitor) -> None:
    shown = reader.finish(CLEAR)
    listed = reader.open("/assessments")
    after = reader.press(listed, listed.form("/delete"))
    assert (after.path, numbers(after)) == ("/assessments", [])
    for path in (
        "/assessments/1",
        "/assessments/1/plan",
        "/assessments/1/name",
        "/assessments/1/math",
        "/assessments/1/compare/1",
    ):
        assert reader.open(path).status == 404
    back = reader.press(after, after.form("/restore"))
    assert numbers(back) == [1]
    assert reader.open("/assessments/1").text == shown.text
    assert reader.post("/assessments/1/restore").status == 404, (
        "there is nothing more to bring back"
    )


def test_every_deletion_of_the_last_day_can_be_undone_however_often_the_page_is_loaded(
    visitor: Visitor,
) -> None:
    for number in (1, 2):
        visitor.finish(CLEAR)
        visitor.post(f"/assessments/{number}/delete")
    visitor.open("/assessments")
    undo = [
        form.action
        for form in visitor.open("/assessments").forms
        if form.action.endswith("/restore")
    ]
    assert sorted(undo) == ["/assessments/1/restore", "/assessments/2/restore"]


@pytest.mark.parametrize(("ago", "offered"), [(0, True), (DAY - 60, True), (DAY + 60, False)])
def test_restoring_is_offered_for_a_day(
    app: Flask, visitor: Visitor, ago: int, offered: bool
) -> None:
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/delete")
    age(app, ago)
    undo = [
        form.action
        for form in visitor.open("/assessments").forms
        if form.action.endswith("/restore")
    ]
    assert undo == ["/assessments/1/restore"] * offered


def age(app: Flask, seconds: int) -> None:
    """Move the deletion of the first assessments back by this much time."""
    with writing(context_of(app).engine) as db:
        old = (assessment.c.deleted_at.is_not(None)) & (assessment.c.number == 1)
        db.execute(
            update(assessment).where(old).values(deleted_at=assessment.c.deleted_at - seconds)
        )


def test_the_number_of_a_deleted_assessment_is_never_reused(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/delete")
    assert visitor.begin().path == "/assessments/2/math"


def test_those_deleted_a_day_ago_are_purged_with_the_next_deletion(
    app: Flask, visitor: Visitor
) -> None:
    for number in (1, 2, 3):
        visitor.post("/assessments")
        visitor.put("sql", {"level": number, "revision": 1}, number=number)
    visitor.post("/assessments/1/delete")
    visitor.post("/assessments/2/delete")
    age(app, DAY + 60)
    visitor.post("/assessments/3/delete")
    assert [visitor.post(f"/assessments/{number}/restore").status for number in (1, 2, 3)] == [
        404,
        200,
        200,
    ]


def test_head_of_the_naming_page_saves_no_name_and_redirects_nowhere(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.open("/assessments/1/name", "HEAD", follow=False).status == 200
    assert "The name is" not in visitor.open("/assessments").text
