"""The language switch: it stays on the page and loses nothing that was typed."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.web.questionnaire.views import question_text
from config import Settings, read_settings
from tests.support.databases import Environ
from tests.support.page import Page
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, Visitor
from tests.web.http.test_language import faults

OTHER = {"en": "ko", "ko": "en"}


def switch_link(page: Page) -> str:
    return next(
        found["href"] for tag, found in page.elements if tag == "a" and found.get("class") == "lang"
    )


def switch(visitor: Visitor, page: Page, action: str, **typed: str) -> Page:
    """Press the language switch of a page with a form."""
    turned = visitor.press(page, page.form(action), OTHER[page.language], **typed)
    assert turned.path == page.path
    return turned


LINKED = (
    "/",
    "/roles",
    "/roles/ml_engineer",
    "/ai-work",
    "/method",
    "/privacy",
    "/accessibility",
    "/leave",
    "/assessments",
)
LINKED_OWN = ("/assessments?before=3", "/assessments/2/compare/2")


@pytest.mark.parametrize("path", [*LINKED, *LINKED_OWN])
def test_the_link_keeps_the_place_and_its_question(reader: Visitor, path: str) -> None:
    reader.answer({})
    reader.put("python", {"level": 3, "revision": 1})
    reader.finish(CLEAR)
    page = reader.open(path)
    turned = reader.open(switch_link(page))
    assert (page.status, turned.status, turned.path) == (200, 200, path.partition("?")[0])
    assert (page.language, turned.language) == (reader.language, OTHER[reader.language])
    assert faults(turned, turned.language) == []
    assert turned.response.request.args.get("before") == page.response.request.args.get("before")
    assert reader.open(path).language == OTHER[reader.language], "the switch is remembered"
    back = reader.open(switch_link(turned))
    assert (back.path, back.language) == (page.path, page.language)


@pytest.mark.parametrize("area", AREAS)
def test_on_each_page_of_questions_the_switch_keeps_every_choice(
    reader: Visitor, area: str
) -> None:
    reader.begin()
    page = reader.open(f"/assessments/1/{area}")
    typed = {skill: "skip" if n == 1 else str(n % 5) for n, skill in enumerate(AREAS[area])}
    turned = switch(reader, page, area, **typed)
    assert (turned.status, turned.chosen) == (200, typed)
    assert faults(turned, OTHER[reader.language]) == []


def test_the_switch_of_a_stale_form_keeps_both_values_and_speaks_one_language(
    reader: Visitor,
) -> None:
    reader.begin()
    page = reader.open("/assessments/1/math")
    reader.put("calculus", {"level": 1, "revision": 1})
    turned = switch(reader, page, "math", calculus="4", optimization="2")
    assert turned.status == 409
    assert turned.chosen["calculus"] == "4"
    anchors = CATALOGUE.skill["calculus"].anchors
    assert anchors[1][turned.language] in turned.text
    assert f"4 · {anchors[4][turned.language]}" in turned.text  # type: ignore[index]
    assert faults(turned, OTHER[reader.language]) == []


@pytest.mark.parametrize(
    "typed", [{"calculus": "9", "optimization": "2"}, {"csrf_token": "old", "optimization": "2"}]
)
def test_the_switch_of_a_refused_form_keeps_its_choices_and_speaks_one_language(
    reader: Visitor, typed: dict[str, str]
) -> None:
    reader.begin()
    turned = switch(reader, reader.open("/assessments/1/math"), "math", **typed)
    assert (turned.status, turned.chosen) == (400, {"optimization": "2"})
    assert faults(turned, OTHER[reader.language]) == []


def test_one_readers_switch_changes_no_word_of_anothers_page(app: Flask, reader: Visitor) -> None:
    """Question texts are cached by language for all readers."""
    question_text.cache_clear()
    reader.begin()
    switch(
        reader,
        reader.open("/assessments/1/math"),
        "math",
        calculus="9",
        optimization="2",
        linear_algebra="3",
    )
    for language in ("en", "ko"):
        other = Visitor(app, language)
        other.begin()
        page = other.open("/assessments/1/math")
        other.press(page, page.form("math"), "save", optimization="2", linear_algebra="3")
        assert faults(other.open("/assessments/1/math"), language) == []


@pytest.mark.parametrize("name", ["부트캠프 전", "before the boot camp", " ", "n" * 81, "a\u202eb"])
def test_the_switch_keeps_a_name_that_is_being_typed(reader: Visitor, name: str) -> None:
    reader.begin()
    turned = switch(reader, reader.open("/assessments/1/name"), "/name", name=name)
    assert turned.language == OTHER[reader.language]
    assert turned.form("/name").values["name"].strip() == name.strip()


def test_the_switch_keeps_no_name_that_nobody_has_saved(reader: Visitor) -> None:
    reader.begin()
    turned = switch(reader, reader.open("/assessments/1/name"), "/name", name="half a na")
    assert (turned.status, turned.form("/name").values["name"]) == (200, "half a na")
    assert reader.open("/assessments/1/name").form("/name").values["name"] == ""
    saved = reader.press(turned, turned.form("/name"), "save", name="half a name")
    assert (saved.path, "half a name" in saved.text) == ("/assessments", True)


@pytest.mark.parametrize("hours", ["7", "0", "41", "six", "-1"])
def test_the_switch_keeps_hours_that_are_being_typed(reader: Visitor, hours: str) -> None:
    reader.finish()
    turned = switch(reader, reader.open("/assessments/1/plan"), "/plan", hours=hours)
    assert turned.language == OTHER[reader.language]
    assert turned.form("/plan").values["hours"] == hours
    assert faults(turned, turned.language) == []


def test_the_switch_keeps_a_target_that_is_being_chosen_and_does_not_choose_it(
    reader: Visitor,
) -> None:
    reader.finish()
    before = reader.open("/assessments/1")
    turned = switch(reader, before, "/target", role="research_scientist", stage="lead")
    assert turned.language == OTHER[reader.language]
    assert {key: turned.form("/target").values[key] for key in ("role", "stage")} == {
        "role": "research_scientist",
        "stage": "lead",
    }
    kept = reader.open("/assessments/1").form("/target").values
    assert (kept["role"], kept["stage"]) == (
        before.form("/target").values["role"],
        before.form("/target").values["stage"],
    )


@pytest.mark.parametrize("value", ["fr", "KO", "", "ko\x00", "<script>", "\ufffd", "k" * 5000])
def test_a_language_that_is_none_changes_nothing(visitor: Visitor, value: str) -> None:
    page = visitor.open("/", query_string={"lang": value})
    assert (page.status, page.language) == (200, "en")
    assert "lang=" not in "".join(page.headers.getlist("Set-Cookie"))


def test_a_cookie_that_is_no_language_is_passed_over(visitor: Visitor) -> None:
    visitor.client.set_cookie("lang", "fr")
    assert visitor.open("/").language == "en"


def test_the_operators_language_is_for_readers_who_wish_for_none(
    make_app: Callable[[Settings], Flask], environ: Environ
) -> None:
    app = make_app(read_settings(environ | {"ORIENTEER_LANGUAGE": "ko"}))
    assert [
        Visitor(app, language).open("/").language for language in ("", "fr", "*", "en", "ko")
    ] == [
        "ko",
        "ko",
        "ko",
        "en",
        "ko",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "endpoint=x",
        "_external=1",
        "_anchor=x",
        "number=2",
        "self=1",
        "values=1",
        "lang=fr&endpoint=static",
        "a=1&a=2",
    ],
)
def test_no_question_in_an_address_breaks_the_switch(visitor: Visitor, query: str) -> None:
    page = visitor.open(f"/?{query}")
    assert page.status == 200
    assert switch_link(page).startswith("/?")
