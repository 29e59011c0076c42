"""My assessments: listed and renamed."""

import re

import pytest
from flask import Flask

from app.storage.assessment_list import PAGE
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, FLAT, Visitor

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
    assert reader.press(empty, empty.form("/assessments")).path == "/assessments/1/quick"


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


def test_head_of_the_naming_page_saves_no_name_and_redirects_nowhere(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.open("/assessments/1/name", "HEAD", follow=False).status == 200
    assert "The name is" not in visitor.open("/assessments").text
