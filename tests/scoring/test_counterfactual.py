"""The fewest level-ups, against brute force."""

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given

from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Ratings
from app.scoring.counterfactual import READY_PERCENT, Change, change_to_lead, change_to_readiness, nearest_change
from app.scoring.readiness import stage_readiness
from app.scoring.result import score
from tests.scoring.small import points
from tests.strategies import rated


def all_rises(catalogue: Catalogue, ratings: Ratings, skips_rise: bool) -> Iterator[tuple[int, dict[str, int | None]]]:
    """Every way to raise the ratings, with its number of level-ups; a skip rises from 0 or not at all."""
    skills = [skill.id for skill in catalogue.skills]
    choices: list[Sequence[int | None]] = []
    for skill in skills:
        level = ratings.get(skill)
        rising = range(0 if level is None else level, TOP_LEVEL + 1)
        choices.append(rising if level is not None else [None, *rising] if skips_rise else [None])
    for levels in product(*choices):
        raised = dict(zip(skills, levels, strict=True))
        yield sum((level or 0) - (ratings.get(skill) or 0) for skill, level in raised.items()), raised


def applied(ratings: Ratings, change: Change) -> dict[str, int | None]:
    for each in change.level_ups:
        assert each.from_level == (ratings.get(each.skill) or 0)
        assert each.from_level < each.to_level <= TOP_LEVEL
    assert len({each.skill for each in change.level_ups}) == len(change.level_ups)
    return {**ratings, **{each.skill: each.to_level for each in change.level_ups}}


@given(rated(most_skills=4))
def test_no_fewer_level_ups_bring_another_role_above_the_best(case: tuple[Catalogue, Ratings]) -> None:
    catalogue, ratings = case
    best = score(catalogue, ratings).order[0].role
    fewest: dict[str, int] = {}
    for count, raised in all_rises(catalogue, ratings, skips_rise=False):
        after = points(catalogue, raised)
        for role in after:
            if role != best and after[role] > after[best]:
                fewest[role] = min(count, fewest.get(role, count))
    for role in catalogue.role:
        change = change_to_lead(catalogue, ratings, role)
        if role == best:
            assert change == Change(role, ())
            continue
        assert (change and change.count) == fewest.get(role)
        if change:
            after = points(catalogue, applied(ratings, change))
            assert after[role] > after[best]
    nearest = nearest_change(catalogue, ratings)
    assert (nearest and nearest.count) == min(fewest.values(), default=None)
    if nearest:
        assert nearest == change_to_lead(catalogue, ratings, nearest.role)


@given(rated(most_skills=4))
def test_no_fewer_level_ups_reach_readiness(case: tuple[Catalogue, Ratings]) -> None:
    catalogue, ratings = case
    role, stage = catalogue.roles[-1].id, STAGES[-1]

    def is_ready(person: Ratings) -> bool:
        found = stage_readiness(catalogue, person, role, stage)
        return 100 * found.met >= READY_PERCENT * found.whole

    fewest = min(count for count, raised in all_rises(catalogue, ratings, skips_rise=True) if is_ready(raised))
    change = change_to_readiness(catalogue, ratings, role, stage)
    assert change.count == fewest
    assert is_ready(applied(ratings, change))
