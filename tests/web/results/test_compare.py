"""The comparison of two assessments: which ratings rose and fell, and which by more than noise."""

import re

import pytest

from app.scoring.change import area_changes, whole_change
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.role_change import readiness_change
from tests.support.page import Page
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, FEW, FLAT, Levels, Visitor
from tests.web.saved.test_history import finished_before

LEARNED: Levels = {**CLEAR, **dict.fromkeys(AREAS["data"], 2), "python": 3, "communication": 3}
"""CLEAR with all skills of data a level higher, and two others by one and two levels."""
FORGOT: Levels = {**CLEAR, **dict.fromkeys(AREAS["data"], 0)}
HALF: Levels = {**CLEAR, **dict.fromkeys(AREAS["data"][3:], None)}
ROW = re.compile(
    r'<th scope="row">([^<]+?)(?: <span class="([^"]+)">([^<]+)</span>)?</th>'
    r'((?:<td class="n">[^<]+</td>)+)'
)
NUMBERS = re.compile(r">([^<]+)<")


def compared(reader: Visitor, before: Levels, after: Levels) -> Page:
    reader.finish(before)
    reader.finish(after)
    return reader.open("/assessments/1/compare/2")


def tables(page: Page) -> list[dict[str, list[str]]]:
    """Return the rows of each table by name: the figures, and the mark of the name."""
    found = page.html.split("<table>")[1:]
    return [
        {
            name: [*NUMBERS.findall(cells), *([mark] if mark else [])]
            for name, _, mark, cells in ROW.findall(t)
        }
        for t in found
    ]


def name(reader: Visitor, skill: str) -> str:
    return CATALOGUE.skill[skill].name[reader.language]  # type: ignore[index]


def says(reader: Visitor, page: Page, en: str, ko: str) -> bool:
    return {"en": en, "ko": ko}[reader.language] in page.text


def test_rises_and_falls_are_shown_for_either_order_of_the_two(reader: Visitor) -> None:
    page = compared(reader, CLEAR, FLAT)
    assert page.text == reader.open("/assessments/2/compare/1").text
    rose, fell, appeared = tables(page)[2:]
    assert {each: row[0] for each, row in rose.items()} == {
        name(reader, s): str(v) for s, v in CLEAR.items() if v is not None and v < 2
    }
    assert {each: row[0] for each, row in fell.items()} == {
        name(reader, s): str(v) for s, v in CLEAR.items() if v is not None and v > 2
    }
    assert list(appeared) == [name(reader, "r")]


def test_what_was_finished_first_is_the_earlier_one_whatever_its_number(reader: Visitor) -> None:
    """An assessment that was imported or merged has a later number."""
    rose = tables(compared(reader, CLEAR, LEARNED))[2]
    finished_before(reader.app, 2, 3, reader)
    fell = tables(reader.open("/assessments/1/compare/2"))[2]
    assert name(reader, "python") in rose
    assert {each: row[:2] for each, row in fell.items()} == {
        each: row[1::-1] for each, row in rose.items()
    }


def test_single_skills_are_marked_from_two_levels_on(reader: Visitor) -> None:
    page = compared(reader, LEARNED, {**CLEAR, "calculus": 3, "docker": 1})
    rose, fell = tables(page)[2:4]
    mark = {"en": "2 levels or more", "ko": "2칸 이상"}[reader.language]
    assert rose == {name(reader, "calculus"): ["0", "3", mark]}
    assert [each for each, row in fell.items() if mark in row] == [
        name(reader, "docker"),
        name(reader, "communication"),
    ]
    assert says(
        reader,
        page,
        "A single skill exceeds noise once it moves by 2 levels. Of 39 skills 3 moved that far",
        "그만큼 달라진 것은 3개",
    )


def test_more_single_moves_than_noise_gives_are_said_to_be_more(reader: Visitor) -> None:
    page = compared(
        reader,
        dict.fromkeys(CLEAR, 0),
        {**dict.fromkeys(CLEAR, 0), **dict.fromkeys(AREAS["data"], 2)},
    )
    assert says(
        reader,
        page,
        "Of 40 skills 6 moved that far; rating yourself twice would move about 1.",
        "두 번 다 답한 40개 가운데 6개가 그만큼 달라졌어요. "
        "그냥 다시 답했다면 1개쯤 그랬을 거예요.",
    )


def test_an_area_that_rose_is_distinguished_from_noise(reader: Visitor) -> None:
    page = compared(reader, CLEAR, LEARNED)
    assert says(
        reader,
        page,
        "Data rose Up by 1.0 levels on average, more than noise (±0.8).",
        "데이터 올랐어요 평균 1.0칸 올랐고, 오차(±0.8칸)보다 커요.",
    )
    assert says(
        reader,
        page,
        "Programming within noise +0.2 levels on average, no more than noise (±0.8).",
        "프로그래밍 오차 범위 평균 +0.2칸으로, 오차(±0.8칸) 안이에요.",
    )
    assert says(
        reader,
        page,
        "Mathematics within noise The same on average.",
        "수학 오차 범위 평균은 그대로예요.",
    )
    assert says(
        reader, page, "Changed by more than noise: Data", "오차보다 크게 달라진 영역: 데이터"
    )


def test_an_area_that_fell_is_distinguished_from_noise(reader: Visitor) -> None:
    page = compared(reader, CLEAR, FORGOT)
    assert says(
        reader,
        page,
        "Data fell Down by 1.0 levels on average, more than noise (±0.7).",
        "데이터 내려갔어요 평균 1.0칸 내려갔고, 오차(±0.7칸)보다 커요.",
    )


def test_an_area_with_too_few_answers_is_not_compared(reader: Visitor) -> None:
    page = compared(reader, CLEAR, HALF)
    assert says(
        reader,
        page,
        "Data not compared Too few answers to compare: of 6 skills, 3 answered both times.",
        "데이터 비교 안 함 비교하기에는 답이 적어요. 역량 6개 가운데 두 번 다 답한 것은 3개예요.",
    )
    assert says(
        reader, page, "No area changed by more than noise", "오차보다 크게 달라진 영역은 없어요"
    )


@pytest.mark.parametrize(
    "after", [LEARNED, FORGOT, HALF, FLAT, FEW], ids=["learned", "forgot", "half", "flat", "few"]
)
def test_the_figures_are_those_of_scoring(reader: Visitor, after: Levels) -> None:
    page = compared(reader, CLEAR, after)
    means = [*area_changes(CATALOGUE, CLEAR, after).values(), whole_change(CATALOGUE, CLEAR, after)]
    areas, stages = tables(page)[:2]
    assert [mark for *_, mark in areas.values()] == [
        f"({each.both}/{each.asked})" for each in means
    ]
    shown = [
        [f"{each.mean.value:+.2f}", f"±{each.mean.noise:.2f}"] if each.mean else ["–", "–"]
        for each in means
    ]
    assert [[change.replace("−", "-"), noise] for change, noise, _ in areas.values()] == [
        ["0.00" if change == "+0.00" else change, noise] for change, noise in shown
    ]
    target = score(CATALOGUE, after).order[0].role
    for (*_, noise), stage in zip(stages.values(), CATALOGUE.role[target].stages, strict=True):
        change = readiness_change(
            CATALOGUE, CLEAR, after, requirements_of(CATALOGUE, target, stage)
        ).change
        assert noise == (f"±{100 * change.noise:.0f}" if change else "–")


@pytest.mark.parametrize(
    ("before", "after", "en", "ko"),
    [
        (
            CLEAR,
            FLAT,
            "All in all you rate yourself higher: by 0.7 levels a skill",
            "전체로 보면 올랐어요. 역량마다 평균 0.7칸",
        ),
        (
            FLAT,
            CLEAR,
            "All in all you rate yourself lower: by 0.7 levels a skill",
            "전체로 보면 내려갔어요. 역량마다 평균 0.7칸",
        ),
        (
            CLEAR,
            LEARNED,
            "no more than noise would give: +0.2 levels a skill",
            "달라졌다고 하기 어려워요. 역량마다 평균 +0.2칸",
        ),
        (
            CLEAR,
            FEW,
            "Of 40 skills, 9 were answered both times: too few",
            "역량 40개 가운데 두 번 다 답한 것이 9개예요.",
        ),
    ],
    ids=["higher", "lower", "noise", "few"],
)
def test_all_skills_together_come_first(
    reader: Visitor, before: Levels, after: Levels, en: str, ko: str
) -> None:
    assert says(reader, compared(reader, before, after), en, ko)


def test_who_answers_the_same_reads_a_calm_sentence(reader: Visitor) -> None:
    page = compared(reader, CLEAR, CLEAR)
    assert says(
        reader,
        page,
        "You gave the same ratings as before: nothing rose and nothing fell.",
        "지난번과 똑같이 답했어요.",
    )
    assert not says(reader, page, "Area by area", "영역별로 보면")
    assert not says(reader, page, "moved that far", "그만큼 달라")
    assert says(reader, page, "% both times.", "준비도: 두 번 다 ")


@pytest.mark.parametrize("typed", ["", "one", "-1", "1000000000", "1.5"])
def test_a_number_that_no_assessment_has_is_refused(visitor: Visitor, typed: str) -> None:
    visitor.finish(CLEAR)
    assert visitor.open(f"/assessments/1/compare?with={typed}").status == 400
    assert visitor.open("/assessments/1/compare").status == 400


def test_the_form_leads_to_the_address_of_the_comparison(visitor: Visitor) -> None:
    for levels in (CLEAR, FLAT, HALF):
        page = visitor.result_of(levels)
    form = page.form("/assessments/3/compare")
    numbers = [found["value"] for tag, found in page.elements if tag == "option"]
    assert numbers[-2:] == ["2", "1"], "newest first, without the one that is open"
    picked = visitor.press(page, form, **{"with": "1"})
    assert (picked.status, picked.path) == (200, "/assessments/3/compare/1")
