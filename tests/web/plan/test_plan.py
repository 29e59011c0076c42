"""The plan page: steps in order, in weeks of the hours that the learner has."""

import html
import re

import pytest

from app.catalogue.model import Stage
from app.planning.model import USUAL_HOURS_A_WEEK, Target
from app.planning.plan import plan
from app.scoring.result import score
from app.web.finished_assessment import next_stage
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, FEW, Visitor

TARGET = Target("mlops_engineer", next_stage(score(CATALOGUE, CLEAR), "mlops_engineer"))


def steps(page: Page) -> list[tuple[str, str, str]]:
    return list(
        zip(page.data("data-step"), page.data("data-week"), page.data("data-hours"), strict=True)
    )


@pytest.mark.parametrize("hours", [1, 7, 40])
def test_the_plan_is_that_of_planning_at_the_chosen_pace(reader: Visitor, hours: int) -> None:
    reader.finish(CLEAR)
    usual = reader.open("/assessments/1/plan")
    assert usual.form("/plan").values["hours"] == str(USUAL_HOURS_A_WEEK)
    page = reader.press(usual, usual.form("/plan"), "keep", hours=str(hours))
    made = plan(CATALOGUE, CLEAR, TARGET, hours)
    assert (page.status, page.path, page.form("/plan").values["hours"]) == (
        200,
        "/assessments/1/plan",
        str(hours),
    )
    assert steps(page) == [
        (each.id, str(each.week_first or ""), str(each.hours)) for each in made.steps
    ]
    assert made.steps
    assert all(
        CATALOGUE.skill[each.skill].anchors[each.to_level][reader.language] in page.text
        for each in made.steps
    )  # type: ignore[index]
    assert steps(reader.open("/assessments/1/plan")) == steps(page), "the pace is kept"


def test_the_plan_says_how_far_readiness_could_go_where_answers_are_missing(
    reader: Visitor,
) -> None:
    ratings = {skill: level or 0 for skill, level in CLEAR.items()} | {"python": None}
    reader.finish(ratings)
    reader.post("/assessments/1/target", role=TARGET.role, stage=TARGET.stage)
    ready = score(CATALOGUE, ratings).stage_readiness(TARGET.role, TARGET.stage)
    says = {"en": "Up to {}% if every skipped skill", "ko": "요건을 모두 채운다면 {}%까지"}
    expected = says[reader.language].format(int(100 * ready.up_to))
    assert ready.up_to > ready.now
    assert expected in reader.open("/assessments/1/plan").text
    for step in ("python.0", "python.1", "python.2"):
        reader.post(f"/assessments/1/plan/steps/{step}", do="done")
    assert says[reader.language].split("{}")[0] not in reader.open("/assessments/1/plan").text


@pytest.mark.parametrize("stage", ["junior", "lead"])
def test_a_plan_of_over_400_hours_says_what_study_alone_cannot_do(
    reader: Visitor, stage: Stage
) -> None:
    reader.finish(CLEAR)
    reader.post("/assessments/1/target", role="mlops_engineer", stage=stage)
    made = plan(CATALOGUE, CLEAR, Target("mlops_engineer", stage), USUAL_HOURS_A_WEEK)
    says = {"en": "Study alone makes nobody senior.", "ko": "공부만으로 시니어가 되는 사람은"}
    page = reader.open("/assessments/1/plan")
    assert (says[reader.language] in page.text) == (made.hours > 400)
    assert (made.hours > 400) == (stage == "lead")


WRONG = [
    "0",
    "41",
    "-1",
    "",
    " ",
    "six",
    "6.5",
    "1e1",
    "٧٧٧",
    "9" * 20,
    "9" * 5000,
    "6 hours",
    "\ufffd",
    "<b>",
    "0x10",
]


@pytest.mark.parametrize("typed", WRONG)
def test_hours_that_cannot_be_come_back_as_typed_with_what_is_wrong(
    reader: Visitor, typed: str
) -> None:
    reader.finish(CLEAR)
    before = steps(reader.open("/assessments/1/plan"))
    page = reader.post("/assessments/1/plan", hours=typed)
    field = next(f for f in page.form("/plan").fields if f.get("name") == "hours")
    assert (page.status, field["value"], field["aria-invalid"], field["aria-describedby"]) == (
        400,
        typed,
        "true",
        "hours-problem",
    )
    assert "hours-problem" in page.data("id")
    assert steps(page) == before == steps(reader.open("/assessments/1/plan"))


def test_a_form_without_hours_is_refused_with_the_hours_that_hold(reader: Visitor) -> None:
    reader.finish(CLEAR)
    page = reader.post("/assessments/1/plan")
    assert (page.status, page.form("/plan").values["hours"]) == (400, str(USUAL_HOURS_A_WEEK))


def test_without_a_ranking_a_plan_waits_for_a_target_that_the_person_chooses(
    reader: Visitor,
) -> None:
    reader.finish(FEW)
    for address in ("plan", "plan.md"):
        assert reader.open(f"/assessments/1/{address}").path == "/assessments/1"
    reader.post("/assessments/1/target", role="dl_engineer", stage="junior")
    assert reader.open("/assessments/1/plan").data("data-step")


@pytest.mark.parametrize("path", ["/assessments/1/plan", "/assessments/1/compare/1"])
def test_before_the_finish_there_are_only_questions(reader: Visitor, path: str) -> None:
    reader.begin()
    page = reader.open(path)
    assert (page.status, page.path) == (200, "/assessments/1/quick")


@pytest.mark.parametrize("form", [{"hours": "9"}, {"role": "ml_engineer"}])
def test_before_the_finish_nothing_is_chosen(reader: Visitor, form: dict[str, str]) -> None:
    reader.begin()
    page = reader.post(
        "/assessments/1/plan" if "hours" in form else "/assessments/1/target", **form
    )
    assert page.path == "/assessments/1/quick"


def test_a_reason_names_an_earlier_step_of_the_plan_and_nothing_that_comes_later_or_is_met(
    visitor: Visitor,
) -> None:
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/target", role="mlops_engineer", stage="lead")
    page = visitor.open("/assessments/1/plan")
    steps = page.data("data-step")
    ids = {step.title.en: step.id for step in CATALOGUE.step.values()}
    parts = page.html.split('data-step="')[1:]
    told = [
        (part.split('"')[0], found)
        for part in parts
        for found in re.findall(r"<li>First “(.+?)”:", part)
    ]
    assert told
    for step, title in told:
        assert steps.index(ids[html.unescape(title)]) < steps.index(step)
