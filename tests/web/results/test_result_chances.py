"""The result says this person's own chances, as counts of ten, in both languages."""

import re

import pytest

from app.scoring.chances import chances, counts_of_ten
from app.scoring.result import score
from tests.support.visitor import CATALOGUE, CLEAR, FEW, FLAT, MASTER, SKILLS, Levels, Visitor
from tests.web.results.explanations import PEOPLE, role_name
from tests.web.sharing.shares import link

AGAIN = {
    "en": "If you rated yourself again ten times: ",
    "ko": "열 번 다시 평가해 보면 이렇게 나올 거예요: ",
}
NAMED = {"en": "{count} × {role}", "ko": "{role} {count}번"}
OTHERS = {"en": "{count} × others", "ko": "그 밖의 직무 {count}번"}
GONE = {"en": ("nine in ten", "clear result"), "ko": ("열에 아홉", "분명한 결과")}
NOTHING: Levels = dict.fromkeys(SKILLS, 0)
KIND = {
    "en": ("everything 4", "everybody starts", "about alike"),
    "ko": ("가장 높은 4", "누구나 여기서 시작", "모든 역량을 비슷하게"),
}
ALIKE = {"all 4": (MASTER, 0), "all 0": (NOTHING, 1), "all alike": (FLAT, 2)}


def told(reader: Visitor, levels: Levels) -> str:
    """Return the sentence that a person's chances make."""
    counts = counts_of_ten(chances(CATALOGUE, levels))
    named = [each for place, each in enumerate(counts) if place == 0 or each.count > 1]
    rest = [each for each in counts if each not in named]
    if len(rest) == 1:
        named, rest = [*named, *rest], []
    parts = [
        NAMED[reader.language].format(count=each.count, role=role_name(reader, each.role))
        for each in named
    ]
    if rest:
        parts.append(OTHERS[reader.language].format(count=sum(each.count for each in rest)))
    return AGAIN[reader.language] + ", ".join(parts) + "."


@pytest.mark.parametrize("person", PEOPLE)
def test_the_page_says_what_ten_re_ratings_would_give(reader: Visitor, person: str) -> None:
    page = reader.result_of(PEOPLE[person])
    assert told(reader, PEOPLE[person]) in page.text
    assert page.text.count(AGAIN[reader.language]) == 1
    assert not any(each in page.text for each in GONE[reader.language])


@pytest.mark.parametrize("levels", [CLEAR, FLAT, FEW, PEOPLE["of three"]])
def test_every_role_has_its_chance_as_the_command_gives_it(
    visitor: Visitor, levels: Levels
) -> None:
    page = visitor.result_of(levels)
    share = {each.role: round(each.share, 10) for each in chances(CATALOGUE, levels)}
    order = [each.role for each in score(CATALOGUE, levels).order]
    assert page.data("data-role") == order
    assert page.data("data-chance") == [str(share[role]) for role in order]


@pytest.mark.parametrize("person", ALIKE)
def test_where_all_ratings_are_alike_it_says_so_kindly_instead_of_counting(
    reader: Visitor, person: str
) -> None:
    levels, place = ALIKE[person]
    page = reader.result_of(levels)
    assert AGAIN[reader.language] not in page.text
    said = [each in page.text for each in KIND[reader.language]]
    assert said == [each == place for each in range(3)]


def test_with_too_few_answers_nothing_is_said_of_chances(reader: Visitor) -> None:
    text = reader.result_of(FEW).text
    assert AGAIN[reader.language] not in text
    assert not any(each in text for each in KIND[reader.language])


@pytest.mark.parametrize("levels", [CLEAR, PEOPLE["of two"]])
def test_a_shared_result_tells_chances_only_where_ratings_are_shared(
    reader: Visitor, levels: Levels
) -> None:
    """Chances come from the ratings: exact ones would help to find a rating."""
    reader.finish(levels)
    with_ratings, without = reader.open(link(reader, "ratings")), reader.open(link(reader))
    assert told(reader, levels) in with_ratings.text
    assert AGAIN[reader.language] not in without.text
    assert without.data("data-chance") == []
    assert not any(each in without.text for each in GONE[reader.language])


def test_the_example_tells_its_own(reader: Visitor) -> None:
    page = reader.open("/example")
    assert page.text.count(AGAIN[reader.language]) == 1
    assert sum(map(float, page.data("data-chance"))) == pytest.approx(1)


def test_the_result_as_text_says_the_same(reader: Visitor) -> None:
    reader.finish(PEOPLE["of two"])
    text = reader.open("/assessments/1/result.md").html
    assert re.search(rf"(?m)^- {re.escape(told(reader, PEOPLE['of two']))}$", text)
