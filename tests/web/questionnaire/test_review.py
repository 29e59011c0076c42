"""The review: all forty answers can be changed there, and every button saves them."""

import re
from itertools import pairwise

import pytest
from flask import Flask

from tests.conftest import context_of
from tests.storage.refusal import REFUSALS, refusing
from tests.support.page import Page
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, Visitor, choice
from tests.web.http.test_language import faults

REVIEW = "/assessments/1/review"
SAVED = {skill: choice(level) for skill, level in CLEAR.items()}


@pytest.fixture
def review(reader: Visitor) -> Page:
    """Return the review of forty answers."""
    return reader.answer(CLEAR)


def saved(visitor: Visitor) -> dict[str, str]:
    """Return the stored choices, as the review shows them."""
    return visitor.open(REVIEW).chosen


def opened(page: Page) -> set[str]:
    """Return the skills whose choices are shown."""
    items = [found for tag, found in page.elements if tag in {"li", "details"}]
    return {li["id"] for li, details in pairwise(items) if "id" in li and "open" in details}


def test_it_shows_every_question_with_its_five_sentences_and_what_was_chosen(
    reader: Visitor, review: Page
) -> None:
    assert (review.path, review.chosen, opened(review)) == (REVIEW, SAVED, set())
    assert all(
        anchor[reader.language] in review.text
        for skill in CATALOGUE.skills
        for anchor in skill.anchors
    )  # type: ignore[index]


def test_an_answers_own_button_saves_it_and_returns_to_it(reader: Visitor, review: Page) -> None:
    form = review.form("/review")
    sent = reader.open(
        REVIEW, "POST", follow=False, data=form.values | {"python": "4", "go": "python"}
    )
    assert (sent.status, sent.headers["Location"]) == (303, f"{REVIEW}#python")
    assert saved(reader) == SAVED | {"python": "4"}
    assert reader.open(REVIEW).form("/review").bases["python"] == "4.2"


def test_all_questions_can_be_answered_there_from_the_start_and_lie_open(reader: Visitor) -> None:
    home = reader.open("/")
    form = next(
        form
        for form in home.forms
        if ("go", "review") in {(each.get("name"), each.get("value")) for each in form.buttons}
    )
    page = reader.press(home, form, "review")
    assert (page.path, opened(page)) == (REVIEW, set(CATALOGUE.skill))
    result = reader.press(page, page.form("/review"), **SAVED)
    assert (result.path, result.data("data-closest")) == ("/assessments/1", ["mlops_engineer"])


LEAVING = {
    "another answer's button": ("sql", REVIEW),
    "an area": ("math", "/assessments/1/math"),
    "back": ("practice", "/assessments/1/practice"),
}


@pytest.mark.parametrize("way", LEAVING)
def test_whatever_button_is_pressed_every_choice_is_saved(
    reader: Visitor, review: Page, way: str
) -> None:
    button, path = LEAVING[way]
    assert reader.press(review, review.form("/review"), button, python="4", aws="skip").path == path
    assert saved(reader) == SAVED | {"python": "4", "aws": "skip"}


def test_finishing_saves_what_was_chosen_and_not_saved_yet(reader: Visitor) -> None:
    review = reader.answer({})
    result = reader.press(review, review.form("/review"), **SAVED)
    assert (result.path, result.data("data-status"), result.data("data-closest")) == (
        "/assessments/1",
        ["ranked"],
        ["mlops_engineer"],
    )


def test_the_switch_saves_every_choice(reader: Visitor, review: Page) -> None:
    other = "ko" if reader.language == "en" else "en"
    turned = reader.press(review, review.form("/review"), other, python="4")
    assert (turned.path, turned.language, turned.chosen) == (REVIEW, other, SAVED | {"python": "4"})
    assert faults(turned, other) == []


@pytest.mark.parametrize("button", [None, "python", "math"])
def test_a_stale_choice_overwrites_nothing_shows_both_values_and_does_not_finish(
    reader: Visitor, review: Page, button: str | None
) -> None:
    reader.put("python", {"level": 1, "revision": 2})
    refused = reader.press(review, review.form("/review"), button, python="4", sql="3")
    assert (refused.status, refused.path, opened(refused)) == (409, REVIEW, {"python"})
    anchors = CATALOGUE.skill["python"].anchors
    for level in (1, 4):
        assert any(
            f"{level} · {anchors[level][reader.language]}" in text for _, text in refused.words
        )  # type: ignore[index]
    assert "#python" in refused.links
    assert saved(reader) == SAVED | {"python": "1", "sql": "3"}, (
        "the rest is saved, and it is not finished"
    )
    reader.press(refused, refused.form("/review"), "python")
    assert saved(reader)["python"] == "4", "sent again with both seen, it is saved"


def test_a_question_that_the_form_does_not_mention_is_not_blanked(
    reader: Visitor, review: Page
) -> None:
    reader.post(REVIEW, go="python", python="4")
    assert saved(reader) == SAVED | {"python": "4"}


def test_an_unknown_choice_is_named_and_saves_and_finishes_nothing(
    reader: Visitor, review: Page
) -> None:
    refused = reader.press(review, review.form("/review"), python="7", sql="3")
    assert (refused.status, opened(refused), "#python" in refused.links) == (
        400,
        {"python", "sql"},
        True,
    )
    assert refused.chosen == SAVED | {"sql": "3"}
    assert saved(reader) == SAVED


@pytest.mark.parametrize("token", ["", "old"])
def test_an_expired_review_is_shown_again_with_its_choices_open(
    reader: Visitor, review: Page, token: str
) -> None:
    back = reader.press(review, review.form("/review"), python="4", csrf_token=token)
    assert (back.status, back.chosen, opened(back)) == (400, SAVED | {"python": "4"}, {"python"})
    assert reader.press(back, back.form("/review"), "python").path == REVIEW
    assert saved(reader) == SAVED | {"python": "4"}


@pytest.mark.parametrize("how", REFUSALS)
def test_a_failed_save_of_the_review_keeps_every_choice(
    app: Flask, reader: Visitor, review: Page, how: str
) -> None:
    with refusing(context_of(app).engine, how):
        back = reader.press(review, review.form("/review"), python="4")
        assert (back.status, back.chosen, opened(back)) == (
            503,
            SAVED | {"python": "4"},
            {"python"},
        )
    assert reader.press(back, back.form("/review")).path == "/assessments/1"


def test_its_numbers_are_those_of_its_answers(reader: Visitor) -> None:
    review = reader.answer({"linear_algebra": 2, "calculus": None})
    assert dict(re.findall(r'data-total="(\w+)">(\d+)<', review.html)) == {
        "answered": "1",
        "skipped": "1",
        "open": "38",
    }
    done = dict(re.findall(r'data-done="(\w+)">(\d+)<', review.html))
    assert done == dict.fromkeys(AREAS, "0") | {"math": "2"}
