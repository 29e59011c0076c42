"""The map shows each rating exactly, and the same ratings give the same map."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.load import load_catalogue
from app.catalogue.model import LEVELS, Ratings
from app.catalogue.reading import load_reading
from app.scoring.skill_map.contours import contours, encloses
from app.scoring.skill_map.drawing import PIER, SkillMap, draw_map
from app.scoring.skill_map.terrain import heights

PLACES = load_reading().map
SKILLS = tuple(PLACES.skills)
RATINGS = st.fixed_dictionaries(
    {skill: st.none() | st.sampled_from(LEVELS) for skill in SKILLS}
) | st.sampled_from(LEVELS).map(lambda level: dict.fromkeys(SKILLS, level))


def drawn_levels(ratings: Ratings) -> dict[str, int]:
    """Return how many levels' lines enclose each skill's place."""
    ground = heights(PLACES, ratings)
    lines = [contours(ground, level) for level in LEVELS[1:]]
    return {
        id: sum(encloses(each, place.x, place.y) for each in lines)
        for id, place in PLACES.skills.items()
    }


def kinds(map: SkillMap) -> dict[str, str]:
    return {mark.place.id: mark.kind for mark in map.marks}


def test_every_skill_has_a_place() -> None:
    assert sorted(SKILLS) == sorted(skill.id for skill in load_catalogue().skills)


@given(RATINGS)
def test_the_level_drawn_at_each_skill_is_its_rating(ratings: Ratings) -> None:
    assert drawn_levels(ratings) == {skill: ratings[skill] or 0 for skill in SKILLS}


@given(RATINGS, st.randoms())
def test_the_order_of_the_ratings_changes_nothing(ratings: Ratings, dice: Random) -> None:
    mixed = list(ratings.items())
    dice.shuffle(mixed)
    required = dict.fromkeys(SKILLS[::3], 2)
    course = [skill for skill in required if (ratings[skill] or 0) < 2]
    again = draw_map(PLACES, dict(mixed), required, course)
    assert draw_map(PLACES, ratings, required, course) == again


def test_every_line_is_closed_and_every_number_whole() -> None:
    dice = Random(7)
    map = draw_map(PLACES, {skill: dice.choice(LEVELS) for skill in SKILLS})
    for path in (map.shelf, *map.land):
        lines = path.split("z")
        assert lines.pop() == ""
        assert all(line.startswith("M") and line.count("q") == 1 for line in lines)
        assert "." not in path


def test_nothing_rated_is_all_sea_and_the_course_starts_at_the_pier() -> None:
    map = draw_map(PLACES, dict.fromkeys(SKILLS, 0), {"python": 2}, ["python"])
    assert map.land == ()
    assert map.start == PIER
    assert kinds(map) == dict.fromkeys(SKILLS, "sea") | {"python": "missing"}


def test_a_skip_is_marked_and_has_no_ground() -> None:
    map = draw_map(PLACES, {"python": 3})
    assert kinds(map) == dict.fromkeys(SKILLS, "skipped") | {"python": "land"}
    assert (map.start, map.legs, map.controls) == (None, "", ())


@pytest.mark.parametrize("level", LEVELS[1:])
def test_all_alike_reaches_each_level_up_to_that_one(level: int) -> None:
    assert len(draw_map(PLACES, dict.fromkeys(SKILLS, level)).land) == level


def test_requirements_are_met_or_numbered_in_the_order_of_the_course() -> None:
    ratings = dict.fromkeys(SKILLS, 0) | {"python": 3, "sql": 1}
    required = {"python": 2, "sql": 2, "docker": 3, "nlp": 1, "pandas": 1}
    course = ["sql", "pandas", "nlp", "docker"]
    map = draw_map(PLACES, ratings, required, course)
    found = kinds(map)
    assert {skill: found[skill] for skill in required} == {
        "python": "met",
        **dict.fromkeys(course, "missing"),
    }
    places = PLACES.skills
    assert [(each.number, each.x, each.y) for each in map.controls] == [
        (number, places[skill].x, places[skill].y) for number, skill in enumerate(course, 1)
    ]
    assert map.start == (places["python"].x, places["python"].y)
    assert [len(map.near), len(map.later)] == [3, 1]
    assert map.legs.count("M") == 3


def test_a_higher_requirement_has_a_wider_circle() -> None:
    required = {"python": 1, "sql": 2, "docker": 3}
    map = draw_map(PLACES, {}, required, list(required))
    radii = [each.radius for each in map.controls]
    assert radii == sorted(set(radii))
