"""Requirements as a value: what a stage of a role requires, in twelfths of a weight."""

import pytest

from app.catalogue.model import Catalogue
from app.scoring.counterfactual import change_to_readiness
from app.scoring.gaps import Gap, gaps
from app.scoring.level_ups import Counterfactual, LevelUp
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import (
    LEVEL_PARTS,
    RequiredItem,
    credit_by_thirds,
    required_skills,
    requirements_of,
)
from app.scoring.result import score
from tests.scoring.small import rate, small_catalogue, with_own_alternatives


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


@pytest.mark.parametrize(
    ("level", "credit"),
    [
        (1, (0, 3, 3, 3, 3)),
        (2, (0, 1, 3, 3, 3)),
        (3, (0, 0, 1, 3, 3)),
        (4, (0, 0, 0, 1, 3)),
    ],
)
def test_by_thirds_one_level_short_counts_a_third_unless_it_is_0(
    level: int, credit: tuple[int, ...]
) -> None:
    assert credit_by_thirds(level, 3) == credit


def test_alternatives_of_a_role_count_by_the_best_of_them_for_that_role_only() -> None:
    catalogue = with_own_alternatives()
    found = requirements_of(catalogue, "thinker", "lead")
    assert found.items == (RequiredItem("a|q", ("a", "q"), 2, 1, True, (0, 4, 12, 12, 12)),)
    assert stage_readiness(found, rate(0, 4, 4, 1)).met == 4
    assert stage_readiness(found, rate(2, 0, 0, None)).met == 12
    assert stage_readiness(found, rate(None, 4, 4, None)).skipped == 12
    assert score(catalogue, rate(2, 0, 0, 1)).stage_readiness("thinker", "lead").met == 12
    assert required_skills(catalogue, "thinker") == {"a", "b", "q"}
    assert gaps(found, rate(0, 4, 4, 1)).open == (Gap("a|q", 1, "q", 2, 1, 1, 8 / 12, True),)
    change = change_to_readiness(catalogue, rate(0, 4, 4, 1), found)
    assert change == Counterfactual("thinker", (LevelUp("q", 1, 2),))


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
