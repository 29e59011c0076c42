"""What is said of many people at once is what scoring says of each, to the last bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.bulk.figures import SKIP, Scorer
from app.scoring.result import score
from tests.cli.run import OURS
from tests.strategies import catalogues, ratings


def said_at_once(catalogue, people, share):
    levels = [[SKIP if person.get(skill) is None else person[skill] for person in people] for skill in catalogue.skill]
    found = Scorer(catalogue, share).figures(np.array(levels, np.int8))
    columns = (found.ranks.T, found.too_close.T, found.match.T, found.met.T, found.enough, found.answered, found.margin, found.margin_se)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def said_singly(catalogue, person, share):
    result = score(catalogue, person, share)
    order = [each.role for each in result.order]
    by_role = [result.order[order.index(role.id)] for role in catalogue.roles]
    return (
        [order.index(role.id) for role in catalogue.roles],
        [each.too_close for each in by_role],
        [each.match for each in by_role],
        [stage.met for role in result.readiness for stage in role.stages],
        result.status != "not_enough",
        result.answered,
        result.margin,
        result.margin_se,
    )


@given(st.data(), catalogues(), st.none() | st.sampled_from([0.0, 0.5, 1.0]))
def test_any_catalogue_gives_the_same_figures(data, catalogue, share):
    people = data.draw(st.lists(ratings(catalogue), min_size=1, max_size=12))
    assert said_at_once(catalogue, people, share) == [said_singly(catalogue, person, share) for person in people]


@pytest.mark.parametrize("skips", [0, 0.1, 0.4, 1])
def test_ours_gives_the_same_figures(skips):
    chance = np.random.default_rng(5)
    levels = np.where(chance.random((400, len(OURS.skill))) < skips, SKIP, chance.integers(0, 5, (400, len(OURS.skill))))
    flat = [[level] * len(OURS.skill) for level in range(SKIP, 5)]
    people = [
        {skill: None if level == SKIP else level for skill, level in zip(OURS.skill, row, strict=True)} for row in [*levels.tolist(), *flat]
    ]
    assert said_at_once(OURS, people, None) == [said_singly(OURS, person, None) for person in people]
