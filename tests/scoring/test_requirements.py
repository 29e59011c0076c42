"""Requirements as a value: what a stage of a role requires, in twelfths of a weight."""

import pytest

from app.catalogue.model import Catalogue
from app.scoring.requirements import LEVEL_PARTS, RequiredItem, requirements_of
from tests.scoring.small import rate, small_catalogue


def test_requirements_stand_in_the_catalogues_order_and_count_in_twelfths(
    small: Catalogue,
) -> None:
    assert LEVEL_PARTS == 12
    found = requirements_of(small, "maker", "lead")
    assert found.items == (
        RequiredItem("a", ("a",), 4, 3, False, (0, 9, 18, 27, 36)),
        RequiredItem("b", ("b",), 4, 2, False, (0, 6, 12, 18, 24)),
        RequiredItem("g", ("p", "q"), 3, 5, False, (0, 20, 40, 60, 60)),
    )
    assert (found.role, found.stage, found.whole) == ("maker", "lead", 120)
    assert found.name == small.role["maker"].name


def test_the_best_answered_alternative_counts(small: Catalogue) -> None:
    group = requirements_of(small, "maker", "lead").items[2]
    assert group.rating(rate(0, 0, 1, 3)) == 3
    assert group.rating(rate(0, 0, 1, None)) == 1
    assert group.rating(rate(0, 0, None, None)) is None
    assert (group.gain(1, 3), group.gain(3, 4)) == (40, 0)


def test_equal_catalogues_give_equal_requirements(small: Catalogue) -> None:
    assert requirements_of(small, "maker", "lead") is requirements_of(small, "maker", "lead")
    assert requirements_of(small_catalogue(), "maker", "lead") == requirements_of(
        small, "maker", "lead"
    )


def test_an_unknown_role_or_stage_is_named_with_those_there_are(small: Catalogue) -> None:
    with pytest.raises(
        ValueError, match=r"^unknown role 'boss': give one of maker, runner, thinker$"
    ):
        requirements_of(small, "boss", "lead")
    with pytest.raises(
        ValueError, match=r"^unknown stage 'intern': give one of junior, senior, lead$"
    ):
        requirements_of(small, "maker", "intern")  # type: ignore[arg-type]  # an untyped call
