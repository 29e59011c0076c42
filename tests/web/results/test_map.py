"""The map of a result: small, with labels in the reader's language, and the same in words."""

import re
from itertools import combinations
from random import Random

import pytest
from flask import Flask, render_template_string

from app.catalogue.map_places import MAP_WIDTH
from app.catalogue.reading import load_reading
from app.planning.course_map import course_map
from app.planning.model import Target
from app.scoring.skill_map.drawing import draw_map
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, FEW, FLAT, Visitor
from tests.web.sharing.shares import link

PLACES = load_reading().map
PEOPLE = 1000
MOST_BYTES = 15_000
MACRO = '{% from "skill_map.html" import skill_map %}{{ skill_map(map) }}'


def drawing(page: Page) -> str:
    return page.html.partition('<svg class="map"')[2].partition("</svg>")[0]


def texts(page: Page, kind: str) -> list[str]:
    """Return the texts of a kind, whether they have the class or stand in groups that have it."""
    groups = re.findall(rf'<g class="{kind}[^>]*>(.*?)</g>', drawing(page))
    found = re.findall(r"<text[^>]*>(.*?)</text>", "".join(groups))
    found += re.findall(rf'<text class="{kind}"[^>]*>(.*?)</text>', drawing(page))
    return [re.sub("<[^>]+>", "", text).strip() for text in found]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_of_a_thousand_people_no_map_is_large(sqlite_app: Flask, language: str) -> None:
    dice, sizes = Random(7), list[int]()
    with sqlite_app.test_request_context(headers={"Accept-Language": language}):
        for _ in range(PEOPLE):
            top = dice.choice([1, 2, 4, 4])
            ratings = {id: dice.choice([None, *range(top + 1)]) for id in PLACES.skills}
            target = Target(dice.choice(CATALOGUE.roles).id, dice.choice(["junior", "lead"]))
            map = course_map(PLACES, CATALOGUE, ratings, target)
            sizes.append(len(render_template_string(MACRO, map=map).encode()))
    assert 4_000 < min(sizes) < max(sizes) <= MOST_BYTES


def test_it_names_every_skill_and_area_in_the_readers_language(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    names = [place.label[page.language] for place in PLACES.skills.values()]
    assert sorted(texts(page, "skills")) == sorted(names)
    assert len(texts(page, "skills near")) == 3
    areas = texts(page, "area-name")
    assert len(areas) == len(PLACES.areas)
    for found, area in zip(areas, PLACES.areas, strict=True):
        assert re.fullmatch(rf"{re.escape(area.label[page.language])}( \d+/\d+)?", found)


def test_its_caption_counts_the_requirements_of_each_area(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    caption = page.html.partition('<figcaption class="hidden">')[2].partition("</figcaption>")[0]
    for count in re.findall(r"<tspan>(\d+)/(\d+)</tspan>", drawing(page)):
        assert all(number in caption for number in count)
    assert all(area.label[page.language] in caption for area in PLACES.areas)


def test_three_controls_are_numbered_and_the_page_says_how_far_it_is(visitor: Visitor) -> None:
    page = visitor.result_of(CLEAR)
    assert texts(page, "number") == ["1", "2", "3"]
    weeks = re.search(r"About (\d+) weeks to senior", page.text)
    assert weeks
    plan = visitor.open("/assessments/1/plan")
    assert f"about {weeks[1]} weeks of study" in plan.text


def test_without_a_target_it_shows_no_course(visitor: Visitor) -> None:
    page = visitor.result_of(dict.fromkeys(CLEAR, 0))
    assert texts(page, "number") == []
    assert "land-1" not in drawing(page)
    assert "About" not in page.html.partition('class="panel"')[2].partition("<h2")[0]


def test_who_skipped_sees_question_marks(visitor: Visitor) -> None:
    assert texts(visitor.result_of(FEW), "skipped") == ["?"] * list(FEW.values()).count(None)


def test_a_flat_profile_is_drawn_flat(visitor: Visitor) -> None:
    page = visitor.result_of(FLAT)
    assert f"land-{max(level or 0 for level in FLAT.values())}" in drawing(page)


def test_a_shared_result_without_ratings_has_no_map(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    for boxes in ((), ("ratings",)):
        shared = Visitor(visitor.app).open(link(visitor, *boxes))
        assert ('class="map"' in shared.html) == bool(boxes)


def box(text: str, x: float, foot: float, size: float) -> tuple[float, float, float, float]:
    """Return the sides of a label: left, top, right, bottom.

    Widths are estimated: a Hangul letter is a square, others are about half as wide.
    """
    width = sum(size * (0.93 if letter > "\u1100" else 0.53) for letter in text) / 2
    return x - width, foot - 0.8 * size, x + width, foot + 0.2 * size


def covered(boxes: dict[str, tuple[float, float, float, float]]) -> list[tuple[str, str]]:
    """Return the pairs of labels of which one lies on the other."""
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if min(boxes[one][2], boxes[other][2]) - max(boxes[one][0], boxes[other][0]) > 3
        and min(boxes[one][3], boxes[other][3]) - max(boxes[one][1], boxes[other][1]) > 3
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_label_covers_another(language: str) -> None:
    boxes = {
        mark.place.id: box(mark.place.label[language], mark.place.x, mark.label_y, 18)
        for mark in draw_map(PLACES, CLEAR).marks
    } | {area.id: box(area.label[language] + " 9/9", area.x, area.y, 24) for area in PLACES.areas}
    assert covered(boxes) == []
    assert all(left >= 0 and right <= MAP_WIDTH for left, _, right, _ in boxes.values())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_on_a_phone_the_labels_of_the_first_three_controls_do_not_cover_one_another(
    language: str,
) -> None:
    """Of all threes of skills in an area, whose labels are large there."""
    names = {
        area.id: box(area.label[language] + " 9/9", area.x, area.y, 28) for area in PLACES.areas
    }
    for area in PLACES.areas:
        for course in combinations([skill.id for skill in area.skills], 3):
            marks = draw_map(PLACES, {}, dict.fromkeys(course, 2), course).marks
            boxes = {
                mark.place.id: box(mark.place.label[language], mark.place.x, mark.label_y, 26)
                for mark in marks
                if mark.is_near
            }
            assert covered(boxes | names) == []
