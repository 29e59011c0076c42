"""Several assessments: a new one, a correction, a comparison, and leaving a shared computer."""

import pytest
from flask import Flask

from tests.support.visitor import CATALOGUE, CLEAR, FLAT, MASTER, Visitor
from tests.web.returning.return_codes import enter, make_code
from tests.web.saved.test_saved import numbers


def test_a_correction_is_a_new_one_from_the_earlier_answers(reader: Visitor) -> None:
    shown = reader.result_of(CLEAR)
    listed = reader.open("/assessments")
    again = reader.press(
        listed, next(form for form in listed.forms if form.values.get("from") == "1")
    )
    assert again.path == "/assessments/2/math"
    assert again.chosen == {
        "linear_algebra": "1",
        "probability_statistics": "1",
        "calculus": "0",
        "optimization": "1",
    }
    assert again.form("/math").bases["calculus"] == "0.1"
    reader.press(again, again.form("/math"), "next", calculus="4")
    assert (
        reader.open("/assessments/1").text.count(
            CATALOGUE.skill["calculus"].anchors[4][reader.language]
        )
        == 0
    )  # type: ignore[index]
    assert reader.open("/assessments/1").data("data-match") == shown.data("data-match"), (
        "the earlier result stays as it was"
    )


@pytest.mark.parametrize("start_from", ["2", "0", "-1", "x", "", "9" * 30, "1 "])
def test_a_missing_assessment_cannot_be_started_from(visitor: Visitor, start_from: str) -> None:
    visitor.begin()
    assert visitor.post("/assessments", **{"from": start_from}).status == 404


def test_a_double_click_on_start_creates_one_assessment(reader: Visitor) -> None:
    home = reader.open("/")
    assert [reader.press(home, home.form("/assessments")).path for _ in range(3)] == [
        "/assessments/1/quick"
    ] * 3


def test_another_assessment_to_compare_with_is_picked_from_a_list(reader: Visitor) -> None:
    for person in (CLEAR, FLAT, MASTER):
        page = reader.result_of(person)
    picked = reader.press(page, page.form("/compare"), **{"with": "1"})
    assert (picked.status, picked.path) == (200, "/assessments/3/compare/1")


@pytest.mark.parametrize(
    ("other", "status"),
    [("x", 400), ("", 400), ("-1", 400), ("9" * 30, 400), ("7", 404), ("0", 404)],
)
def test_a_missing_assessment_cannot_be_compared(visitor: Visitor, other: str, status: int) -> None:
    visitor.finish(CLEAR)
    assert visitor.open("/assessments/1/compare", query_string={"with": other}).status == status


def test_leaving_clears_the_device_and_keeps_what_is_stored(app: Flask, reader: Visitor) -> None:
    reader.finish(CLEAR)
    code, shown = make_code(reader), reader.open("/assessments/1")
    page = reader.open("/leave")
    left = reader.press(page, page.form("/leave"))
    assert left.status == 200
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert reader.client.get_cookie("orienteer") is None
    assert reader.open("/assessments/1").status == 404
    assert numbers(reader.open("/assessments")) == []
    enter(reader, code)
    assert reader.open("/assessments/1").text == shown.text
