"""Gaps between the ratings and a stage's requirements."""

import pytest

from app.catalogue.model import Catalogue
from app.scoring.gaps import Gap, gaps
from app.scoring.requirements import requirements_of
from tests.scoring.small import rate
from tests.support.strategies import make_catalogue


def test_gaps_by_hand_dearest_first(small: Catalogue) -> None:
    found = gaps(requirements_of(small, "maker", "lead"), rate(3, 1, 0, 2))
    assert found.open == (
        Gap("g", 2, "q", 3, 5, 1, 20 / 120),
        Gap("b", 1, "b", 4, 2, 3, 18 / 120),
        Gap("a", 3, "a", 4, 3, 1, 9 / 120),
    )
    assert found.met == ()


def test_met_requirements_stand_apart_in_item_order_and_cost_nothing(small: Catalogue) -> None:
    found = gaps(requirements_of(small, "maker", "senior"), rate(3, 2, 1, 0))
    assert found.met == (Gap("a", 3, "a", 3, 3, 0, 0.0), Gap("b", 2, "b", 1, 2, 0, 0.0))
    assert found.open == (Gap("g", 1, "p", 2, 1, 1, 6 / 72),)


def test_a_skip_is_a_gap_of_the_whole_level_with_no_skill_that_counts(small: Catalogue) -> None:
    assert gaps(requirements_of(small, "maker", "junior"), rate(None, 0, None, None)).open == (
        Gap("a", None, None, 2, 3, 2, 36 / 48),
        Gap("g", None, None, 1, 1, 1, 12 / 48),
    )


def test_equal_costs_stand_in_item_order() -> None:
    need = {"c": (2, 2), "a": (1, 1), "b": (4, 2)}
    catalogue = make_catalogue(
        ["a", "b", "c"],
        {"r": [500_000, 250_000, 250_000], "s": [0, 500_000, 500_000]},
        {"r": [need] * 3, "s": [need] * 3},
    )
    assert [
        each.item
        for each in gaps(requirements_of(catalogue, "r", "junior"), {"a": 0, "b": 2, "c": 1}).open
    ] == ["a", "b", "c"]


def test_gaps_of_an_unknown_role_or_stage_are_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        gaps(requirements_of(small, "boss", "lead"), {})
    with pytest.raises(ValueError, match="unknown stage 'intern'"):
        gaps(requirements_of(small, "maker", "intern"), {})  # type: ignore[arg-type]  # an untyped call
