"""A catalogue's profiles are computed once and follow the catalogue's order."""

from dataclasses import replace

import pytest

from app.catalogue.model import Catalogue
from app.scoring.profiles import profiles
from tests.scoring.small import COEFFICIENTS, small_catalogue


def test_every_number_stands_in_the_catalogues_order(small: Catalogue) -> None:
    numbers = profiles(small)
    assert (numbers.skills, numbers.items, numbers.roles) == (
        ("a", "b", "p", "q"),
        ("a", "b", "g"),
        ("maker", "runner", "thinker"),
    )
    assert numbers.members == (("a",), ("b",), ("p", "q"))
    assert numbers.coefficients == tuple(COEFFICIENTS.values())


def test_squares_are_those_of_the_differences(small: Catalogue) -> None:
    squares = profiles(small).squares
    assert squares[0][1] == squares[1][0] == (400_000**2, 100_000**2, 500_000**2)
    assert squares[2][2] == (0, 0, 0)


def test_coefficients_are_found_by_item_whatever_their_order(small: Catalogue) -> None:
    turned = replace(
        small, roles=tuple(replace(role, match=role.match[::-1]) for role in small.roles)
    )
    assert profiles(turned) == profiles(small)


def test_an_item_without_a_coefficient_has_none(small: Catalogue) -> None:
    shortened = replace(
        small, roles=tuple(replace(role, match=role.match[1:]) for role in small.roles)
    )
    assert [row[0] for row in profiles(shortened).coefficients] == [0, 0, 0]


def test_the_same_catalogue_is_read_once_and_another_one_anew(small: Catalogue) -> None:
    assert profiles(small) is profiles(small)
    assert profiles(small_catalogue()) is not profiles(small)


def test_an_unknown_role_is_named_with_those_there_are(small: Catalogue) -> None:
    with pytest.raises(
        ValueError, match=r"^unknown role 'boss': give one of maker, runner, thinker$"
    ):
        profiles(small).place("boss")
