"""Sensitivity of the first place to the coefficients."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import shake_256
from itertools import pairwise
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.scoring.items import item_ratings
from app.scoring.profiles import Profiles, profiles
from app.scoring.result import score
from app.scoring.steadiness import DRAWS, coefficient_draws, first_places
from tests.scoring.small import rate
from tests.support.strategies import catalogues, make_catalogue, rated, ratings
from tests.support.visitor import CLEAR

WHOLE = 65535
ROUNDING = 1e-4
"""In levels. It is far more than rounding a draw's coefficients can move a match."""


def firsts(catalogue: Catalogue, ratings: Ratings) -> dict[str, int]:
    return {each.role: each.draws for each in first_places(catalogue, ratings)}


def drawn_matches(numbers: Profiles, standing: list[float]) -> Iterator[dict[str, float]]:
    """Yield each role's match per draw by the definition.

    Every coefficient is multiplied by a factor from 0.8 to 1.2 and divided by their sum.
    """
    words = {
        (role, item): shake_256(f"{role}/{item}".encode()).digest(2 * DRAWS)
        for role in numbers.roles
        for item in numbers.items
    }

    def moved(role: str, item: str, coefficient: int, draw: int) -> float:
        return coefficient * (
            0.8 + 0.4 * int.from_bytes(words[role, item][2 * draw : 2 * draw + 2], "big") / WHOLE
        )

    for draw in range(DRAWS):
        rows = {
            role: [
                moved(role, item, value, draw)
                for item, value in zip(numbers.items, row, strict=True)
            ]
            for role, row in zip(numbers.roles, numbers.coefficients, strict=True)
        }
        yield {
            role: sum(map(prod, zip(row, standing, strict=True))) / sum(row)
            for role, row in rows.items()
        }


@given(rated())
def test_the_draws_are_those_of_the_definition(case: tuple[Catalogue, Ratings]) -> None:
    catalogue, person = case
    numbers = profiles(catalogue)
    found = item_ratings(numbers, person)
    standing = [
        found.total / found.divisor if level is None else float(level) for level in found.levels
    ]
    sure, open_draws = dict.fromkeys(numbers.roles, 0), 0
    for matches in drawn_matches(numbers, standing):
        best, second = sorted(matches, key=lambda role: -matches[role])[:2]
        if matches[best] - matches[second] > ROUNDING:
            sure[best] += 1
        else:
            open_draws += 1
    counted = firsts(catalogue, person)
    assert counted.keys() == sure.keys()
    assert all(sure[role] <= counted[role] <= sure[role] + open_draws for role in sure)
    assert sum(counted.values()) <= DRAWS


@given(st.data())
def test_adding_the_same_to_every_rating_changes_no_draw(data: st.DataObject) -> None:
    catalogue = data.draw(catalogues())
    person = data.draw(ratings(catalogue, high=2))
    higher = {skill: None if level is None else level + 2 for skill, level in person.items()}
    assert first_places(catalogue, higher) == first_places(catalogue, person)


@given(catalogues(), st.integers(0, 4))
def test_a_flat_profile_has_no_first_in_any_draw(catalogue: Catalogue, level: int) -> None:
    assert set(firsts(catalogue, dict.fromkeys(catalogue.skill, level)).values()) == {0}
    assert set(firsts(catalogue, {}).values()) == {0}


@given(rated())
def test_the_order_of_roles_and_items_changes_no_draw(case: tuple[Catalogue, Ratings]) -> None:
    catalogue, person = case
    roles = tuple(replace(role, match=role.match[::-1]) for role in catalogue.roles[::-1])
    turned = replace(
        catalogue, skills=catalogue.skills[::-1], items=catalogue.items[::-1], roles=roles
    )
    assert firsts(turned, person) == firsts(catalogue, person)


@given(catalogues())
def test_not_even_rounding_goes_by_the_order_of_items(catalogue: Catalogue) -> None:
    roles = tuple(replace(role, match=role.match[::-1]) for role in catalogue.roles)
    turned = replace(catalogue, items=catalogue.items[::-1], roles=roles)
    assert [row[::-1] for row in coefficient_draws(turned).rows] == list(
        coefficient_draws(catalogue).rows
    )


def test_a_skip_stands_at_the_mean_in_every_draw(small: Catalogue) -> None:
    skipped = firsts(small, rate(4, 0, None, None))
    assert skipped == firsts(small, rate(4, 0, 2, None))
    assert skipped != firsts(small, rate(4, 0, 3, None)), (
        "it is no matter of indifference where it stands"
    )


def test_a_role_far_ahead_is_first_in_every_draw() -> None:
    apart = make_catalogue(
        ["a", "b", "c"], {"one": [900_000, 50_000, 50_000], "other": [50_000, 900_000, 50_000]}
    )
    assert firsts(apart, {"a": 3, "b": 1, "c": 2}) == {"one": DRAWS, "other": 0}


def test_equal_profiles_share_the_draws_about_evenly() -> None:
    twins = make_catalogue(["a", "b"], {"one": [500_000, 500_000], "other": [500_000, 500_000]})
    found = firsts(twins, {"a": 4, "b": 0})
    assert sum(found.values()) == DRAWS
    assert min(found.values()) > 0.35 * DRAWS, "four standard errors from a half"


def test_where_every_draw_is_a_tie_nobody_is_first() -> None:
    alone = make_catalogue(
        ["a", "b"],
        {"one": [COEFFICIENT_SUM, 0], "other": [COEFFICIENT_SUM, 0], "third": [0, COEFFICIENT_SUM]},
    )
    assert firsts(alone, {"a": 4, "b": 0}) == {"one": 0, "other": 0, "third": 0}
    assert firsts(alone, {"a": 0, "b": 4}) == {"one": 0, "other": 0, "third": DRAWS}


def test_most_first_places_come_first_and_the_share_is_theirs(ours: Catalogue) -> None:
    found = first_places(ours, dict.fromkeys(ours.skill, 1) | {"research": 2, "docker": 2})
    assert all(one.draws >= next_one.draws for one, next_one in pairwise(found))
    assert [each.share for each in found] == [each.draws / DRAWS for each in found]


def test_a_clear_answer_of_ours_stays_what_it_is(ours: Catalogue) -> None:
    assert firsts(ours, CLEAR)[score(ours, CLEAR).order[0].role] == DRAWS


def test_everybody_meets_the_same_draws(small: Catalogue) -> None:
    """The draws are the same in every process and on every machine. Others change these figures."""
    assert firsts(small, rate(1, 1, 0, None)) == {"maker": 108, "runner": 0, "thinker": 92}
    assert firsts(small, rate(4, 0, 3, None)) == {"maker": 144, "runner": 56, "thinker": 0}


def test_a_level_outside_the_scale_is_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="a is rated 5"):
        first_places(small, rate(5, 1, 1, 1))
