"""The short form asks few questions, in an order that only earlier answers decide."""

import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import Ratings
from app.evaluation.simulation import rate, ratings_of, true_levels
from app.scoring.information import answered_information, information_needed
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from app.scoring.result import score
from app.scoring.short_form import PAGE_SIZES, WARM_UP, short_form_page, short_form_pages
from tests.support.visitor import CATALOGUE, SKILLS

BEFORE_RESULT = len(PAGE_SIZES)
ITEMS = [item.id for item in CATALOGUE.items]
levels = st.one_of(st.none(), st.integers(0, 4))
ratings = st.dictionaries(st.sampled_from(SKILLS), levels)
everything = st.fixed_dictionaries(dict.fromkeys(SKILLS, st.integers(0, 4)))


def first_items(person: Ratings) -> list[str]:
    """The items of the questions before the first result."""
    return [
        item for page in islice(short_form_pages(CATALOGUE, person), BEFORE_RESULT) for item in page
    ]


def answered(person: Ratings, items: list[str]) -> dict[str, int | None]:
    """The ratings of these items' skills only."""
    return {
        skill: person[skill]
        for item in items
        for skill in CATALOGUE.item[item].skills
        if skill in person
    }


def test_it_asks_14_questions_before_the_first_result_and_a_warm_up_first() -> None:
    assert sum(PAGE_SIZES) == 14
    assert len(first_items({})) == 14
    assert first_items({})[0] == WARM_UP == "python"


@given(ratings)
def test_every_item_is_asked_once(person: Ratings) -> None:
    asked = [item for page in short_form_pages(CATALOGUE, person) for item in page]
    assert sorted(asked) == sorted(ITEMS)


@given(ratings, everything)
def test_a_page_depends_only_on_the_answers_to_earlier_pages(
    person: Ratings, otherwise: Ratings
) -> None:
    pages = short_form_pages(CATALOGUE, person)
    asked: list[str] = []
    for number, page in enumerate(islice(pages, BEFORE_RESULT + 1), 1):
        same_before = dict(otherwise) | dict(person)
        for item in ITEMS:
            if item not in asked:
                same_before |= {s: otherwise[s] for s in CATALOGUE.item[item].skills}
        same_before = {
            skill: level
            for skill, level in same_before.items()
            if skill in person or not any(skill in CATALOGUE.item[item].skills for item in asked)
        }
        assert short_form_page(CATALOGUE, same_before, number) == page
        asked += page


@given(everything)
def test_14_answers_are_enough_to_rank(person: Ratings) -> None:
    known = item_ratings(profiles(CATALOGUE), answered(person, first_items(person)))
    assert answered_information(CATALOGUE, known) >= information_needed(CATALOGUE.scale)


def test_a_page_beyond_the_last_is_empty() -> None:
    assert short_form_page(CATALOGUE, {}, 0) == ()
    assert short_form_page(CATALOGUE, {}, len(ITEMS)) == ()


@pytest.mark.verify
def test_the_first_two_roles_hold_the_full_forms_first_for_four_in_five() -> None:
    rng = random.Random(4)
    hits = [0, 0]
    people = 2000
    for _, truth in true_levels(CATALOGUE, people, rng):
        person = ratings_of(CATALOGUE, rate(CATALOGUE, truth, rng))
        full = score(CATALOGUE, person).order[0].role
        few = score(CATALOGUE, answered(person, first_items(person))).order
        hits[0] += few[0].role == full
        hits[1] += full in {few[0].role, few[1].role}
    assert hits[0] / people >= 0.7
    assert hits[1] / people >= 0.85
