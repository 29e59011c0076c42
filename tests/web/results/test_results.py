"""From the review to the result: finished once, and shown with its degree of certainty."""

import pytest

from app.catalogue.model import STAGES, TOP_LEVEL
from app.scoring.gaps import gaps
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.web.finished_assessment import next_stage
from app.web.results.views import MAX_GAPS
from tests.support.page import Page
from tests.support.visitor import (
    AREAS,
    CATALOGUE,
    CLEAR,
    FEW,
    FLAT,
    MASTER,
    SKILLS,
    Levels,
    Visitor,
    choice,
)
from tests.web.results.explanations import in_language

ALMOST: Levels = dict.fromkeys(SKILLS, TOP_LEVEL - 1)
ROLES = tuple(CATALOGUE.role)


def names(reader: Visitor, *roles: str) -> list[str]:
    return [CATALOGUE.role[role].name[reader.language] for role in roles]  # type: ignore[index]


def heading(page: Page) -> str:
    """Return the text of the first heading."""
    return page.html.partition("<h1>")[2].partition("</h1>")[0]


def role_rows(page: Page) -> dict[str, dict[str, float]]:
    """Return the figures of the charts, by role in the page's order."""
    keys = ("data-match", *(f"data-readiness-{stage}" for stage in STAGES))
    return {
        found["data-role"]: {key: float(found[key]) for key in keys}
        for _, found in page.elements
        if "data-role" in found
    }


def test_the_review_names_every_answer_and_holds_the_choices_of_each(reader: Visitor) -> None:
    reader.begin()
    reader.put("docker", {"level": 3, "revision": 1})
    reader.put("calculus", {"level": None, "revision": 1})
    review = reader.open("/assessments/1/review")
    assert CATALOGUE.skill["docker"].anchors[3][reader.language] in review.text  # type: ignore[index]
    assert [id for id in review.data("id") if id in SKILLS] == list(SKILLS)
    assert review.chosen == {"docker": "3", "calculus": "skip"}
    marks = review.html.count(' class="open"')
    assert marks == len(SKILLS) - 2, "a skip is answered, an untouched question is not"


def test_resume_goes_to_the_first_open_area_and_at_last_to_the_review(reader: Visitor) -> None:
    reader.begin()
    begun = reader.put("calculus", {"level": None, "revision": 1})
    assert begun.status == 200
    for area, skills in AREAS.items():
        assert (
            reader.open("/assessments/1").path
            == reader.open("/assessments/1/resume").path
            == f"/assessments/1/{area}"
        )
        reader.post(f"/assessments/1/{area}", **dict.fromkeys(skills, "skip"))
    assert reader.open("/assessments/1").path == "/assessments/1/review"


PEOPLE: dict[str, Levels] = {
    "clear": CLEAR,
    "flat": FLAT,
    "few": FEW,
    "master": MASTER,
    "nothing": {},
    "almost": ALMOST,
}


@pytest.mark.parametrize("person", PEOPLE)
def test_the_result_says_what_scoring_says(reader: Visitor, person: str) -> None:
    page, expected = reader.result_of(PEOPLE[person]), score(CATALOGUE, PEOPLE[person])
    assert page.path == "/assessments/1"
    assert page.data("data-status") == [expected.status]
    assert page.data("data-closest") == [" ".join(expected.closest)]
    rows = role_rows(page)
    assert list(rows) == [each.role for each in expected.order]
    for each in expected.order:
        ready = {
            f"data-readiness-{stage}": expected.stage_readiness(each.role, stage).now
            for stage in STAGES
        }
        assert rows[each.role] == {"data-match": each.match} | ready


def test_the_people_of_these_tests_make_every_kind_of_result() -> None:
    assert {score(CATALOGUE, person).status for person in PEOPLE.values()} == {
        "ranked",
        "too_close",
        "not_enough",
    }


def test_a_clear_result_names_one_role_and_says_why(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    assert names(reader, "mlops_engineer")[0] in heading(page)
    deeds = [
        CATALOGUE.skill[skill].anchors[3][reader.language]
        for skill in ("docker", "kubernetes", "ci_cd", "monitoring", "model_serving")
    ]  # type: ignore[index]
    assert sum(deed in page.text for deed in deeds) >= 2, "what speaks for it is a deed of theirs"
    assert f"/roles/{ROLES[0]}" not in page.links, "no days to choose between"


def test_a_result_too_close_to_call_sets_the_days_side_by_side(reader: Visitor) -> None:
    page = reader.result_of(FLAT)
    for role in ROLES:
        assert all(moment[reader.language] in page.text for moment in CATALOGUE.role[role].day)  # type: ignore[index]
        assert CATALOGUE.role[role].question[reader.language] in page.text  # type: ignore[index]
    choices = [
        form
        for form in page.forms
        if form.action.endswith("/target")
        and form.values.get("role")
        and "stage" not in form.values
    ]
    assert sorted(form.values["role"] for form in choices) == sorted(ROLES)
    chosen = next(form for form in choices if form.values["role"] == "research_scientist")
    after = reader.press(page, chosen)
    selects = next(form for form in after.forms if form.attributes.get("id") == "target")
    assert selects.values["role"] == "research_scientist"


def test_too_few_answers_name_no_role_and_lead_on_from_them(reader: Visitor) -> None:
    page = reader.result_of(FEW)
    assert not any(name in heading(page) for name in names(reader, *ROLES))
    on = reader.press(page, next(form for form in page.forms if form.values.get("from") == "1"))
    assert on.path == "/assessments/2/review"
    assert on.chosen == {skill: choice(level) for skill, level in FEW.items()}


def test_core_requirements_are_marked_among_the_gaps(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    role = score(CATALOGUE, CLEAR).order[0].role
    stage = next_stage(score(CATALOGUE, CLEAR), role)
    missing = gaps(requirements_of(CATALOGUE, role, stage), CLEAR).open[:MAX_GAPS]
    assert {gap.core for gap in missing} == {True, False}
    for gap in missing:
        name = in_language(reader, CATALOGUE.item[gap.item].name)
        mark = {"en": "core", "ko": "핵심"}[reader.language]
        assert (f"{name} · {mark}" in page.text) == gap.core


def test_what_is_all_met_leaves_no_gap_and_nothing_to_plan(reader: Visitor) -> None:
    page = reader.result_of(MASTER)
    assert 'class="gap"' not in page.html
    assert reader.open("/assessments/1/plan").data("data-step") == []


def test_finishing_twice_gives_one_result_at_one_address(reader: Visitor) -> None:
    review = reader.answer(CLEAR)
    first, second = (reader.press(review, review.form("/review")) for _ in range(2))
    assert (first.path, second.path) == ("/assessments/1", "/assessments/1")
    assert first.text == second.text
    assert (
        len([link for link in reader.open("/assessments").links if link == "/assessments/1"]) == 1
    )


BACK = [
    "/assessments/1/review",
    "/assessments/1/resume",
    *(f"/assessments/1/{area}" for area in AREAS),
]


@pytest.mark.parametrize("path", BACK)
def test_back_after_finishing_shows_the_result(reader: Visitor, path: str) -> None:
    page = reader.result_of(FLAT)
    for again in (reader.open(path), reader.open("/assessments/1")):
        assert (again.status, again.path, again.text) == (200, "/assessments/1", page.text)
    if not path.endswith("resume"):
        sent = reader.post(path, calculus="0", python="0")
        assert sent.path == "/assessments/1"
        assert reader.open("/assessments/1").text == page.text, (
            "an old form sent again changes nothing"
        )


@pytest.mark.parametrize("token", ["old", ""])
def test_an_old_form_with_an_old_token_shows_the_result_too(reader: Visitor, token: str) -> None:
    page = reader.result_of(FLAT)
    sent = reader.open("/assessments/1/math", "POST", data={"csrf_token": token, "calculus": "0"})
    assert sent.path == "/assessments/1"
    assert reader.open("/assessments/1").text == page.text


WRONG_TARGETS = [
    {},
    {"role": ""},
    {"role": "chief"},
    {"role": "ml_engineer", "stage": "chief"},
    {"role": "ml_engineer", "stage": " "},
    {"stage": "lead"},
    {"role": "ml_engineer\x00"},
]


@pytest.mark.parametrize("typed", WRONG_TARGETS)
def test_an_invalid_target_is_refused_and_changes_nothing(
    reader: Visitor, typed: dict[str, str]
) -> None:
    page = reader.result_of(CLEAR)
    assert reader.post("/assessments/1/target", **typed).status == 400
    assert reader.open("/assessments/1").text == page.text


@pytest.mark.parametrize("body", [5, [1], "dl_engineer", {"role": ["dl_engineer"]}])
def test_a_body_that_is_no_form_chooses_no_target(visitor: Visitor, body: object) -> None:
    page = visitor.result_of(CLEAR)
    headers = {"X-CSRFToken": visitor.token}
    sent = visitor.open("/assessments/1/target", "POST", json=body, headers=headers)
    assert sent.status == 400
    assert visitor.open("/assessments/1").text == page.text
