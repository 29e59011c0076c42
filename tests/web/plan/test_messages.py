"""Error pages, confirmations and empty lists describe this case and what to do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from config import Settings
from tests.conftest import context_of
from tests.storage.refusal import lose
from tests.support.databases import in_each_language
from tests.support.page import Page
from tests.support.visitor import CLEAR, MASTER, Visitor
from tests.web.plan.plan_pages import MONDAY, PLAN, aim, change, on, say, senior, tick


def says(reader: Visitor, text: str, en: str, ko: str) -> bool:
    return {"en": en, "ko": ko}[reader.language] in text


@pytest.mark.parametrize(
    "path",
    ["/assessments/1", "/assessments/7/plan", "/assessments/1/compare/2", "/assessments/9/name"],
)
def test_a_missing_assessment_has_another_error_page_than_a_missing_page(
    reader: Visitor, path: str
) -> None:
    assert says(
        reader,
        reader.open(path).text,
        "This assessment does not open here",
        "여기서는 열 수 없는 진단이에요",
    )
    reader.begin()
    reader.post("/assessments/1/delete")
    assert says(
        reader,
        reader.open(path).text,
        "It was deleted, it has another number since",
        "삭제했거나, 두 기기의 진단을",
    )
    for mistyped in ("/nothing", "/roles/nobody"):
        page = reader.open(mistyped)
        assert (
            page.status,
            says(reader, page.text, "There is no such page here", "찾는 페이지가 없어요"),
        ) == (404, True)
        assert not says(reader, page.text, "browser:", "브라우저의 진단")


@in_each_language
def test_a_failed_read_is_not_reported_as_a_failed_save(
    make_app: Callable[[Settings], Flask], settings: Settings, language: str
) -> None:
    app = make_app(settings)
    reader = Visitor(app, language)
    reader.finish(CLEAR)
    token = reader.token
    lose(context_of(app).engine)
    page = reader.open("/assessments/1")
    assert page.status == 503
    assert says(reader, page.text, "This cannot be opened just now", "지금은 열 수 없어요")
    sent = reader.open("/assessments", "POST", data={"csrf_token": token})
    assert (
        sent.status,
        says(reader, sent.text, "This could not be kept just now", "지금은 저장하지 못했어요"),
    ) == (503, True)


def test_nothing_to_restore_has_its_reasons(reader: Visitor) -> None:
    reader.finish(CLEAR)
    reader.post("/assessments/1/delete")
    back = reader.post("/assessments/1/restore")
    assert says(reader, back.text, "Assessment no. 1 is back.", "1회차 진단을 되살렸어요.")
    again = reader.post("/assessments/1/restore")
    assert (again.status, says(reader, again.text, "It is back already", "이미 되살렸거나")) == (
        404,
        True,
    )


def test_a_name_is_confirmed_whether_it_is_given_or_taken_away(reader: Visitor) -> None:
    reader.begin()
    assert says(
        reader,
        reader.post("/assessments/1/name", name="mine").text,
        "The name is kept.",
        "이름을 저장했어요.",
    )
    assert says(
        reader,
        reader.post("/assessments/1/name", name=" ").text,
        "The name is removed.",
        "이름을 지웠어요.",
    )
    assert not says(reader, reader.open("/assessments").text, "The name is", "이름을 지웠어요"), (
        "it is shown once"
    )


def test_an_empty_list_says_why_it_is_empty(reader: Visitor) -> None:
    none_yet = ("This browser has no assessments yet.", "아직 진단이 없어요.")
    assert says(reader, reader.open("/assessments").text, *none_yet)
    reader.begin()
    past_the_end = reader.open("/assessments?before=1")
    assert says(
        reader, past_the_end.text, "There are no older assessments", "더 오래된 진단은 없어요."
    )
    assert not says(reader, past_the_end.text, *none_yet)
    deleted = reader.post("/assessments/1/delete").text
    assert says(reader, deleted, "No other assessment is kept.", "다른 진단은 없어요.")
    assert not says(reader, deleted, *none_yet)


def offers_another_round(page: Page) -> bool:
    """Return whether the page offers a new assessment and another target."""
    return (
        page.form("/assessments").values.get("from") == "1"
        and "/assessments/1#target" in page.links
    )


def test_a_plan_without_study_leads_to_what_it_says(reader: Visitor) -> None:
    reader.finish(MASTER)
    reader.post("/assessments/1/target", role="mlops_engineer", stage="lead")
    week = reader.open(f"{PLAN}/week")
    assert (
        say(reader, "The plan holds no study step. It says why, and what is left for this target.")
        in week.text
    )
    assert week.links.count(PLAN) > 1


def test_the_end_of_a_plan_offers_another_round(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = senior()
    on(monkeypatch, MONDAY)
    aim(reader)
    change(reader, start=MONDAY.isoformat())
    assert say(reader, "Rate yourself again") not in reader.open(f"{PLAN}/week").text
    on(monkeypatch, MONDAY + timedelta(weeks=len(made.weeks)))
    late = reader.open(f"{PLAN}/week")
    assert say(reader, "The last week of this plan is over.") in late.text
    assert offers_another_round(late)
    on(monkeypatch, MONDAY)
    for step in made.steps:
        if step.kind == "study":
            tick(reader, step.id)
    done = reader.open(f"{PLAN}/week")
    assert say(reader, "All study of this plan is done") in done.text
    assert offers_another_round(done)
