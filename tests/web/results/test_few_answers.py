"""Too few answers: no ranking, the fewest questions that bring one, and readiness as a range."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.catalogue.model import Catalogue
from app.scoring.information import questions_needed
from app.scoring.result import score
from config import Settings
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, SKILLS, Levels, Visitor, choice
from tests.web.results.test_frozen import returning, with_catalogue
from tests.web.sharing.shares import link

MakeApp = Callable[[Settings], Flask]

SOME: Levels = dict.fromkeys(SKILLS, None) | {"python": 3, "docker": 1, "kubernetes": 2}
NEEDED = questions_needed(CATALOGUE, SOME)
TEN: Levels = dict.fromkeys(SKILLS, None) | dict.fromkeys(questions_needed(CATALOGUE, {}), 2)
TARGET = {"role": "mlops_engineer", "stage": "junior"}
FIGURE = re.compile(r'<td class="n">([^<]*)</td>')
RANGE = re.compile(r"[0-9]+% to [0-9]+%")


def older() -> Catalogue:
    """Return our catalogue as it was before information."""
    scale = replace(CATALOGUE.scale, min_information=None, min_compared=None, min_answered=0.6)
    return replace(CATALOGUE, scale=scale)


def named(page: Page) -> list[str]:
    """Return the questions that the page says a ranking takes."""
    return [skill for each in page.data("data-needed") for skill in each.split()]


def figures(page: Page) -> list[str]:
    """Return the figures of the table of all roles."""
    return FIGURE.findall(page.html.partition("data-role=")[2].partition("</table>")[0])


def test_the_result_names_the_fewest_questions_and_each_leads_to_it(reader: Visitor) -> None:
    page = reader.result_of(SOME)
    assert named(page) == [*NEEDED]
    form = next(form for form in page.forms if form.values.get("from") == "1")
    assert [button["value"] for button in form.buttons] == [*NEEDED, NEEDED[0]]
    for skill in NEEDED:
        assert f">{CATALOGUE.skill[skill].name[reader.language]}</button>" in page.html  # type: ignore[index]
        sent = reader.post("/assessments", False, **{"from": "1", "go": skill})
        assert sent.headers["Location"] == f"/assessments/2/review#{skill}"


def test_answers_to_the_named_questions_bring_a_ranking_and_one_less_does_not(
    reader: Visitor,
) -> None:
    page = reader.result_of(SOME)
    review = reader.press(page, next(f for f in page.forms if f.values.get("from") == "1"))
    *most, last = NEEDED
    reader.press(review, review.form("/review"), "keep", **{skill: "1" for skill in most})
    review = reader.open(review.path)
    assert named(review) == [last]
    assert f"#{last}" in review.links
    done = reader.press(review, review.form("/review"), **{last: "0"})
    assert done.data("data-status") != ["not_enough"]
    assert named(done) == []


def test_the_review_links_to_the_questions_and_shows_their_choices(reader: Visitor) -> None:
    review = reader.answer(SOME)
    assert named(review) == [*NEEDED]
    assert [link[1:] for link in review.links if link[1:] in SKILLS] == [*NEEDED]
    for skill in SKILLS:
        line = review.html.partition(f'<li id="{skill}"')[2].partition("<summary>")[0]
        assert ("<details open>" in line) is (skill in NEEDED)
    assert named(reader.answer(CLEAR, 1)) == []


def test_an_answer_to_another_skill_of_a_group_is_as_good(reader: Visitor) -> None:
    review = reader.answer({**SOME, "tensorflow": None})
    alternatives = {each for found in review.data("data-any-of") for each in found.split()}
    assert {"pytorch", "tensorflow"} <= alternatives
    assert "pytorch" not in named(reader.answer({**SOME, "tensorflow": 0}, 1))


def test_ten_well_chosen_answers_are_enough(reader: Visitor) -> None:
    assert reader.result_of(TEN).data("data-status") == ["too_close"]


def test_without_a_ranking_roles_stand_in_the_catalogues_order(reader: Visitor) -> None:
    best_first = [each.role for each in score(CATALOGUE, SOME).order]
    assert best_first != [*CATALOGUE.role]
    page = reader.result_of(SOME)
    assert page.data("data-role") == [*CATALOGUE.role]
    target = next(form for form in page.forms if form.attributes.get("id") == "target")
    assert target.values["role"] == next(iter(CATALOGUE.role)), "no role is suggested"
    shared = reader.open(link(reader, "ratings"))
    assert shared.data("data-role") == [*CATALOGUE.role]
    file = reader.open("/assessments/1/result.md").html
    names = [CATALOGUE.role[id].name[reader.language] for id in CATALOGUE.role]  # type: ignore[index]
    rows = [line for line in file.splitlines() if line.startswith(tuple(f"| {n} |" for n in names))]
    assert [row.split(" | ")[0][2:] for row in rows] == names


@pytest.mark.parametrize("levels", [SOME, CLEAR])
def test_readiness_is_a_range_where_there_is_no_ranking(visitor: Visitor, levels: Levels) -> None:
    visitor.finish(levels)
    page = visitor.post("/assessments/1/target", **TARGET)
    ready = score(CATALOGUE, levels).stage_readiness("mlops_engineer", "junior")
    is_range = levels is SOME
    words = f"{int(100 * ready.now)}%" + (f" to {int(100 * ready.up_to)}%" if is_range else "")
    ends = "" if is_range else r"( |\.)"
    assert re.search(rf"Readiness: {words}{ends}", page.text)
    assert f"You meet {words} of what the target, junior, asks for" in page.text
    assert f"MLOps engineer, junior: {words} ready" in visitor.open("/assessments").text
    assert f"Readiness: {words}" in visitor.open("/assessments/1/result.md").html
    shared = visitor.open(link(visitor, "ratings"))
    for each in (page, shared):
        assert bool(RANGE.search(" ".join(figures(each)))) is is_range


def test_readiness_with_steps_done_since_is_a_range_too(visitor: Visitor) -> None:
    visitor.finish(SOME)
    visitor.post("/assessments/1/target", **TARGET)
    visitor.post("/assessments/1/plan", hours="7", go="today")
    visitor.post("/assessments/1/plan/steps/docker.1", do="done")
    page = visitor.open("/assessments/1")
    assert re.search(r"1 step of your plan: readiness [0-9]+% (to [0-9]+%|or more) now", page.text)


def test_a_shared_result_without_ratings_says_neither_skips_nor_an_upper_end(
    visitor: Visitor,
) -> None:
    visitor.finish(SOME)
    visitor.post("/assessments/1/target", **TARGET)
    page = visitor.open(link(visitor))
    assert named(page) == []
    assert re.search(r"Readiness: [0-9]*[05]% or more\.", page.text)
    assert not RANGE.search(page.text)
    assert named(visitor.open(link(visitor, "ratings"))) == [*NEEDED]


def test_a_result_of_before_information_stays_as_it_was(
    make_app: MakeApp, settings: Settings
) -> None:
    """Ten well-chosen answers were too few then, and the page says how many it took."""
    before = Visitor(with_catalogue(make_app(settings), older()))
    page = before.result_of(TEN)
    after = returning(before, make_app(settings))
    for shown in (page, after.open("/assessments/1")):
        assert shown.data("data-status") == ["not_enough"]
        assert named(shown) == []
        assert "10 of at least 24 answers" in shown.text
    form = next(form for form in page.forms if form.values.get("from") == "1")
    again = after.press(after.open("/assessments/1"), form)
    assert again.path == "/assessments/2/math"
    filled = {skill: choice(level) for skill, level in TEN.items()}
    assert after.post("/assessments/2/review", **filled).data("data-status") == ["too_close"]
