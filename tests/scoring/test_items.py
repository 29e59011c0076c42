"""Skills are reduced to items: the best answered rating of a group counts."""

from dataclasses import replace

import pytest

from app.catalogue.model import Catalogue
from app.scoring.items import CachedRatings, counted_skill, item_ratings
from app.scoring.profiles import profiles
from tests.scoring.small import rate

GROUP = ("p", "q")


@pytest.mark.parametrize(
    ("p", "q", "level", "skill"),
    [
        (1, 3, 3, "q"),
        (3, 1, 3, "p"),
        (2, 2, 2, "p"),
        (0, 0, 0, "p"),
        (None, 1, 1, "q"),
        (0, None, 0, "p"),
        (None, 0, 0, "q"),
        (None, None, None, None),
    ],
)
def test_a_groups_rating_is_its_best_answered_members(
    small: Catalogue, p: int | None, q: int | None, level: int | None, skill: str | None
) -> None:
    ratings = rate(1, 1, p, q)
    assert item_ratings(profiles(small), ratings).levels == (1, 1, level)
    assert counted_skill(GROUP, ratings) == skill


def test_a_skip_is_not_a_zero(small: Catalogue) -> None:
    skipped, zero = (
        item_ratings(profiles(small), rate(4, None, 2, 2)),
        item_ratings(profiles(small), rate(4, 0, 2, 2)),
    )
    assert (
        skipped.levels,
        skipped.answered,
        skipped.total,
        skipped.skipped,
        skipped.skills_answered,
    ) == ((4, None, 2), 2, 6, (1,), 3)
    assert (zero.levels, zero.answered, zero.total, zero.skipped, zero.skills_answered) == (
        (4, 0, 2),
        3,
        6,
        (),
        4,
    )


def test_a_missing_entry_is_a_skip(small: Catalogue) -> None:
    assert item_ratings(profiles(small), {"a": 4}) == item_ratings(
        profiles(small), rate(4, None, None, None)
    )


def test_entries_that_are_no_skill_are_passed_over(small: Catalogue) -> None:
    assert item_ratings(
        profiles(small), {**rate(1, 2, 3, 4), "g": 9, "juggling": 9}
    ) == item_ratings(profiles(small), rate(1, 2, 3, 4))


def test_the_mean_can_be_taken_where_nothing_is_answered(small: Catalogue) -> None:
    person = item_ratings(profiles(small), {})
    assert (person.levels, person.answered, person.total, person.divisor) == (
        (None, None, None),
        0,
        0,
        1,
    )
    assert item_ratings(profiles(small), rate(1, 2, 3, 4)).divisor == 3


@pytest.mark.parametrize("level", [-1, 5, 2.5])
def test_a_level_outside_the_scale_is_named_with_its_skill(small: Catalogue, level: int) -> None:
    with pytest.raises(
        ValueError,
        match=rf"^q is rated {level}: give a whole level from 0 to 4, or none for a skip$",
    ):
        item_ratings(profiles(small), rate(0, 0, 0, level))


def test_cached_ratings_are_reduced_once_per_catalogue_to_the_same_answers(
    small: Catalogue,
) -> None:
    ratings = rate(1, None, 2, 3)
    cached = CachedRatings(ratings)
    found = item_ratings(profiles(small), cached)
    assert found == item_ratings(profiles(small), ratings)
    assert item_ratings(profiles(small), cached) is found
    other = replace(small, items=small.items[1:], roles=())
    assert item_ratings(profiles(other), cached) == item_ratings(profiles(other), ratings) != found


def test_cached_ratings_with_an_invalid_level_are_refused_each_time(small: Catalogue) -> None:
    cached = CachedRatings(rate(1, 1, 1, 5))
    for _ in range(2):
        with pytest.raises(ValueError, match="5"):
            item_ratings(profiles(small), cached)
