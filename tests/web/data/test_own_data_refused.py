"""Invalid files: the error names the reason and the place, and nothing of the file is imported."""

import io

import pytest
from flask import Flask

from app.exports.own_data.json_format import MAX_FILE_BYTES
from app.web.http import heavy_work
from tests.conftest import context_of
from tests.exports.own_data_files import changed, whole
from tests.exports.test_own_data_hostile import HOSTILE
from tests.exports.test_own_data_read import STEPS, WRONG
from tests.storage.refusal import refusing
from tests.support.visitor import SKILLS, Visitor
from tests.web.data.own_data import bring, downloaded
from tests.web.http.places import places

ONE_OF_EACH = {
    **{name: changed(*WRONG[name][:2]) for name in WRONG},
    **{name: changed("assessments.0.steps", STEPS[name]) for name in STEPS},
    **HOSTILE,
}


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_the_error_is_on_the_page_and_nothing_is_imported(reader: Visitor, name: str) -> None:
    page = bring(reader, ONE_OF_EACH[name])
    assert page.status in ((400, 413) if len(ONE_OF_EACH[name]) > MAX_FILE_BYTES else (400,))
    assert page.path == "/data/import"
    assert reader.client.get_cookie("orienteer") is None, (
        "nobody is begun for a file that cannot be taken in"
    )
    assert [
        found.get("aria-invalid") for tag, found in page.elements if found.get("id") == "file"
    ] == ["true"]
    assert "#file" in page.links
    shown = " ".join(text for language, text in page.words if language == reader.language)
    assert any("가" <= letter <= "힣" for letter in shown) == (reader.language == "ko")


def test_what_was_there_stays_as_it_was(visitor: Visitor) -> None:
    visitor.begin()
    before = downloaded(visitor)["assessments"]
    assert bring(visitor, changed("assessments.1.name", "\0")).status == 400
    assert downloaded(visitor)["assessments"] == before


def test_the_place_is_named(reader: Visitor) -> None:
    assert (
        "assessments › 1 › answers › python › level"
        in bring(reader, changed("assessments.0.answers.python.level", 7)).text
    )


@pytest.mark.parametrize("typed", ["<b>x</b>", "\ufffe\ud800\x07", "k" * 5000])
def test_what_stands_in_the_file_is_shown_safely(visitor: Visitor, typed: str) -> None:
    page = bring(visitor, changed(f"assessments.0.{typed}".replace(".x", "x"), 1))
    assert page.status == 400
    assert "<b>x</b>" not in page.html
    assert len(page.html) < 20_000


def test_a_missing_file_is_an_error(visitor: Visitor) -> None:
    token = visitor.token
    nothing = (io.BytesIO(b""), ""), (io.BytesIO(b""), "copy.json"), "text"
    for sent in ({}, *({"file": each} for each in nothing)):
        page = visitor.open("/data/import", "POST", data={"csrf_token": token, **sent})
        assert (page.status, "Choose a file first" in page.text) == (400, True)


@pytest.mark.parametrize("beyond", [1, 5000])
def test_a_file_of_more_than_four_megabytes_is_too_large(visitor: Visitor, beyond: int) -> None:
    page = bring(visitor, b" " * (MAX_FILE_BYTES + beyond))
    assert (page.status, "larger than 4 MB" in page.text) == (413, True)


def test_a_file_of_four_megabytes_is_read(visitor: Visitor) -> None:
    file = whole().encode()
    assert (
        "2 assessments were taken in"
        in bring(visitor, file + b" " * (MAX_FILE_BYTES - len(file))).text
    )


def test_only_the_import_accepts_a_large_body(visitor: Visitor) -> None:
    for path in ("/data/erase", "/assessments", "/data"):
        page = visitor.open(
            path,
            "POST",
            data={"csrf_token": visitor.token, "file": (io.BytesIO(b" " * 70_000), "x")},
        )
        assert page.status in (413, 405)
        assert "larger than 4 MB" not in page.text


def test_without_its_token_no_file_is_imported(visitor: Visitor) -> None:
    sent = {"csrf_token": "old", "file": (io.BytesIO(whole().encode()), "copy.json")}
    assert visitor.open("/data/import", "POST", data=sent).status == 400
    assert visitor.client.get_cookie("orienteer") is None


@pytest.mark.parametrize("how", ["locked", "read-only"])
def test_an_import_into_a_locked_database_saves_nothing(app: Flask, how: str) -> None:
    visitor = Visitor(app)
    visitor.open("/data")
    with refusing(context_of(app).engine, how):
        page = bring(visitor, whole().encode())
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert visitor.client.get_cookie("orienteer") is None


def test_an_import_that_finds_no_place_is_asked_to_come_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = places(at_once=1, admitted=1)
    monkeypatch.setattr(heavy_work, "_places", work)
    with work.place(None):
        page = bring(visitor, whole().encode())
    assert (page.status, page.headers["Retry-After"], "Refresh" in page.headers) == (
        503,
        "3",
        False,
    )
    assert bring(visitor, whole().encode()).status == 200


def test_an_import_leaves_room_for_every_answer_of_today(visitor: Visitor) -> None:
    """Answers saved after an import must fit beside the imported ones.

    A file may hold answers to many unknown questions. It is refused where they leave too little
    room.
    """
    visitor.begin()
    visitor.put("sql", {"level": 1, "revision": 1})
    file = downloaded(visitor)
    answers = {f"s{n:03}{'x' * 36}": {"level": 2, "revision": 1} for n in range(243)}
    file["assessments"][0]["answers"] = answers
    page = bring(visitor, file)
    assert page.status == 400
    assert "more than any Orienteer asks for" in page.html
    file["assessments"][0]["answers"] = dict(list(answers.items())[:120])
    assert bring(visitor, file).status == 200
    latest = 2**31 - 1
    assert [
        visitor.put(skill, {"level": None, "revision": latest}, number=2).status for skill in SKILLS
    ] == [200] * len(SKILLS)
