"""The comparison of two assessments: whether readiness and closest role changed beyond noise."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.catalogue.model import TOP_LEVEL
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.role_change import closest_role_change, readiness_change
from config import Settings
from tests.support.databases import in_each_language
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, SKILLS, Levels, Visitor
from tests.web.results.test_compare import LEARNED, compared, says
from tests.web.results.test_frozen import edited, returning, with_catalogue


def test_readiness_says_whether_it_is_more_than_noise(reader: Visitor) -> None:
    page = compared(reader, dict.fromkeys(CLEAR, 0), dict.fromkeys(CLEAR, TOP_LEVEL))
    assert says(
        reader,
        page,
        ", rose from 0% to 100%: more than rating yourself twice would give (±",
        "0%에서 100%로 올랐어요.",
    )
    reader.finish(dict.fromkeys(CLEAR, 0))
    assert says(
        reader,
        reader.open("/assessments/2/compare/3"),
        " to 0%: more than rating yourself twice",
        "0%로 내려갔어요.",
    )


def test_a_change_of_readiness_within_noise_is_named_as_such(reader: Visitor) -> None:
    reader.finish(CLEAR)
    reader.finish({**CLEAR, "docker": 2})
    reader.post("/assessments/2/target", role="mlops_engineer", stage="lead")
    page = reader.open("/assessments/1/compare/2")
    assert not says(
        reader, page, "counts only what was answered both times", "두 번 다 답한 역량만 세고"
    )
    assert says(
        reader,
        page,
        "now, within what rating yourself twice gives (±",
        "그냥 다시 답해도 생길 수 있는 차이예요(±",
    )


def test_readiness_leaves_out_what_was_skipped_once_and_says_so(reader: Visitor) -> None:
    reader.finish(LEARNED)
    reader.finish({**LEARNED, "docker": None})
    reader.post("/assessments/2/target", role="mlops_engineer", stage="senior")
    page = reader.open("/assessments/1/compare/2")
    then = readiness_change(
        CATALOGUE,
        LEARNED,
        {**LEARNED, "docker": None},
        requirements_of(CATALOGUE, "mlops_engineer", "senior"),
    )
    assert then.before == then.after
    assert says(
        reader,
        page,
        f"{int(100 * then.before)}% both times.",
        f"두 번 다 {int(100 * then.before)}%",
    )
    assert says(
        reader, page, "counts only what was answered both times", "두 번 다 답한 역량만 세고"
    )


def rated_again(verdict: str) -> tuple[Levels, Levels]:
    """Search for two ratings that name different roles and get this verdict, for any weights."""
    rng = random.Random(3)
    for _ in range(5_000):
        spread = rng.choice([1, 4])
        truth = {skill: rng.randint(0, TOP_LEVEL) for skill in CLEAR}
        before, after = (
            {
                skill: min(max(v + rng.randint(-spread, spread), 0), TOP_LEVEL)
                for skill, v in truth.items()
            }
            for _ in "12"
        )
        first, later = score(CATALOGUE, before).closest, score(CATALOGUE, after).closest
        still_named = first[0] in later and first[0] != later[0]
        told = (
            "still_named"
            if still_named
            else closest_role_change(CATALOGUE, before, after, first[0], later[0]).verdict
        )
        if set(first) != set(later) and told == verdict:
            return before, after
    raise AssertionError(f"nobody is told {verdict}")


@pytest.mark.parametrize(
    ("verdict", "en", "ko"),
    [
        (
            "really_changed",
            r"That is more than noise: .+ gained 0\.\d\d levels on .+ would give up to ±0\.\d\d\.",
            r"오차라고 보기는 어려워요\.",
        ),
        (
            "could_be_noise",
            r"That could be noise: .+ gained 0\.\d\d levels on .+ can give ±0\.\d\d\.",
            r"오차일 수 있어요\.",
        ),
        (
            "still_named",
            r" is named first both times, or cannot be told from the first\.",
            r"맨 앞과 우열을 가릴 수 없어요\.",
        ),
        ("same_role", r" came first both times\.", r"맨 앞 직무는 두 번 다 같아요"),
    ],
)
def test_another_answer_says_whether_it_really_changed(
    reader: Visitor, verdict: str, en: str, ko: str
) -> None:
    page = compared(reader, *rated_again(verdict))
    assert re.search({"en": en, "ko": ko}[reader.language], page.text)


def test_another_answer_from_few_common_skills_is_not_judged(reader: Visitor) -> None:
    """Both name roles from 24 skills each, 8 of them the same: first models, then operations."""
    modelling = {skill: 3 if skill in AREAS["ml"] else 1 for skill in SKILLS[:24]} | dict.fromkeys(
        SKILLS[24:]
    )
    operating = dict.fromkeys(SKILLS[:16]) | {skill: CLEAR[skill] for skill in SKILLS[16:]}
    page = compared(reader, modelling, operating)
    assert says(reader, page, "Too little is the same in both to say", "두 번에 겹치는 답이 적어서")


@in_each_language
def test_a_changed_questionnaire_is_said(
    make_app: Callable[[Settings], Flask], settings: Settings, tmp_path: Path, language: str
) -> None:
    before = Visitor(make_app(settings), language)
    page = compared(before, CLEAR, LEARNED)
    changed = {
        "en": "The questionnaire or its weights changed",
        "ko": "질문지나 가중치가 바뀌었어요",
    }[language]
    assert changed not in page.text
    after = returning(before, with_catalogue(make_app(settings), edited(tmp_path)))
    after.finish(LEARNED)
    assert changed in after.open("/assessments/1/compare/3").text
    assert changed not in after.open("/assessments/1/compare/2").text
