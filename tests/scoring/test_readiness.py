"""Readiness: the share of a stage's requirements that is met."""

import pytest

from app.catalogue.model import Catalogue, Ratings, Stage
from app.scoring.readiness import StageReadiness, stage_readiness
from app.scoring.requirements import requirements_of
from tests.scoring.small import rate


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


def test_an_unknown_role_or_stage_is_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        stage_readiness(requirements_of(small, "boss", "lead"), {})
    with pytest.raises(ValueError, match="unknown stage 'intern'"):
        stage_readiness(requirements_of(small, "maker", "intern"), {})  # type: ignore[arg-type]  # an untyped call
