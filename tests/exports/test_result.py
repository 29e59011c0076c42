"""A result as Markdown and PDF: what the page says, and every rating."""

import io
from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from app.catalogue.text import Text
from app.exports.pdf import result_as_pdf
from app.exports.result import Finished, result_as_markdown
from app.exports.words import Words
from app.planning.model import Target
from app.scoring.gaps import gaps
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from tests.exports.plans import ENGLISH, KOREAN, OURS, TRAP
from tests.support.visitor import CLEAR, FEW, FLAT, Levels

DAY = date(2026, 11, 25)
BOTH = pytest.mark.parametrize("words", [ENGLISH, KOREAN], ids=["en", "ko"])


def finished(ratings: Levels, target: Target | None = None) -> Finished:
    return Finished(score(OURS, ratings), OURS, ratings, DAY, target)


TOLD = [
    (CLEAR, "Closest to MLOps engineer", "MLOps 엔지니어에 가장 가까워요"),
    (FLAT, "Too close to call: all roles", "모든 직무가 비슷해서 하나를 가리기 어려워요"),
    (FEW, "Not enough answers to name a role", "직무를 가리기에는 답이 부족해요"),
]


@pytest.mark.parametrize(("ratings", "english", "korean"), TOLD)
def test_the_finding_stands_first(ratings: Levels, english: str, korean: str) -> None:
    for words, title in ((ENGLISH, english), (KOREAN, korean)):
        assert result_as_markdown(finished(ratings), words).splitlines()[0] == f"# {title}"


@BOTH
def test_every_rating_stands_in_its_area_with_its_deed(words: Words) -> None:
    page = MarkdownIt("js-default").render(result_as_markdown(finished(CLEAR), words))
    parts = {part.partition("</h2>")[0]: part for part in page.split("<h2>")}
    for area in OURS.areas:
        for each in OURS.skills_by_area[area.id]:
            level = CLEAR[each.id]
            row = next(
                row
                for row in parts[words.say(area.name)].split("<tr>")
                if f">{words.say(each.name)}<" in row
            )
            assert f">{'–' if level is None else level}<" in row
            if level is not None:
                assert words.say(each.anchors[level]).split()[0] in row


def test_what_is_missing_is_what_the_stage_asks_for() -> None:
    target = Target("ml_engineer", "senior")
    text = result_as_markdown(finished(CLEAR, target), ENGLISH)
    part = text.partition("## What is still missing for Machine learning engineer, senior")[
        2
    ].partition("\n## ")[0]
    missing = gaps(requirements_of(OURS, target.role, target.stage), CLEAR).open
    assert missing
    assert part.count("\n- ") == len(missing)
    for line, gap in zip((line for line in part.splitlines() if line), missing, strict=True):
        assert line.startswith(f"- **{OURS.item[gap.item].name.en.replace('#', chr(92) + '#')} ")
        assert f"→ {gap.level}**" in line


def test_without_a_named_role_no_distance_is_shown_and_without_a_target_no_gap() -> None:
    text = result_as_markdown(finished(FEW), ENGLISH)
    assert "Behind, in levels" not in text
    assert "missing" not in text
    assert "Behind, in levels" in result_as_markdown(finished(FLAT), ENGLISH)


def test_names_of_a_catalogue_cannot_change_the_page() -> None:
    name = Text(TRAP, TRAP)
    skills = tuple(replace(each, name=name, anchors=(name,) * 5) for each in OURS.skills)
    ours = replace(
        OURS, skills=skills, items=tuple(replace(each, name=name) for each in OURS.items)
    )
    found = Finished(score(ours, CLEAR), ours, CLEAR, DAY, Target("mlops_engineer", "lead"))
    page = MarkdownIt("js-default").render(result_as_markdown(found, ENGLISH))
    assert "<b>f</b>" not in page
    assert "<em>" not in page
    assert "<a " not in page


@BOTH
def test_the_pdf_holds_the_same_and_is_the_same_again(words: Words) -> None:
    found = finished(CLEAR, Target("mlops_engineer", "lead"))
    made = result_as_pdf(found, words)
    assert made == result_as_pdf(found, words)
    reader = PdfReader(io.BytesIO(made), strict=True)
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for each in OURS.skills:
        level = CLEAR[each.id]
        if level is not None:
            assert "".join(words.say(each.anchors[level]).split()) in text
    assert reader.trailer["/Root"]["/Lang"] == words.language
