"""Information: what each item carries, and the fewest questions that bring a ranking."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import Catalogue
from app.scoring.information import (
    INFORMATION_SUM,
    answered_information,
    information,
    is_enough_to_rank,
    questions_needed,
)
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from app.scoring.result import answers_needed, score
from tests.scoring.small import rate
from tests.support.strategies import make_catalogue, rated

FEWEST = 10
"""How many well-chosen answers are enough to rank by today's coefficients."""
IN_AREA_ORDER = 24
"""How many are when the questions are answered from the first on."""


def carried(catalogue: Catalogue, ratings: dict[str, int | None]) -> int:
    return answered_information(catalogue, item_ratings(profiles(catalogue), ratings))


def older(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue as it was before information."""
    scale = replace(catalogue.scale, min_information=None, min_compared=None, min_answered=0.6)
    return replace(catalogue, scale=scale)


def test_an_item_carries_its_mean_share_in_what_tells_two_roles_apart(small: Catalogue) -> None:
    """By hand: the squared differences of the three pairs, each divided by their sum."""
    expected = (
        (16 / 42 + 25 / 50 + 1 / 62) / 3,
        (1 / 42 + 25 / 50 + 36 / 62) / 3,
        (25 / 42 + 0 / 50 + 25 / 62) / 3,
    )
    assert [each / INFORMATION_SUM for each in information(small)] == pytest.approx(expected)


def test_a_group_counts_once_and_as_soon_as_one_of_it_is_answered(small: Catalogue) -> None:
    a, b, g = information(small)
    assert carried(small, rate(None, None, None, 0)) == g
    assert carried(small, rate(None, None, 3, 0)) == g
    assert carried(small, rate(1, 1, None, None)) == a + b


def test_roles_that_do_not_differ_add_nothing() -> None:
    rows = {"one": (600_000, 400_000), "same": (600_000, 400_000), "other": (500_000, 500_000)}
    assert information(make_catalogue(["a", "b"], rows)) == (INFORMATION_SUM // 2,) * 2
    alike = {"one": rows["one"], "same": rows["same"]}
    assert information(make_catalogue(["a", "b"], alike)) == (INFORMATION_SUM // 2,) * 2


def test_equal_items_are_rounded_by_id() -> None:
    thirds = {
        "x": (1_000_000, 0, 0),
        "y": (0, 1_000_000, 0),
        "z": (0, 0, 1_000_000),
    }
    third = INFORMATION_SUM // 3
    assert information(make_catalogue(["c", "b", "a"], thirds)) == (third, third, third + 1)


def test_ten_well_chosen_answers_are_enough_and_twenty_four_in_area_order(ours: Catalogue) -> None:
    """Exactly half is enough; the last of each is needed."""
    chosen, in_order = questions_needed(ours, {}), tuple(ours.skill)[:IN_AREA_ORDER]
    assert len(chosen) == FEWEST
    for skills in (chosen, in_order):
        assert score(ours, dict.fromkeys(skills, 2)).status != "not_enough"
    assert score(ours, dict.fromkeys(in_order[:-1], 2)).status == "not_enough"
    for skills in combinations(chosen, FEWEST - 1):
        assert score(ours, dict.fromkeys(skills, 2)).status == "not_enough"


def test_the_fewest_are_named_in_the_catalogues_order_with_one_of_each_group(
    ours: Catalogue,
) -> None:
    chosen = questions_needed(ours, {})
    assert [skill for skill in ours.skill if skill in chosen] == [*chosen]
    assert {"pytorch", "tensorflow"} & {*chosen} == {"pytorch"}
    assert "pytorch" not in questions_needed(ours, {"tensorflow": 0})


def test_a_catalogue_older_than_information_names_no_questions(ours: Catalogue) -> None:
    assert (questions_needed(older(ours), {}), answers_needed(older(ours))) == ((), 24)
    assert answers_needed(ours) is None


@given(rated())
def test_all_items_carry_the_whole(drawn: tuple[Catalogue, dict[str, int | None]]) -> None:
    catalogue, _ = drawn
    assert sum(information(catalogue)) == INFORMATION_SUM
    assert min(information(catalogue)) >= 0


@given(rated(), st.randoms(use_true_random=False))
def test_the_order_of_items_and_roles_changes_nothing(
    drawn: tuple[Catalogue, dict[str, int | None]], chance: Random
) -> None:
    catalogue, ratings = drawn
    items, roles, skills = [*catalogue.items], [*catalogue.roles], [*catalogue.skills]
    for each in (items, roles, skills):
        chance.shuffle(each)
    other = replace(catalogue, items=tuple(items), roles=tuple(roles), skills=tuple(skills))
    by_item = dict(zip([each.id for each in items], information(other), strict=True))
    assert by_item == dict(
        zip([each.id for each in catalogue.items], information(catalogue), strict=True)
    )
    assert {*questions_needed(other, ratings)} == {*questions_needed(catalogue, ratings)}


@given(rated(), st.data())
def test_another_answer_never_carries_less(
    drawn: tuple[Catalogue, dict[str, int | None]], data: st.DataObject
) -> None:
    catalogue, ratings = drawn
    skill = data.draw(st.sampled_from(sorted(catalogue.skill)))
    more = ratings | {skill: data.draw(st.integers(0, 4))}
    assert carried(catalogue, more) >= carried(catalogue, ratings)
    was, now = (score(catalogue, each).status != "not_enough" for each in (ratings, more))
    assert now or not was


@given(rated(most_skills=8))
def test_no_fewer_questions_would_bring_a_ranking(
    drawn: tuple[Catalogue, dict[str, int | None]],
) -> None:
    """Tried with every smaller set of skills."""
    catalogue, ratings = drawn
    needed = questions_needed(catalogue, ratings)
    is_ranked = is_enough_to_rank(catalogue, item_ratings(profiles(catalogue), ratings))
    if catalogue.scale.min_answered is not None:
        assert needed == ()
        return
    assert is_ranked == (needed == ())
    assert all(ratings.get(skill) is None for skill in needed)
    assert score(catalogue, ratings | dict.fromkeys(needed, 0)).status != "not_enough"
    for count in range(len(needed)):
        for fewer in combinations(catalogue.skill, count):
            assert score(catalogue, ratings | dict.fromkeys(fewer, 0)).status == "not_enough"
