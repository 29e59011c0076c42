"""How the match adds up and how firm the first place is, to the last digit that is shown."""

import re

import pytest

from app.catalogue.model import COEFFICIENT_SUM
from app.exports.words import signed
from app.scoring.match import contributions
from app.scoring.reasons import leads
from app.scoring.result import score
from app.scoring.steadiness import DRAWS, first_places
from app.web.results.reasons import format_average
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, FEW, FLAT, MASTER, Levels, Visitor
from tests.web.results.explanations import PEOPLE, plain, role_name, section

STAYS = {
    "en": "{draws} times: {role} still came first in {share}%.",
    "ko": "{draws}번 다시 계산해 봤어요. 그중 {share}%에서 {role} 직무가 그대로 맨 앞이었어요.",
}
SHARED = {
    "en": "{draws} times. First came: {shares}.",
    "ko": "{draws}번 다시 계산해 봤어요. 맨 앞에 온 비율은 이래요: {shares}.",
}
REST = {
    "en": "In the rest it was most often {role}.",
    "ko": "나머지에서는 {role} 직무가 가장 자주 맨 앞에 왔어요.",
}
MOVED = {"en": "moved at random", "ko": "무작위로"}
SKIPPED = {"en": "skipped", "ko": "건너뜀"}


def table(page: Page) -> list[list[str]]:
    rows = re.findall(r'<tr data-(?:part|sum)="(\w+)">(.*?)</tr>', page.html, re.DOTALL)
    return [
        [id, *(plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row))] for id, row in rows
    ]


@pytest.mark.parametrize("person", PEOPLE)
def test_how_the_match_adds_up_is_shown_to_the_last_digit(reader: Visitor, person: str) -> None:
    levels, page = PEOPLE[person], reader.result_of(PEOPLE[person])
    result = score(CATALOGUE, levels)
    role = result.order[0].role
    *rows, total = table(page)
    leads_by_item = dict(zip(CATALOGUE.items, leads(CATALOGUE, levels, role), strict=True))
    coefficients = {each.item: each.value for each in CATALOGUE.role[role].match}
    assert rows == [
        [
            part.item,
            SKIPPED[reader.language] if part.rating is None else str(part.rating),
            f"{coefficients[part.item] / 1000:.3f}",
            f"{part.value:.3f}",
            signed(leads_by_item[CATALOGUE.item[part.item]], 3),
        ]
        for part in contributions(CATALOGUE, levels, role)
    ]
    lead = result.order[0].match - sum(each.match for each in result.order[1:]) / (
        len(result.order) - 1
    )
    assert total == [
        role,
        "",
        f"{COEFFICIENT_SUM // 1000}",
        f"{result.order[0].match:.3f}",
        signed(lead, 3),
    ]
    for column, sum_shown in ((2, total[2]), (3, total[3]), (4, total[4])):
        figures = [float(row[column].replace("−", "-")) for row in rows]
        assert sum(figures) == pytest.approx(
            float(sum_shown.replace("−", "-")), abs=0.0005 * len(rows)
        )
    assert "/method" in section(page, "why")


def test_the_sum_is_that_of_the_target_where_one_was_chosen(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    page = visitor.post("/assessments/1/target", role="research_scientist", stage="senior")
    match = next(
        each.match for each in score(CATALOGUE, CLEAR).order if each.role == "research_scientist"
    )
    assert page.data("data-sum") == ["research_scientist"]
    assert table(page)[-1][3] == f"{match:.3f}"


@pytest.mark.parametrize("person", PEOPLE)
def test_the_page_says_how_much_the_first_place_depends_on_the_coefficients(
    reader: Visitor, person: str
) -> None:
    levels, page = PEOPLE[person], reader.result_of(PEOPLE[person])
    named, places = score(CATALOGUE, levels).closest, first_places(CATALOGUE, levels)
    shares = {each.role: 100 * each.draws // DRAWS for each in places}
    if len(named) == 1:
        expected = STAYS[reader.language].format(
            draws=DRAWS, role=role_name(reader, named[0]), share=shares[named[0]]
        )
    else:
        listed = ", ".join(f"{role_name(reader, role)} {shares[role]}%" for role in named)
        expected = SHARED[reader.language].format(draws=DRAWS, shares=listed)
    others = [each.role for each in places if each.role not in named and each.draws]
    rest = " " + REST[reader.language].format(role=role_name(reader, others[0])) if others else ""
    assert expected + rest in page.text
    assert others or REST[reader.language].partition("{")[0] not in page.text


@pytest.mark.parametrize("levels", [FLAT, FEW, MASTER])
def test_where_no_role_is_first_nothing_is_said_of_how_firm_it_is(
    reader: Visitor, levels: Levels
) -> None:
    assert MOVED[reader.language] not in reader.result_of(levels).text


def test_with_too_few_answers_no_sum_is_shown_even_for_a_chosen_target(visitor: Visitor) -> None:
    visitor.finish(FEW)
    page = visitor.post("/assessments/1/target", role="ml_engineer", stage="junior")
    assert section(page, "why")
    assert table(page) == []


@pytest.mark.parametrize(
    ("average", "words"),
    [(2.0, "2.0"), (1.44, "1.4"), (2.97, "2.97"), (3.03, "3.03"), (0.0, "0.0")],
)
def test_an_average_never_looks_like_a_rating_that_it_is_not(average: float, words: str) -> None:
    assert format_average(average) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0124, "+0.012"), (-0.0126, "−0.013"), (0.0004, "0.000"), (-0.0004, "0.000")],
)
def test_a_figure_that_rounds_to_nought_has_no_sign(value: float, words: str) -> None:
    assert signed(value, 3) == words
