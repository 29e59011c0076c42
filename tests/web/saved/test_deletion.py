"""My assessments: deleted, restored and purged."""

import pytest
from flask import Flask
from sqlalchemy import update

from app.storage.engine import writing
from app.storage.tables import assessment
from tests.conftest import context_of
from tests.support.visitor import CLEAR, Visitor
from tests.web.saved.test_saved import numbers

DAY = 24 * 3600


def test_a_deleted_assessment_is_gone_at_once_and_can_be_restored(reader: Visitor) -> None:
    shown = reader.result_of(CLEAR)
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
