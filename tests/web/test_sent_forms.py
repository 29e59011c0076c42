"""A form is read faster, and never otherwise than Werkzeug reads it."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.formparser import FormDataParser

from app.web.sent_forms import Asked, Forms
from tests.visitor import SKILLS
from tests.web.test_bad_input import BAD_FORMS

URLENCODED = "application/x-www-form-urlencoded"
PIECES = [
    b"a",
    b"base-sql",
    b"=",
    b"&",
    b"%3A",
    b"%3a",
    b":",
    b"%",
    b"%3",
    b"%26",
    b"%3D",
    b"%EA%B0%80",
    b"+",
    b"\xff",
    b"\x00",
    b";",
    b"\n",
]
ANSWERED = urlencode({f"base-{skill}": "3:7" for skill in SKILLS} | dict.fromkeys(SKILLS, "skip") | {"go": "next"}).encode()


def read_by(parser: type[FormDataParser], body: bytes) -> list[tuple[str, list[str]]]:
    return list(parser().parse(BytesIO(body), URLENCODED, len(body))[1].lists())


@given(st.one_of(st.binary(), st.lists(st.sampled_from(PIECES)).map(b"".join)))
def test_any_form_is_read_as_werkzeug_reads_it(body: bytes) -> None:
    assert read_by(Forms, body) == read_by(FormDataParser, body)


@pytest.mark.parametrize("body", [*BAD_FORMS, ANSWERED, b"", b"a=1&a=2&b"])
def test_so_are_these(body: bytes) -> None:
    assert read_by(Forms, body) == read_by(FormDataParser, body)


def test_answers_are_read_without_decoding_each(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app.request_class is Asked
    monkeypatch.delattr("werkzeug.formparser.parse_qsl")
    with app.test_request_context(method="POST", data=ANSWERED, content_type=URLENCODED) as asked:
        assert asked.request.form["base-sql"] == "3:7"
