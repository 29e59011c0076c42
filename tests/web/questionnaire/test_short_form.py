"""The short form: 14 questions, a result so far, and the questions that a plan still takes."""

import re
from collections.abc import Mapping

import pytest

from app.catalogue.model import STAGES, Stage
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.short_form import PAGE_SIZES, short_form_pages
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, SKILLS, Visitor

QUICK = "/assessments/1/quick"
SO_FAR = "/assessments/1/so-far"
FOR_PLAN = "/assessments/1/for-plan"
CLOUD = ("aws", "gcp", "azure")
NEWCOMER: Mapping[str, int] = dict.fromkeys(SKILLS, 0)
WORDS_BEFORE_RESULT = 1000


def stored_answers(visitor: Visitor) -> dict[str, int | None]:
    """What is stored, as the review shows it."""
    chosen = visitor.open("/assessments/1/review").chosen
    return {skill: None if value == "skip" else int(value) for skill, value in chosen.items()}


def questions(page: Page) -> list[str]:
    """The fields of a page's questions, in its order."""
    names = [f["name"] for form in page.forms for f in form.fields if f.get("type") == "radio"]
    return list(dict.fromkeys(names))


def as_stage(text: str) -> Stage:
    return next(stage for stage in STAGES if stage == text)


def chosen_for(field: str, levels: Mapping[str, int | None]) -> str:
    """The choice that stands for these levels at a question."""
    skills = CATALOGUE.item[field].skills
    rated = {skill: levels[skill] for skill in skills if levels.get(skill) is not None}
    best = max(rated, key=lambda skill: rated[skill] or 0, default=None)
    if best is None:
        return "skip"
    if len(skills) == 1:
        return str(rated[best])
    return f"{best}.{rated[best]}" if rated[best] else "none"


def answer_page(visitor: Visitor, page: Page, levels: Mapping[str, int | None] = CLEAR) -> Page:
    typed = {field: chosen_for(field, levels) for field in questions(page)}
    return visitor.press(page, page.form(QUICK), "next", **typed)


def answer_short(visitor: Visitor, levels: Mapping[str, int | None] = CLEAR) -> Page:
    """Answer the pages before the first result. Return the result so far."""
    page = visitor.begin_short()
    for _ in PAGE_SIZES:
        page = answer_page(visitor, page, levels)
    return page


def test_a_new_assessment_begins_with_the_short_form(visitor: Visitor) -> None:
    page = visitor.begin_short()
    assert page.path == QUICK
    assert questions(page) == list(next(short_form_pages(CATALOGUE, {})))


def test_14_questions_lead_to_a_result(reader: Visitor) -> None:
    page, asked = reader.begin_short(), []
    for _ in PAGE_SIZES:
        asked += questions(page)
        page = answer_page(reader, page)
    assert len(asked) == len(set(asked)) == 14
    assert page.path == SO_FAR
    assert page.data("data-closest")[0].split()[0] == "mlops_engineer"
    assert sorted(page.data("data-role")) == sorted(CATALOGUE.role)
    result = score(CATALOGUE, stored_answers(reader))
    matches = dict(zip(page.data("data-role"), page.data("data-match"), strict=True))
    assert {role: float(match) for role, match in matches.items()} == pytest.approx(
        {each.role: each.match for each in result.order}
    )
    assert sum(map(float, page.data("data-chance"))) == pytest.approx(1)


def test_what_is_shown_before_anything_is_unfolded_has_at_most_1000_words(reader: Visitor) -> None:
    page, words = reader.begin_short(), 0
    for _ in PAGE_SIZES:
        shown = re.sub(r"<details[^>]*>.*?</details>", "", page.html, flags=re.DOTALL)
        main = shown[shown.index("<main") : shown.index("</main>")]
        words += len(re.sub(r"<[^>]+>", " ", main).split())
        page = answer_page(reader, page, NEWCOMER)
    assert words <= WORDS_BEFORE_RESULT


def test_the_highest_levels_are_folded_until_one_below_is_chosen(visitor: Visitor) -> None:
    page = visitor.begin_short()
    assert "open" not in page.html[page.html.index('class="more"') :].split(">")[0]
    visitor.press(page, page.form(QUICK), "next", python="2")
    page = visitor.open(f"{QUICK}?page=1")
    assert '<details class="more" open>' in page.html
    assert page.chosen["python"] == "2"


def test_every_answer_counts_for_the_whole_assessment(visitor: Visitor) -> None:
    answer_short(visitor)
    stored = stored_answers(visitor)
    page = visitor.open("/assessments/1/programming")
    assert page.chosen["python"] == "2"
    assert stored["python"] == 2


@pytest.mark.parametrize(
    ("choice", "stored"),
    [
        ("gcp.3", {"gcp": 3}),
        ("none", dict.fromkeys(CLOUD, 0)),
        ("skip", {}),
        ("", {}),
    ],
)
def test_the_cloud_question_stores_what_it_names(
    visitor: Visitor, choice: str, stored: dict[str, int]
) -> None:
    page = visitor.begin_short()
    visitor.press(page, page.form(QUICK), "next", cloud=choice)
    assert {s: level for s, level in stored_answers(visitor).items() if s in CLOUD} == stored


def test_another_best_cloud_takes_the_place_of_the_first(visitor: Visitor) -> None:
    page = visitor.begin_short()
    visitor.press(page, page.form(QUICK), "next", cloud="gcp.3")
    visitor.press(visitor.open(QUICK), page.form(QUICK), "next", cloud="aws.1", bases=" gcp.3.1")
    assert {s: v for s, v in stored_answers(visitor).items() if s in CLOUD} == {
        "aws": 1,
        "gcp": None,
    }


def test_a_page_is_the_same_when_one_comes_back_to_it(visitor: Visitor) -> None:
    first = visitor.begin_short()
    second = answer_page(visitor, first)
    assert questions(second) != questions(first)
    back = visitor.press(second, second.form(QUICK), "back")
    assert questions(back) == questions(first)
    assert set(back.chosen) == set(questions(first))
    assert questions(visitor.open(QUICK)) == questions(second)


def test_later_pages_tell_apart_the_roles_that_are_left(visitor: Visitor) -> None:
    page = answer_short(visitor)
    before = set(stored_answers(visitor))
    more = visitor.open(f"{QUICK}?page=4")
    assert page.links.count(f"{QUICK}?page=4") == 1
    assert before.isdisjoint(questions(more))
    assert answer_page(visitor, more).path == SO_FAR


def test_too_few_answers_give_no_ranking_and_lead_on(visitor: Visitor) -> None:
    page = visitor.begin_short()
    page = visitor.press(page, page.form(QUICK), "next", python="1")
    assert page.path == QUICK
    page = visitor.open(SO_FAR)
    assert page.data("data-status") == ["not_enough"]
    assert page.data("data-role") == []
    assert QUICK in page.links


def test_nobody_is_told_a_role_from_zeros(reader: Visitor) -> None:
    page = answer_short(reader, NEWCOMER)
    assert page.data("data-status") == ["too_close"]
    assert len(page.data("data-closest")[0].split()) == len(CATALOGUE.roles)


def test_a_plan_takes_only_what_its_target_requires(visitor: Visitor) -> None:
    so_far = answer_short(visitor)
    [address] = [each for each in so_far.links if each.startswith(f"{FOR_PLAN}?")][:1]
    page = visitor.open(address.replace("&amp;", "&"))
    asked, before = questions(page), stored_answers(visitor)
    form = page.form(FOR_PLAN)
    target = requirements_of(CATALOGUE, form.values["role"], as_stage(form.values["stage"]))
    required = {skill for each in target.items for skill in each.any_of}
    assert asked
    assert set(asked).isdisjoint(before)
    assert all(required.intersection(CATALOGUE.item[each].skills) for each in asked)
    typed = {field: chosen_for(field, CLEAR) for field in asked}
    plan = visitor.press(page, form, **typed)
    assert plan.path == "/assessments/1/plan"
    assert plan.data("data-step")
    assert visitor.open(SO_FAR).path == "/assessments/1"


def test_an_unknown_choice_is_named_and_nothing_typed_is_lost(reader: Visitor) -> None:
    page = reader.begin_short()
    back = reader.press(page, page.form(QUICK), "next", python="2", framework="keras.2", sql="9")
    assert back.status == 400
    assert back.chosen["python"] == "2"
    assert stored_answers(reader) == {}
    assert [f"#{each}" in back.links for each in ("framework",)] == [True]


def test_a_form_without_a_valid_token_comes_back_with_its_choices(visitor: Visitor) -> None:
    page = visitor.begin_short()
    back = visitor.press(page, page.form(QUICK), "next", python="2", csrf_token="lost")
    assert (back.status, back.chosen) == (400, {"python": "2"})
    assert visitor.press(back, back.form(QUICK), "next").status == 200
    assert stored_answers(visitor) == {"python": 2}


def test_the_language_button_keeps_what_is_chosen(visitor: Visitor) -> None:
    page = visitor.begin_short()
    page = visitor.press(page, page.form(QUICK), "ko", python="1")
    assert (page.language, page.chosen) == ("ko", {"python": "1"})


def test_save_for_later_says_so_and_going_on_leads_back(visitor: Visitor) -> None:
    page = answer_page(visitor, visitor.begin_short())
    saved = visitor.press(page, page.form(QUICK), "save")
    assert saved.path == "/assessments"
    assert "Your answers are saved." in saved.text
    assert "/assessments/1/resume" in saved.links
    assert questions(visitor.open("/assessments/1/resume")) == questions(page)


def test_who_answers_by_area_goes_on_by_area(visitor: Visitor) -> None:
    page = visitor.begin()
    visitor.press(page, page.form(page.path), "next", calculus="1")
    assert visitor.open("/assessments/1/resume").path == "/assessments/1/math"


@pytest.mark.parametrize("path", [QUICK, SO_FAR, FOR_PLAN])
def test_a_finished_assessment_leads_to_its_result(visitor: Visitor, path: str) -> None:
    visitor.finish(CLEAR)
    assert visitor.open(path).path == "/assessments/1"


@pytest.mark.parametrize("place", ["0", "99", "x", "-1"])
def test_a_page_that_is_not_there_is_not_found(visitor: Visitor, place: str) -> None:
    visitor.begin_short()
    assert visitor.open(f"{QUICK}?page={place}").status in {200, 404}


def test_answers_changed_elsewhere_are_not_overwritten(visitor: Visitor) -> None:
    page = visitor.begin_short()
    visitor.put("python", {"level": 3, "revision": 1})
    back = visitor.press(page, page.form(QUICK), "next", python="1")
    assert back.status == 409
    assert stored_answers(visitor) == {"python": 3}
