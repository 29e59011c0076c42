"""How often simulated people are told that they changed, with and without a true change.

The people are product.md's: each role and stage equally often, one fifth beginners. Each one has a
true level per skill and two independent ratings.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue
from app.scoring.change import (
    answered_twice,
    area_changes,
    difference_variance,
    levels_beyond_noise,
    moves_by_chance,
    whole_change,
)
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.role_change import closest_role_change, readiness_change

PEOPLE = 2_000
SEED = 5
Levels = dict[str, int]


@dataclass
class Shares:
    """Verdicts of all simulated people, counted."""

    areas: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)

    def of(self, what: str) -> float:
        return self.told[what] / PEOPLE


def truth(catalogue: Catalogue, number: int, rng: random.Random) -> Levels:
    """Return one person's true levels. The first member of a group is the one they use."""
    if number % 5 == 0:
        levels = {item.id: rng.randint(0, 1) for item in catalogue.items}
        levels |= {item: rng.randint(2, 3) for item in rng.sample(list(levels), 3)}
    else:
        role, stage = rng.choice(catalogue.roles), rng.choice(STAGES)
        required = {each.item: each.level for each in role.stages[stage].requirements}
        drawn = {
            item.id: required[item.id] + rng.randint(-1, 1)
            if item.id in required
            else rng.randint(0, 2)
            for item in catalogue.items
        }
        levels = {item: clip(level) for item, level in drawn.items()}
    return {
        skill: 0 if place else levels[item.id]
        for item in catalogue.items
        for place, skill in enumerate(item.skills)
    }


def rated(catalogue: Catalogue, levels: Levels, rng: random.Random) -> Levels:
    return {
        skill: clip(round(level + rng.gauss(0, catalogue.scale.item_error)))
        for skill, level in levels.items()
    }


def clip(level: int) -> int:
    return min(max(level, 0), TOP_LEVEL)


def half_risen(catalogue: Catalogue, levels: Levels, rng: random.Random) -> Levels:
    """Raise half of each area's skills by one level, if that many are below the top."""
    risen = dict(levels)
    for skills in catalogue.skills_by_area.values():
        low = [skill.id for skill in skills if levels[skill.id] < TOP_LEVEL]
        risen |= {
            skill: levels[skill] + 1 for skill in rng.sample(low, min(len(low), len(skills) // 2))
        }
    return risen


def simulate(catalogue: Catalogue, learned: bool) -> Shares:
    rng = random.Random(SEED)
    found = Shares()
    for number in range(PEOPLE):
        levels = truth(catalogue, number, rng)
        before = rated(catalogue, levels, rng)
        after = rated(catalogue, half_risen(catalogue, levels, rng) if learned else levels, rng)
        right = {"rose"} if learned else {"rose", "fell"}
        named = [
            area
            for area, change in area_changes(catalogue, before, after).items()
            if change.verdict in right
        ]
        found.areas.update(named)
        found.told["any area"] += bool(named)
        found.told["whole"] += whole_change(catalogue, before, after).verdict in right
        first, later = (score(catalogue, each).order[0].role for each in (before, after))
        found.told["readiness"] += (
            readiness_change(
                catalogue, before, after, requirements_of(catalogue, later, "senior")
            ).verdict
            in right
        )
        found.told[closest_role_change(catalogue, before, after, first, later).verdict] += 1
        pairs = answered_twice(catalogue, before, after).values()
        found.told["moves"] += sum(abs(one - other) >= 2 for one, other in pairs)
        found.told["thousandths of moves expected"] += round(
            1000 * moves_by_chance(catalogue.scale, pairs, 2)
        )
    return found


@pytest.fixture(scope="module")
def unchanged(ours: Catalogue) -> Shares:
    return simulate(ours, learned=False)


@pytest.fixture(scope="module")
def learned(ours: Catalogue) -> Shares:
    return simulate(ours, learned=True)


def test_about_one_area_in_twenty_that_did_not_change_is_called_changed(
    ours: Catalogue, unchanged: Shares
) -> None:
    shares = {area: unchanged.areas[area] / PEOPLE for area in ours.skills_by_area}
    assert all(0.02 < share < 0.065 for share in shares.values()), shares
    assert sum(shares.values()) / len(shares) < 0.05


def test_about_one_comparison_in_four_names_an_area_where_none_changed(unchanged: Shares) -> None:
    """The page states this share."""
    assert 0.2 < unchanged.of("any area") < 0.3


def test_overall_change_and_readiness_are_as_seldom_called_changed_by_noise(
    unchanged: Shares,
) -> None:
    assert unchanged.of("whole") < 0.055
    assert unchanged.of("readiness") < 0.06  # one in twenty, and two standard errors of 2,000


def test_the_first_role_often_changes_by_noise_and_is_seldom_said_to_have(
    unchanged: Shares,
) -> None:
    other = unchanged.of("could_be_noise") + unchanged.of("really_changed")
    assert 0.25 < other < 0.35  # of eight roles, some are always close
    assert unchanged.of("really_changed") < 0.07
    assert unchanged.of("really_changed") / other < 0.22


def test_as_many_skills_move_two_levels_by_chance_as_the_page_says(
    ours: Catalogue, unchanged: Shares
) -> None:
    assert levels_beyond_noise(ours.scale) == 2
    assert unchanged.of("thousandths of moves expected") / 1000 == pytest.approx(
        unchanged.of("moves"), rel=0.05
    )
    assert 2 < unchanged.of("moves") < 3


def test_a_rise_in_half_the_skills_is_detected_overall_and_one_time_in_four_in_an_area(
    ours: Catalogue, learned: Shares
) -> None:
    shares = {area: learned.areas[area] / PEOPLE for area in ours.skills_by_area}
    assert learned.of("whole") > 0.85
    assert all(0.12 < share < 0.4 for share in shares.values()), shares
    assert learned.of("any area") > 0.75


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("skills", [4, 5, 6, 8, 9])
def test_wherever_on_the_scale_the_noise_is_called_change_seldom(
    ours: Catalogue, level: float, skills: int
) -> None:
    """A plain √2 x 0.6 would report up to 11 % of these as changed."""
    rng = random.Random(SEED)
    error = ours.scale.item_error
    called = 0
    for _ in range(PEOPLE):
        pairs = [
            (clip(round(level + rng.gauss(0, error))), clip(round(level + rng.gauss(0, error))))
            for _ in range(skills)
        ]
        noise = 1.96 * sum(difference_variance(error, pair) for pair in pairs) ** 0.5
        called += abs(sum(after - before for before, after in pairs)) > noise
    assert called / PEOPLE < 0.08
