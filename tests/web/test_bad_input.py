"""Invalid requests get a clear response with the right status and without internals."""

import json
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from config import ROOT
from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor
from tests.web.http.test_language import HANGUL

TEN_MB = 10_000_000
INSIDE = (
    "Traceback",
    "File &#34;/",
    "/site-packages/",
    "sqlalchemy",
    "werkzeug",
    "jinja2",
    "sqlite",
    str(ROOT),
    "OperationalError",
)
PATHS = (
    "/assessments",
    "/leave",
    "/assessments/1/math",
    "/assessments/1/review",
    "/assessments/1/name",
    "/assessments/1/target",
    "/assessments/1/plan",
)


def assert_clear(page: Page, *statuses: int, typed: str = "") -> None:
    """Check for the right status, a way on, and no internals except what was `typed`."""
    assert page.status in statuses
    assert not [word for word in INSIDE if word in page.html and word not in typed]
    if page.response.mimetype == "text/html" and page.status >= 400:
        assert page.html.count("<h1") == 1
        assert "/" in page.links


@pytest.fixture(scope="module")
def sender(app: Flask) -> Visitor:
    """Return somebody with a finished assessment 1 and an open assessment 2."""
    found = Visitor(app, "ko")
    found.finish(CLEAR)
    found.begin()
    found.put("calculus", {"level": 3, "revision": 1}, number=2)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_ten_megabytes_are_too_much(sender: Visitor, path: str) -> None:
    assert_clear(
        sender.open(path, "POST", data={"csrf_token": sender.token, "name": "n" * TEN_MB}), 413
    )
    assert_clear(
        sender.open(
            path, "POST", data=b"x" * TEN_MB, content_type="multipart/form-data; boundary=b"
        ),
        413,
    )


def test_ten_megabytes_of_json_are_too_much(sender: Visitor) -> None:
    page = sender.put("calculus", {"level": 2, "revision": 2, "x": "x" * TEN_MB}, number=2)
    assert_clear(page, 413)
    assert json.loads(page.html)["error"]
    assert sender.open("/assessments/2/math").chosen == {"calculus": "3"}


@pytest.mark.parametrize("path", PATHS)
def test_1500_parts_are_too_many(sender: Visitor, path: str) -> None:
    parts = {f"field{n}": "x" for n in range(1500)} | {"csrf_token": sender.token}
    assert_clear(sender.open(path, "POST", data=parts, content_type="multipart/form-data"), 413)


def test_just_under_the_limit_is_read(sender: Visitor) -> None:
    assert_clear(sender.post("/assessments/2/name", name="n" * 60_000), 400)
    assert_clear(sender.post("/assessments/2/name", name="n" * 66_000), 413)


BAD_FORMS = [
    b"%ff=%fe&\xff=\xfe",
    b"\x00",
    b"=&=&&",
    b"a" * 5000,
    b"csrf_token",
    b"%",
    b"calculus=%ff&bases=%ff&go=%ff&lang=%ff",
]


@pytest.mark.parametrize("body", BAD_FORMS)
@pytest.mark.parametrize("path", PATHS)
def test_a_form_that_cannot_be_read_is_refused(sender: Visitor, path: str, body: bytes) -> None:
    still_open = path.replace("/1/math", "/2/math").replace(
        "/1/review", "/2/review"
    )  # those of a finished one lead to its result
    page = sender.open(
        still_open, "POST", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert_clear(page, 400)
    assert sender.open("/assessments/2/math").chosen == {"calculus": "3"}


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff",
        "text/plain",
        "application/json",
        "\xff",
    ],
)
def test_a_form_with_an_unknown_content_type_is_refused(sender: Visitor, kind: str) -> None:
    assert_clear(
        sender.open("/assessments/1/name", "POST", data=b"--b\r\n\xff\r\n", content_type=kind), 400
    )


@pytest.mark.parametrize(
    "cookie",
    [
        "\xff\xfe",
        "=x",
        ";;;",
        "orienteer",
        "orienteer=\x7f; session=\xff",
        "session=a.b.c",
        "lang=\xff",
        "a=" + "b" * 5000,
        'orienteer="\\377"',
    ],
)
def test_an_invalid_cookie_is_ignored(app: Flask, cookie: str) -> None:
    """The header is set as a server passes it on, because the test client cannot send it."""
    visitor, sent = Visitor(app), {"HTTP_COOKIE": cookie}
    visitor.client = app.test_client(use_cookies=False)
    for path, status in (
        ("/", 200),
        ("/assessments", 200),
        ("/assessments/1", 404),
        ("/nowhere", 404),
    ):
        assert_clear(visitor.open(path, environ_overrides=sent), status)
    assert visitor.open("/static/style.css", environ_overrides=sent).status == 200


@pytest.mark.parametrize(
    "header",
    [
        "Accept-Language",
        "Accept",
        "User-Agent",
        "Referer",
        "Origin",
        "Content-Type",
        "If-None-Match",
        "Range",
        "X-Forwarded-Host",
    ],
)
@pytest.mark.parametrize("value", ["\xff\xfe", "x" * 5000, "", ";=,\x7f", "https://evil.example/"])
def test_an_invalid_header_is_ignored(sender: Visitor, header: str, value: str) -> None:
    page = sender.open("/", headers={header: value})
    assert_clear(page, 200)
    assert "evil" not in page.html


def test_an_error_is_in_the_readers_language_and_json_for_the_script(reader: Visitor) -> None:
    page = reader.open("/nothing")
    assert (page.status, page.language) == (404, reader.language)
    told = json.loads(reader.open("/assessments/1/ratings/sql", "PUT", json={"level": 1}).html)
    assert bool(HANGUL.search(told["error"])) == (reader.language == "ko")
    assert told["token"]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(
        [
            "calculus",
            "bases",
            "go",
            "lang",
            "name",
            "hours",
            "role",
            "stage",
            "from",
            "with",
            "before",
        ]
    ),
    st.text(max_size=40),
    st.sampled_from(PATHS),
)
def test_any_text_in_any_field_gets_a_clear_answer(
    sender: Visitor, field: str, text: str, path: str
) -> None:
    if path != "/leave":
        assert_clear(
            sender.post(path.replace("/1/math", "/2/math"), **{field: text}),
            200,
            400,
            404,
            409,
            typed=text,
        )
    assert_clear(sender.open("/assessments", query_string={field: text}), 200, typed=text)


@pytest.mark.parametrize("path", PATHS)
def test_a_part_of_a_form_without_a_name_is_refused(sender: Visitor, path: str) -> None:
    part = b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"
    assert_clear(
        sender.open(path, "POST", data=part, content_type="multipart/form-data; boundary=b"), 400
    )


@pytest.mark.parametrize("field", ["name", "code", "note", "bases", "role"])
@pytest.mark.parametrize("path", PATHS)
def test_a_file_in_place_of_a_text_is_refused(sender: Visitor, path: str, field: str) -> None:
    parts = {"csrf_token": sender.token, field: (BytesIO(b"x"), "x.txt")}
    assert_clear(sender.open(path, "POST", data=parts, content_type="multipart/form-data"), 400)
