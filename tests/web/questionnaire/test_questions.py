"""An area's page sent as a form: changes are saved, and nothing else is touched."""

import pytest
from flask import Flask

from tests.support.page import Page
from tests.support.visitor import AREAS, CATALOGUE, SKILLS, Visitor

FIRST, SECOND, *_, LAST = AREAS
MATH = AREAS["math"]


@pytest.fixture
def page(reader: Visitor) -> Page:
    """Return the first questions of a new assessment."""
    return reader.begin()


def test_a_new_assessment_opens_at_its_first_area_with_nothing_chosen(
    reader: Visitor, page: Page
) -> None:
    assert (page.path, page.chosen) == (f"/assessments/1/{FIRST}", {})


def test_each_area_asks_for_its_skills_one_under_the_other_with_six_answers(
    reader: Visitor, page: Page
) -> None:
    asked: list[str] = []
    for area, skills in AREAS.items():
        radios = [
            f
            for f in reader.open(f"/assessments/1/{area}").form(area).fields
            if f.get("type") == "radio"
        ]
        values = {
            skill: [f["value"] for f in radios if f["name"] == skill]
            for skill in dict.fromkeys(f["name"] for f in radios)
        }
        assert values == {skill: ["0", "1", "2", "3", "4", "skip"] for skill in skills}
        asked += values
    assert tuple(asked) == SKILLS


def test_each_level_is_named_by_its_deed(reader: Visitor, page: Page) -> None:
    for skill in MATH:
        shown = CATALOGUE.skill[skill]
        texts = (shown.name, shown.meaning, *shown.anchors)
        assert all(text[reader.language] in page.text for text in texts)  # type: ignore[index]


@pytest.mark.parametrize("choice", ["0", "4", "skip"])
def test_what_was_chosen_is_saved_and_shown_again(reader: Visitor, page: Page, choice: str) -> None:
    reader.press(page, page.form(FIRST), "next", calculus=choice)
    again = reader.open(page.path)
    assert again.chosen == {"calculus": choice}
    assert again.form(FIRST).bases["calculus"] == f"{choice}.1"
    assert again.form(FIRST).bases["optimization"] == ".0"


def test_an_unchanged_form_leaves_every_revision(reader: Visitor, page: Page) -> None:
    reader.press(page, page.form(FIRST), "next", calculus="2")
    again = reader.open(page.path)
    reader.press(again, again.form(FIRST), "next")
    assert reader.open(page.path).form(FIRST).bases["calculus"] == "2.1"


def test_what_a_form_does_not_mention_is_never_blanked(reader: Visitor, page: Page) -> None:
    reader.press(page, page.form(FIRST), "next", **dict.fromkeys(MATH, "3"))
    for sent in ({}, {"optimization": ""}, {"python": "2"}, {"calculus": "1"}):
        assert reader.post(page.path, **sent).status == 200
    assert reader.open(page.path).chosen == dict.fromkeys(MATH, "3") | {"calculus": "1"}
    assert reader.open("/assessments/1/programming").chosen == {}, (
        "an area saves only its own skills"
    )


def test_a_stale_form_overwrites_nothing_and_shows_both_values(reader: Visitor, page: Page) -> None:
    reader.put("calculus", {"level": 1, "revision": 1})
    refused = reader.press(page, page.form(FIRST), "next", calculus="4", optimization="2")
    assert (refused.status, refused.path) == (409, page.path)
    anchors = CATALOGUE.skill["calculus"].anchors
    stored, chosen = (f"{level} · {anchors[level][reader.language]}" for level in (1, 4))  # type: ignore[index]
    assert any(stored in text and chosen in text for _, text in refused.words)
    assert [link for link in refused.links if link.startswith("#") and link != "#main"] == [
        "#calculus"
    ]
    assert refused.chosen == {"calculus": "4", "optimization": "2"}, (
        "what was chosen here is still chosen"
    )
    assert reader.open(page.path).chosen == {"calculus": "1", "optimization": "2"}, (
        "the rest of the form is saved"
    )
    assert reader.press(refused, refused.form(FIRST), "next").path == f"/assessments/1/{SECOND}"
    assert reader.open(page.path).chosen["calculus"] == "4", (
        "sent again with both seen, it is saved"
    )


def test_a_stale_form_that_says_what_is_stored_is_no_conflict(reader: Visitor, page: Page) -> None:
    reader.put("calculus", {"level": 4, "revision": 1})
    assert (
        reader.press(page, page.form(FIRST), "next", calculus="4").path
        == f"/assessments/1/{SECOND}"
    )


def test_two_windows_with_different_answers_both_save_theirs(reader: Visitor, page: Page) -> None:
    other = reader.open(page.path)
    reader.press(page, page.form(FIRST), "next", calculus="1")
    assert reader.press(other, other.form(FIRST), "next", optimization="2").status == 200
    assert reader.open(page.path).chosen == {"calculus": "1", "optimization": "2"}


@pytest.mark.parametrize(
    "choice", ["5", "-1", "1.0", "two", "SKIP", " ", "null", "9" * 50, "\ufffd", "<b>"]
)
def test_an_unknown_level_is_refused_saves_nothing_and_leaves_all_else_chosen(
    reader: Visitor, page: Page, choice: str
) -> None:
    refused = reader.press(
        page, page.form(FIRST), "next", calculus=choice, optimization="2", linear_algebra="skip"
    )
    assert (refused.status, refused.path) == (400, page.path)
    assert refused.chosen == {"optimization": "2", "linear_algebra": "skip"}
    assert "#calculus" in refused.links
    assert "calculus-problem" in refused.data("id")
    assert "calculus-problem" in refused.data("aria-describedby")
    assert (
        "<b>"
        not in refused.html.replace("<b></b>", "")
        .partition('id="calculus"')[2]
        .partition("</fieldset>")[0]
    )
    assert reader.open(page.path).chosen == {}, "an invalid form saves nothing"


@pytest.mark.parametrize(
    "version",
    [
        "",
        "x",
        "9.1",
        ".",
        "1.",
        "1.-1",
        "1.99999999999",
        "4.4294967296",
        "skip",
        "\ufffd.1",
        "1.1 calculus.2.9",
        "1:1",
    ],
)
def test_a_form_with_a_forged_version_is_saved_or_a_conflict(
    reader: Visitor, page: Page, version: str
) -> None:
    reader.put("calculus", {"level": 1, "revision": 1})
    sent = reader.press(
        page, page.form(FIRST), "next", bases=f"calculus.{version} optimization", calculus="3"
    )
    assert sent.status in {200, 409}
    assert reader.open(page.path).chosen["calculus"] in {"1", "3"}


@pytest.mark.parametrize("token", ["", "old", "\xff"])
def test_an_expired_form_is_shown_again_with_its_choices_and_saved_the_second_time(
    reader: Visitor, page: Page, token: str
) -> None:
    back = reader.press(
        page, page.form(FIRST), "next", calculus="4", optimization="skip", csrf_token=token
    )
    assert (back.status, back.path, back.chosen) == (
        400,
        page.path,
        {"calculus": "4", "optimization": "skip"},
    )
    assert reader.open(page.path).chosen == {}
    assert reader.press(back, back.form(FIRST), "next").path == f"/assessments/1/{SECOND}"
    assert reader.open(page.path).chosen == {"calculus": "4", "optimization": "skip"}


def test_a_form_whose_session_is_gone_is_shown_again_with_its_choices(
    reader: Visitor, page: Page
) -> None:
    reader.client.delete_cookie("session")
    back = reader.press(page, page.form(FIRST), "next", calculus="4")
    assert (back.status, back.chosen) == (400, {"calculus": "4"})
    assert reader.press(back, back.form(FIRST), "next").path == f"/assessments/1/{SECOND}"


def test_an_expired_form_of_nobodys_assessment_or_area_shows_nothing(
    app: Flask, reader: Visitor, page: Page
) -> None:
    """An invalid token on a page that does not exist is no server error."""
    for path in ("/assessments/2/math", "/assessments/1/cooking"):
        assert reader.open(path, "POST", data={"csrf_token": "old"}).status == 400
    assert Visitor(app).open(page.path, "POST", data={"csrf_token": "old"}).status == 400


BUTTONS = {
    ("math", "next"): "/assessments/1/programming",
    ("programming", "back"): "/assessments/1/math",
    ("programming", "next"): "/assessments/1/ml",
    ("practice", "next"): "/assessments/1/review",
    ("practice", "back"): "/assessments/1/mlops",
    ("data", "save"): "/assessments",
    ("data", "math"): "/assessments/1/math",
    ("math", "practice"): "/assessments/1/practice",
}


@pytest.mark.parametrize(("area", "button"), BUTTONS)
def test_each_button_saves_the_answers_and_leads_where_it_says(
    reader: Visitor, page: Page, area: str, button: str
) -> None:
    here = reader.open(f"/assessments/1/{area}")
    skill = AREAS[area][0]
    assert reader.press(here, here.form(area), button, **{skill: "3"}).path == BUTTONS[area, button]
    assert reader.open(here.path).chosen == {skill: "3"}


def test_enter_goes_on_and_never_switches_the_language(reader: Visitor, page: Page) -> None:
    assert reader.press(page, page.form(FIRST)).path == f"/assessments/1/{SECOND}"
    assert reader.open("/").language == reader.language


@pytest.mark.parametrize("go", ["//evil.example", "https://evil.example", "nowhere", "", "back"])
def test_an_unknown_button_goes_on_within_the_questions(
    reader: Visitor, page: Page, go: str
) -> None:
    assert reader.post(page.path, go=go).path == f"/assessments/1/{SECOND}"
