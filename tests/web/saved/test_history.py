"""The history of all assessments: readiness for the target, and which changes exceed noise."""

import random
import re

import pytest
from flask import Flask
from sqlalchemy import update

from app.catalogue.model import Stage
from app.exports.words import percent
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.role_change import readiness_change
from app.storage.assessment_list import PAGE
from app.storage.engine import reading, writing
from app.storage.owners import find_owner
from app.storage.tables import assessment
from tests.conftest import context_of
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, FEW, FLAT, SKILLS, Levels, Visitor

DAY = 24 * 3600
NOTHING: Levels = dict.fromkeys(SKILLS, 0)
LITTLE: Levels = {**CLEAR, "docker": 2}
MUCH: Levels = dict.fromkeys(SKILLS, 3)
ROW = re.compile(r'<tr data-history="(\d+)">(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td[^>]*>(.*?)</td>")
LINE = re.compile(
    r'<line class="(rise|maybe)" x1="([\d.]+)%" y1="([\d.]+)%" x2="([\d.]+)%" y2="([\d.]+)%"/>'
)
DOT = re.compile(r'<circle cx="([\d.]+)%" cy="([\d.]+)%"')
TAG = re.compile(r"<[^>]+>")
MLOPS = "mlops_engineer"


def shown(reader: Visitor, *levels: Levels, stage: Stage = "lead") -> Page:
    """Return the list after such assessments.

    The last one's target is a stage of the MLOps engineer.
    """
    for each in levels:
        reader.finish(each)
    reader.post(f"/assessments/{len(levels)}/target", role=MLOPS, stage=stage)
    return reader.open("/assessments")


def rows(page: Page) -> dict[int, list[str]]:
    """Return each assessment's readiness, change, noise and verdict, oldest first."""
    return {
        int(number): [TAG.sub("", cell) for cell in CELL.findall(cells)]
        for number, cells in ROW.findall(page.html)
    }


def finished_before(app: Flask, number: int, days: int, reader: Visitor) -> None:
    """Set the finish of one of this person's assessments back by so many days."""
    mine = assessment.c.owner == owner_of(app, reader)
    with writing(context_of(app).engine) as db:
        db.execute(
            update(assessment)
            .where(mine, assessment.c.number == number)
            .values(finished_at=assessment.c.finished_at - days * DAY)
        )


def owner_of(app: Flask, reader: Visitor) -> int:
    cookie = reader.client.get_cookie("orienteer", "localhost")
    assert cookie
    with reading(context_of(app).engine) as db:
        found = find_owner(db, cookie.value)
    assert found
    return found.id


def title(page: Page) -> str:
    found = re.search(r"<figcaption>(.+?)</figcaption>", page.html)
    assert found
    return found[1]


def says(reader: Visitor, page: Page, en: str, ko: str) -> bool:
    return {"en": en, "ko": ko}[reader.language] in page.text


@pytest.mark.parametrize(
    "levels", [(), (CLEAR,), (CLEAR, FEW)], ids=["none", "one", "one and too few"]
)
def test_one_assessment_has_no_history(visitor: Visitor, levels: tuple[Levels, ...]) -> None:
    for each in levels:
        visitor.finish(each)
    assert "history" not in visitor.open("/assessments").data("id")


def test_the_title_says_what_was_found(app: Flask, reader: Visitor) -> None:
    shown(reader, NOTHING, CLEAR)
    finished_before(app, 1, 100, reader)
    now = percent(score(CATALOGUE, CLEAR).stage_readiness(MLOPS, "lead").now)
    page = reader.open("/assessments")
    assert re.search(
        {"en": rf", lead: 0% on \d+ .+, {now} today$", "ko": rf" 준비도: \d+년 .+ 0%, 오늘 {now}$"}[
            reader.language
        ],
        title(page),
    )
    assert says(reader, page, "That is a real rise: +", "정말 올랐어요.")
    finished_before(app, 2, 7, reader)
    later = title(reader.open("/assessments"))
    assert re.search(
        {"en": rf", {now} on \d+ .+$", "ko": rf", \d+년 .+ {now}$"}[reader.language], later
    )


def test_each_change_is_judged_as_the_comparison_judges_it(reader: Visitor) -> None:
    levels = (NOTHING, CLEAR, LITTLE, MUCH, FLAT)
    page = shown(reader, *levels)
    found = rows(page)
    assert list(found) == [1, 2, 3, 4, 5]
    assert [row[0] for row in found.values()] == [
        percent(score(CATALOGUE, each).stage_readiness(MLOPS, "lead").now) for each in levels
    ]
    verdicts = []
    for place in range(1, len(levels)):
        change = readiness_change(
            CATALOGUE, levels[place - 1], levels[place], requirements_of(CATALOGUE, MLOPS, "lead")
        )
        assert change.change
        verdicts.append(change.verdict)
        assert float(found[place + 1][1].replace("−", "-")) == pytest.approx(
            100 * change.change.value, abs=1
        )
        assert float(found[place + 1][2].removeprefix("±")) == pytest.approx(
            100 * change.change.noise, abs=0.5
        )
    words = {"en": {"rose": "rose", "fell": "fell", "within_noise": "within noise"}}
    words["ko"] = {"rose": "올랐어요", "fell": "내려갔어요", "within_noise": "오차 범위"}
    assert [row[3] for row in found.values()][1:] == [
        words[reader.language][each] for each in verdicts
    ]
    assert {"rose", "fell", "within_noise"} == set(verdicts)
    assert [kind for kind, *_ in LINE.findall(page.html)] == [
        "maybe" if each == "within_noise" else "rise" for each in verdicts
    ]


def test_the_latest_change_is_that_of_the_comparison_page(visitor: Visitor) -> None:
    page = shown(visitor, NOTHING, CLEAR, stage="senior")
    compared = visitor.open("/assessments/1/compare/2").html
    senior = re.search(
        r'<th scope="row">senior</th>' + 3 * r'<td class="n">(.+?)</td>',
        compared,
    )
    assert senior
    assert (rows(page)[1][0], rows(page)[2][0], rows(page)[2][2]) == senior.groups()


def test_places_are_by_days_and_by_readiness(app: Flask, visitor: Visitor) -> None:
    shown(visitor, NOTHING, CLEAR, MUCH)
    for number, days in {1: 100, 2: 75}.items():
        finished_before(app, number, days, visitor)
    page = visitor.open("/assessments")
    dots = [(float(x), float(y)) for x, y in DOT.findall(page.html)]
    assert [x for x, _ in dots] == [0, 25, 100]
    ready = [
        score(CATALOGUE, each).stage_readiness(MLOPS, "lead").now for each in (NOTHING, CLEAR, MUCH)
    ]
    assert [y for _, y in dots] == pytest.approx([100 * (1 - each) for each in ready], abs=0.01)


def test_those_of_one_day_stand_side_by_side(visitor: Visitor) -> None:
    dots = DOT.findall(shown(visitor, NOTHING, CLEAR, MUCH).html)
    assert [float(x) for x, _ in dots] == [0, 50, 100]


def test_what_cannot_be_compared_is_not_called_a_change(reader: Visitor) -> None:
    """Readiness is the same, but hardly any skill was answered both times."""
    first = {skill: 3 if n % 2 else None for n, skill in enumerate(SKILLS)} | dict.fromkeys(
        SKILLS[:12], 1
    )
    later = {skill: None if n % 2 else 3 for n, skill in enumerate(SKILLS)} | dict.fromkeys(
        SKILLS[:12], 1
    )
    page = shown(reader, first, later)
    assert rows(page)[2][1:] == [
        "–",
        "–",
        {"en": "not compared", "ko": "비교 안 함"}[reader.language],
    ]
    assert says(
        reader, page, "Too little of what this target asks for", "두 번 다 답한 것이 적어서"
    )
    assert [kind for kind, *_ in LINE.findall(page.html)] == ["maybe"]


def test_too_few_answers_are_no_point_and_that_is_said(reader: Visitor) -> None:
    page = shown(reader, NOTHING, FEW, CLEAR)
    assert list(rows(page)) == [1, 3]
    assert says(
        reader,
        page,
        "1 assessment is left out: it has too few answers, or it is older than this role.",
        "답이 적거나 이 직무가 생기기 전에 한 진단 1개는 뺐어요.",
    )


def test_the_history_goes_further_back_than_the_first_page_of_the_list(visitor: Visitor) -> None:
    shown(visitor, NOTHING, CLEAR)
    for number in range(PAGE):
        visitor.post("/assessments")
        visitor.put("sql", {"level": 1, "revision": 1}, number=3 + number)
    assert list(rows(visitor.open("/assessments"))) == [1, 2]
    assert "history" not in visitor.open("/assessments?before=4").data("id")


def test_a_deleted_assessment_leaves_the_history(visitor: Visitor) -> None:
    shown(visitor, NOTHING, CLEAR, MUCH)
    assert list(rows(visitor.post("/assessments/2/delete"))) == [1, 3]


def close_to_noise(base: int, stage: Stage, is_real: bool) -> tuple[Levels, Levels]:
    """Return ratings before and after whose readiness changes by almost exactly the noise."""
    chance, requirements = random.Random(1), requirements_of(CATALOGUE, MLOPS, stage)
    before = dict.fromkeys(SKILLS, base)
    while True:
        after = before | dict.fromkeys(chance.sample(SKILLS, 7), base + 2)
        change = readiness_change(CATALOGUE, before, after, requirements).change
        beyond = change.value - change.noise if change else 0.0
        if beyond and (beyond > 0) == is_real and abs(beyond) < 0.005:
            return before, after


@pytest.mark.parametrize(("base", "stage", "is_real"), [(1, "senior", False), (0, "lead", True)])
def test_the_figures_never_say_the_opposite_of_the_verdict(
    visitor: Visitor, base: int, stage: Stage, is_real: bool
) -> None:
    """Per cents are rounded down and the noise is not. Decimals tell close ones apart."""
    page = shown(visitor, *close_to_noise(base, stage, is_real), stage=stage)
    _, change, noise, verdict = rows(page)[2]
    assert verdict == ("rose" if is_real else "within noise")
    assert (float(change) > float(noise.removeprefix("±"))) == is_real
