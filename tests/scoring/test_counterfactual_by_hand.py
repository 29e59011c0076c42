"""The fewest level-ups in examples by hand: which skill rises, and how ties are broken."""

import pytest

from app.catalogue.model import Catalogue
from app.scoring.counterfactual import change_to_readiness
from app.scoring.level_ups import Counterfactual, LevelUp
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from tests.scoring.changes import change_to_lead, nearest_change
from tests.scoring.small import points, rate
from tests.support.strategies import make_catalogue, make_skill


def test_the_fewest_by_hand(small: Catalogue) -> None:
    ratings = rate(2, 1, 1, None)
    assert score(small, ratings).order[0].role == "maker"
    # maker 1.6, runner 1.2, thinker 1.1. One level of g adds 0.5 for runner,
    # one level of b adds 0.5 for thinker.
    assert change_to_lead(small, ratings, "runner") == Counterfactual(
        "runner", (LevelUp("p", 1, 2),)
    )
    assert change_to_lead(small, ratings, "thinker") == Counterfactual(
        "thinker", (LevelUp("b", 1, 3),)
    )
    assert nearest_change(small, ratings) == Counterfactual("runner", (LevelUp("p", 1, 2),))


def test_an_equal_role_needs_one_level_to_stand_strictly_above(small: Catalogue) -> None:
    assert nearest_change(small, rate(2, 2, 2, 0)) == Counterfactual(
        "runner", (LevelUp("p", 2, 3),)
    )


def test_of_roles_that_need_equally_few_the_nearer_one_is_named(small: Catalogue) -> None:
    ratings = rate(2, 1, 0, 0)
    assert [each.role for each in score(small, ratings).order] == ["maker", "thinker", "runner"]
    assert change_to_lead(small, ratings, "runner") == Counterfactual(
        "runner", (LevelUp("q", 0, 2),)
    )
    assert nearest_change(small, ratings) == Counterfactual("thinker", (LevelUp("b", 1, 3),))


def test_none_where_even_all_4s_would_not_do_it(small: Catalogue) -> None:
    assert nearest_change(small, rate(4, 4, 4, 4)) is None
    assert change_to_lead(small, rate(3, 0, 4, 0), "maker") is None
    assert change_to_lead(small, rate(4, 0, 4, 0), "runner") == Counterfactual("runner", ())


def test_none_where_nothing_is_answered(small: Catalogue) -> None:
    assert nearest_change(small, {}) is None
    assert change_to_lead(small, {}, "runner") is None


def test_only_answered_items_rise_and_the_skips_move_with_them(small: Catalogue) -> None:
    # b is skipped and takes the mean of a and g. Therefore one level of g adds 1/2 x 0.1 less for
    # runner than g alone.
    ratings = rate(2, None, 1, None)
    assert points(small, ratings) == {
        "maker": 2 * 1_300_000 + 900_000,
        "runner": 2 * 1_000_000 + 600_000,
        "thinker": 2 * 300_000 + 2_400_000,
    }
    assert change_to_lead(small, ratings, "runner") == Counterfactual(
        "runner", (LevelUp("p", 1, 3),)
    )
    assert change_to_lead(small, ratings, "thinker") == Counterfactual(
        "thinker", (LevelUp("p", 1, 3),)
    )


@pytest.mark.parametrize(
    ("p", "q", "skill", "start"),
    [
        (1, 0, "p", 1),
        (0, 1, "q", 1),
        (None, 0, "q", 0),
        (0, None, "p", 0),
        (0, 0, "q", 0),
        (1, 1, "p", 1),
        (2, 2, "p", 2),
        (None, None, "q", 0),
    ],
)
def test_of_a_group_the_best_answered_skill_rises_and_of_equals_the_one_with_the_shorter_next_step(
    small: Catalogue, p: int | None, q: int | None, skill: str, start: int
) -> None:
    change = change_to_readiness(small, rate(0, 0, p, q), requirements_of(small, "runner", "lead"))
    assert change.level_ups[0] == LevelUp(skill, start, 4)


def test_readiness_takes_the_greatest_gain_first(small: Catalogue) -> None:
    # in twelfths of a weight a level of g adds 20, of a 9, of b 6; 80 % of 120 is 96
    assert change_to_readiness(
        small, rate(0, 0, 0, None), requirements_of(small, "maker", "lead")
    ) == Counterfactual("maker", (LevelUp("p", 0, 3), LevelUp("a", 0, 4)))
    assert change_to_readiness(
        small, rate(2, 0, 3, None), requirements_of(small, "maker", "lead")
    ) == Counterfactual("maker", (LevelUp("a", 2, 4),))
    assert change_to_readiness(
        small, rate(3, 2, 3, None), requirements_of(small, "maker", "lead")
    ) == Counterfactual("maker", ())
    assert change_to_readiness(
        small, rate(3, 1, 3, None), requirements_of(small, "maker", "lead")
    ) == Counterfactual("maker", (LevelUp("a", 3, 4),))


def test_readiness_of_80_percent_exactly_is_enough() -> None:
    need = {"a": (1, 8), "b": (1, 2)}
    catalogue = make_catalogue(
        ["a", "b"],
        {"r": [500_000, 500_000], "s": [0, 1_000_000]},
        {"r": [need] * 3, "s": [need] * 3},
    )
    assert change_to_readiness(
        catalogue, {"a": 0, "b": 0}, requirements_of(catalogue, "r", "junior")
    ) == Counterfactual("r", (LevelUp("a", 0, 1),))
    assert change_to_readiness(
        catalogue, {"a": 1, "b": 0}, requirements_of(catalogue, "r", "junior")
    ) == Counterfactual("r", ())


def test_readiness_just_under_80_percent_is_not_enough() -> None:
    need = {"a": (1, 159), "b": (1, 41)}
    catalogue = make_catalogue(
        ["a", "b"],
        {"r": [500_000, 500_000], "s": [0, 1_000_000]},
        {"r": [need] * 3, "s": [need] * 3},
    )
    assert change_to_readiness(
        catalogue, {"a": 1, "b": 0}, requirements_of(catalogue, "r", "junior")
    ) == Counterfactual("r", (LevelUp("b", 0, 1),))


def test_one_point_above_is_strictly_above_and_the_smallest_gain_counts() -> None:
    # c is skipped: one level of a adds 2 x 1 - 1 = 1 point to s's distance from r,
    # which is 2 points behind.
    catalogue = make_catalogue(
        ["a", "b", "c"], {"r": [333_333, 333_333, 333_334], "s": [333_334, 333_333, 333_333]}
    )
    assert change_to_lead(catalogue, {"a": 0, "b": 2}, "s") == Counterfactual(
        "s", (LevelUp("a", 0, 3),)
    )


def test_levels_above_the_required_one_are_not_taken() -> None:
    need = {"a": (1, 10), "b": (4, 4), "c": (4, 4)}
    catalogue = make_catalogue(
        ["a", "b", "c"],
        {"r": [400_000, 300_000, 300_000], "s": [0, 500_000, 500_000]},
        {"r": [need] * 3, "s": [need] * 3},
    )
    found = change_to_readiness(catalogue, {}, requirements_of(catalogue, "r", "junior"))
    assert found == Counterfactual(
        "r", (LevelUp("a", 0, 1), LevelUp("b", 0, 3), LevelUp("c", 0, 2))
    )
    assert found.count == 6


@pytest.mark.parametrize(
    ("one", "two", "start", "risen"),
    [
        ((5, 20, 60, 12), (6, 20, 60, 12), 0, "one"),
        ((6, 20, 60, 12), (5, 20, 60, 12), 0, "two"),
        ((5, 20, 60, 12), (5, 20, 60, 12), 0, "one"),
        ((5, 20, 60, 12), (5, 20, 60, 6), 3, "two"),
        ((5, 20, 60, 6), (5, 20, 60, 12), 3, "one"),
        ((5, 20, 60, 12), (5, 20, 60, 12), 3, "one"),
    ],
)
def test_ties_of_gain_go_to_the_shorter_step_then_to_the_id(
    one: tuple[int, int, int, int], two: tuple[int, int, int, int], start: int, risen: str
) -> None:
    skills = [
        make_skill("two", two[:3], two[3]),
        make_skill("one", one[:3], one[3]),
        make_skill("met"),
    ]
    need = {"one": (start + 1, 1), "two": (start + 1, 1)} | ({"met": (1, 6)} if start == 0 else {})
    catalogue = make_catalogue(
        skills,
        {"r": [500_000, 250_000, 250_000], "s": [0, 500_000, 500_000]},
        {"r": [need] * 3, "s": [need] * 3},
    )
    found = change_to_readiness(
        catalogue, {"one": start, "two": start, "met": 4}, requirements_of(catalogue, "r", "junior")
    )
    assert found == Counterfactual("r", (LevelUp(risen, start, start + 1),))


def test_tied_levels_are_taken_shortest_step_first_from_the_bottom_up() -> None:
    skills = [
        make_skill("a", (9, 1, 1)),
        make_skill("b", (2, 50, 60)),
        make_skill("c", (3, 40, 60)),
    ]
    need = {"a": (4, 1), "b": (4, 1), "c": (4, 1)}
    row = {"r": [400_000, 300_000, 300_000], "s": [0, 500_000, 500_000]}
    catalogue = make_catalogue(skills, row, {"r": [need] * 3, "s": [need] * 3})
    found = change_to_readiness(
        catalogue, {"a": 0, "b": 0, "c": 0}, requirements_of(catalogue, "r", "junior")
    )
    # 10 of 12 levels: b 1 (2 h), c 1 (3), a 1 (9), a 2 (1), a 3 (1), c 2 (40), b 2 (50), b 3 (60),
    # c 3 (60), then a step of one month: a 4.
    assert found == Counterfactual(
        "r", (LevelUp("b", 0, 3), LevelUp("c", 0, 3), LevelUp("a", 0, 4))
    )


def test_study_comes_before_experience_whatever_it_takes() -> None:
    skills = [make_skill("a", (5, 20, 500), months=12), make_skill("b", (5, 20, 60), months=1)]
    need = {"a": (3, 3), "b": (4, 4)}
    catalogue = make_catalogue(
        skills, {"r": [500_000, 500_000], "s": [0, 1_000_000]}, {"r": [need] * 3, "s": [need] * 3}
    )
    # both gain 12 twelfths of a weight a level; 80 % of 84 is 67.2, and 12 + 36 is met
    found = change_to_readiness(
        catalogue, {"a": 1, "b": 3}, requirements_of(catalogue, "r", "junior")
    )
    assert found == Counterfactual("r", (LevelUp("a", 1, 3),))


def test_unknown_roles_and_stages_are_refused(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        change_to_lead(small, {}, "boss")
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        change_to_readiness(small, {}, requirements_of(small, "boss", "lead"))
    with pytest.raises(ValueError, match="unknown stage 'intern'"):
        change_to_readiness(small, {}, requirements_of(small, "maker", "intern"))  # type: ignore[arg-type]  # an untyped call
