"""Readiness: the share of a stage's requirements that is met."""

import pytest

from app.catalogue.model import Catalogue, Ratings, Stage
from app.scoring.readiness import StageReadiness, stage_readiness
from app.scoring.requirements import requirements_of
from tests.scoring.small import rate
from tests.support.strategies import make_catalogue


@pytest.mark.parametrize(
    ("ratings", "stage", "met", "skipped", "whole"),
    [
        (rate(0, 0, 0, 0), "junior", 0, 0, 48),
        (rate(1, 0, 0, 0), "junior", 18, 0, 48),
        (rate(2, 0, 1, 0), "junior", 48, 0, 48),
        (rate(4, 4, 4, 4), "junior", 48, 0, 48),
        (rate(None, 0, 0, 1), "junior", 12, 36, 48),
        (rate(1, None, None, 0), "junior", 18, 0, 48),
        (rate(1, None, None, None), "junior", 18, 12, 48),
        (rate(2, 4, 1, 2), "senior", 24 + 24 + 12, 0, 72),
        (rate(3, 1, 2, 0), "lead", 27 + 6 + 40, 0, 120),
        (rate(None, None, None, None), "lead", 0, 120, 120),
    ],
)
def test_readiness_by_hand(
    small: Catalogue, ratings: Ratings, stage: Stage, met: int, skipped: int, whole: int
) -> None:
    found = stage_readiness(requirements_of(small, "maker", stage), ratings)
    assert found == StageReadiness(stage, met, skipped, whole)
    assert (found.now, found.up_to) == (met / whole, (met + skipped) / whole)


def by_thirds(*core: str) -> Catalogue:
    """Return a role that needs a 2 and b 1, of weight 3 and 1, at every stage."""
    need = {"a": (2, 3), "b": (1, 1)}
    rows = {"r": [500_000, 500_000], "s": [0, 1_000_000]}
    return make_catalogue(["a", "b"], rows, {"r": [need] * 3}, rule="thirds", core=core)


@pytest.mark.parametrize(
    ("a", "b", "met", "skipped", "core_missing", "word"),
    [
        (0, 0, 0, 0, 2, "starting_out"),
        (1, 0, 12, 0, 1, "on_the_way"),
        (0, 1, 12, 0, 1, "on_the_way"),
        (1, 1, 24, 0, 0, "on_the_way"),
        (2, 0, 36, 0, 1, "within_reach"),
        (2, 1, 48, 0, 0, "ready"),
        (4, 4, 48, 0, 0, "ready"),
        (None, 4, 12, 36, 1, "on_the_way"),
        (None, None, 0, 48, 2, "starting_out"),
    ],
)
def test_readiness_by_thirds_by_hand(
    a: int | None, b: int | None, met: int, skipped: int, core_missing: int, word: str
) -> None:
    requirements = requirements_of(by_thirds("a", "b"), "r", "junior")
    found = stage_readiness(requirements, {"a": a, "b": b})
    assert found == StageReadiness("junior", met, skipped, 48, core_missing)
    assert (found.word, found.is_ready) == (word, word == "ready")


@pytest.mark.parametrize(
    ("met", "core_missing", "word"),
    [
        (24, 0, "starting_out"),
        (25, 0, "on_the_way"),
        (54, 0, "on_the_way"),
        (55, 0, "within_reach"),
        (79, 0, "within_reach"),
        (80, 0, "ready"),
        (100, 1, "within_reach"),
        (30, 1, "on_the_way"),
    ],
)
def test_the_words_change_at_25_55_and_80_per_cent(met: int, core_missing: int, word: str) -> None:
    assert StageReadiness("senior", met, 0, 100, core_missing).word == word


def test_a_result_of_the_earlier_rule_has_no_word_and_is_ready_where_all_is_met() -> None:
    nearly, fully = StageReadiness("junior", 99, 0, 100), StageReadiness("junior", 100, 0, 100)
    assert (nearly.word, fully.word) == (None, None)
    assert (nearly.is_ready, fully.is_ready) == (False, True)


def test_an_unknown_role_or_stage_is_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        stage_readiness(requirements_of(small, "boss", "lead"), {})
    with pytest.raises(ValueError, match="unknown stage 'intern'"):
        stage_readiness(requirements_of(small, "maker", "intern"), {})  # type: ignore[arg-type]  # an untyped call
