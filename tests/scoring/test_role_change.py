"""Changes of readiness and of the closest role that exceed re-rating noise."""

from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Ratings
from app.scoring import match
from app.scoring.change import answered_twice, difference_variance
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from app.scoring.role_change import closest_role_change, readiness_change
from tests.scoring.small import rate
from tests.scoring.test_change import ERROR, TwoRatings, rated_twice


def both_times(
    catalogue: Catalogue, before: Ratings, after: Ratings
) -> tuple[dict[str, int], dict[str, int]]:
    """Return both ratings without the skills that were answered only once."""
    pairs = answered_twice(catalogue, before, after)
    return {skill: pair[0] for skill, pair in pairs.items()}, {
        skill: pair[1] for skill, pair in pairs.items()
    }


def lead(catalogue: Catalogue, rated: Ratings, role: str, other: str) -> float:
    """Return the distance of a role before another one, in levels."""
    numbers = profiles(catalogue)
    person = item_ratings(numbers, rated)
    points = dict(zip(numbers.roles, match.points(numbers, person), strict=True))
    return (points[role] - points[other]) / match.points_per_level(person)


def test_a_change_of_readiness_by_hand(small: Catalogue) -> None:
    """Maker, senior: b 1 (weight 2), a 3 (weight 3), g 2 (weight 1)."""
    found = readiness_change(
        small, rate(1, 0, 1, 0), rate(3, 2, 3, 0), requirements_of(small, "maker", "senior")
    )
    assert found.before == pytest.approx((0 + 3 * 1 / 3 + 1 / 2) / 6)
    assert found.after == pytest.approx(1)
    assert found.change
    assert found.change.value == pytest.approx(found.after - found.before)
    b, a, g = (
        difference_variance(ERROR, (0, 2), (0, 1, 1, 1, 1)),
        difference_variance(ERROR, (1, 3), (0, 1, 2, 3, 3)),
        difference_variance(ERROR, (1, 3), (0, 1, 2, 2, 2)),
    )
    assert found.change.error == pytest.approx(sqrt(2**2 * b + 1**2 * a + 0.5**2 * g) / 6)
    assert found.verdict == "rose"
    assert (
        readiness_change(
            small, rate(3, 2, 3, 0), rate(1, 0, 1, 0), requirements_of(small, "maker", "senior")
        ).verdict
        == "fell"
    )


def test_more_than_is_asked_for_has_hardly_any_noise(small: Catalogue) -> None:
    """A level far above the requirement adds neither readiness nor noise."""
    found = readiness_change(
        small, rate(4, 4, 4, 4), rate(4, 3, 4, 4), requirements_of(small, "thinker", "junior")
    )
    assert found.change
    assert found.change.value == 0
    assert found.change.noise < 0.01


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (rate(2, 2, None, None), rate(2, 2, 4, 4), "not_comparable"),
        (rate(2, 2, 0, None), rate(2, 2, 0, 4), "within_noise"),
        (rate(2, 2, 0, None), rate(2, 2, 4, 4), "rose"),
        (rate(2, 2, 4, 0), rate(2, 2, None, 0), "within_noise"),
    ],
)
def test_of_a_group_those_members_count_that_were_answered_both_times(
    small: Catalogue, before: Ratings, after: Ratings, verdict: str
) -> None:
    """The runner's junior stage requires only the group."""
    assert (
        readiness_change(small, before, after, requirements_of(small, "runner", "junior")).verdict
        == verdict
    )


@pytest.mark.parametrize(
    ("first", "later"),
    [(None, "maker"), ("maker", None), ("painter", "maker"), ("maker", "painter")],
)
def test_a_role_that_is_not_there_is_not_compared(
    small: Catalogue, first: str | None, later: str | None
) -> None:
    found = closest_role_change(small, rate(4, 0, 0, 0), rate(0, 4, 4, 4), first, later)
    assert (found.verdict, found.gained) == ("not_comparable", None)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (rate(4, 0, 0, 0), rate(0, 4, 0, 0), "really_changed"),
        (rate(2, 1, 1, 1), rate(1, 2, 1, 1), "could_be_noise"),
        (rate(0, 4, 0, 0), rate(4, 0, 0, 0), "could_be_noise"),
        (rate(4, 0, None, None), rate(0, 4, 4, 4), "not_comparable"),
    ],
)
def test_the_first_role_changed_where_the_later_one_gained_more_than_noise(
    small: Catalogue, before: Ratings, after: Ratings, verdict: str
) -> None:
    assert closest_role_change(small, before, after, "maker", "thinker").verdict == verdict
    assert closest_role_change(small, before, after, "maker", "maker").verdict == "same_role"


def test_an_unknown_role_or_stage_has_no_readiness(small: Catalogue) -> None:
    with pytest.raises(ValueError, match="painter"):
        readiness_change(
            small, rate(1, 1, 1, 1), rate(1, 1, 1, 1), requirements_of(small, "painter", "junior")
        )


@given(rated_twice(), st.sampled_from(STAGES))
def test_a_change_of_readiness_is_that_of_what_was_answered_twice(
    drawn: TwoRatings, stage: str
) -> None:
    catalogue, before, after = drawn
    then, now = both_times(catalogue, before, after)
    for role in catalogue.role:
        found = readiness_change(catalogue, before, after, requirements_of(catalogue, role, stage))  # type: ignore[arg-type]
        shares = [
            stage_readiness(requirements_of(catalogue, role, stage), rated).now  # type: ignore[arg-type]
            for rated in (then, now)
        ]
        assert [found.before, found.after] == shares
        assert not found.change or found.change.value == pytest.approx(
            shares[1] - shares[0], abs=1e-12
        )


@given(rated_twice())
def test_what_a_role_gained_and_its_noise_are_those_of_the_distance(drawn: TwoRatings) -> None:
    """The error is computed from the effect of one level of each item on the distance."""
    catalogue, before, after = drawn
    role, other = tuple(catalogue.role)[:2]
    gained = closest_role_change(catalogue, before, after, other, role).gained
    if gained is None:
        return
    then, now = both_times(catalogue, before, after)
    distance = lead(catalogue, now, role, other) - lead(catalogue, then, role, other)
    assert gained.value == pytest.approx(distance, abs=1e-9)
    flat = {skill: 1 for skill in then}
    variance = 0.0
    for item in catalogue.items:
        members = [skill for skill in item.skills if skill in then]
        if members:
            step = lead(catalogue, flat | dict.fromkeys(members, 2), role, other) - lead(
                catalogue, flat, role, other
            )
            pair = max(then[skill] for skill in members), max(now[skill] for skill in members)
            variance += step * step * difference_variance(catalogue.scale.item_error, pair)
    assert gained.error == pytest.approx(sqrt(variance), abs=1e-9)


@given(rated_twice())
def test_a_level_more_in_everything_moves_no_role_against_another(drawn: TwoRatings) -> None:
    catalogue, before, _ = drawn
    low = {
        skill: None if level is None else min(level, TOP_LEVEL - 1)
        for skill, level in before.items()
    }
    high = {skill: None if level is None else level + 1 for skill, level in low.items()}
    role, other = tuple(catalogue.role)[:2]
    gained = closest_role_change(catalogue, low, high, role, other).gained
    assert gained is None or gained.value == 0


@given(rated_twice())
def test_the_order_of_the_items_changes_nothing(drawn: TwoRatings) -> None:
    catalogue, before, after = drawn
    turned = replace(
        catalogue,
        skills=catalogue.skills[::-1],
        items=catalogue.items[::-1],
        roles=tuple(replace(role, match=role.match[::-1]) for role in catalogue.roles),
    )
    role, other = tuple(catalogue.role)[:2]
    assert closest_role_change(catalogue, before, after, role, other) == closest_role_change(
        turned, before, after, role, other
    )
    for stage in STAGES:
        assert readiness_change(
            catalogue, before, after, requirements_of(catalogue, role, stage)
        ) == readiness_change(turned, before, after, requirements_of(turned, role, stage))
