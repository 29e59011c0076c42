"""Many people scored at once get the results that scoring gives each of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.score.scorer import SKIPPED, Scorer
from app.scoring.result import score
from tests.cli.run import OURS
from tests.scoring.small import with_own_alternatives
from tests.support.strategies import catalogues, ratings


def scored_together(catalogue, people, share):
    levels = [
        [SKIPPED if person.get(skill) is None else person[skill] for person in people]
        for skill in catalogue.skill
    ]
    found = Scorer(catalogue, share).scores(np.array(levels, np.int8))
    calls = zip(
        *(
            each.tolist()
            for each in (found.order.T, found.too_close.T, found.enough, found.answered)
        ),
        strict=True,
    )
    return list(calls), np.vstack([found.margin, found.margin_se, found.match, found.readiness]).T


def scored_singly(catalogue, people, share):
    results = [score(catalogue, person, share) for person in people]
    return [_call(catalogue, result) for result in results], np.array(
        [_numbers(catalogue, result) for result in results]
    )


def _call(catalogue, result):
    roles = [role.id for role in catalogue.roles]
    order = [roles.index(each.role) for each in result.order]
    return (
        order,
        [each.too_close for each in result.order],
        result.status != "not_enough",
        result.answered,
    )


def _numbers(catalogue, result):
    match = {each.role: each.match for each in result.order}
    readiness = [stage.now for role in result.readiness for stage in role.stages]
    return [
        result.margin,
        result.margin_se,
        *(match[role.id] for role in catalogue.roles),
        *readiness,
    ]


def assert_same(catalogue, people, share):
    calls, numbers = scored_together(catalogue, people, share)
    expected_calls, expected_numbers = scored_singly(catalogue, people, share)
    assert calls == expected_calls
    np.testing.assert_allclose(numbers, expected_numbers, rtol=0, atol=1e-9)


@given(st.data(), catalogues(), st.none() | st.sampled_from([0.0, 0.5, 1.0]))
def test_any_catalogue_gives_the_same_results(data, catalogue, share):
    assert_same(catalogue, data.draw(st.lists(ratings(catalogue), min_size=1, max_size=12)), share)


@given(st.data())
def test_alternatives_of_a_single_role_give_the_same_results(data):
    catalogue = with_own_alternatives()
    assert_same(catalogue, data.draw(st.lists(ratings(catalogue), min_size=1, max_size=12)), None)


@pytest.mark.parametrize("skips", [0, 0.1, 0.4, 1])
def test_ours_gives_the_same_results(skips):
    chance = np.random.default_rng(5)
    levels = np.where(
        chance.random((400, len(OURS.skill))) < skips,
        SKIPPED,
        chance.integers(0, 5, (400, len(OURS.skill))),
    )
    flat = [[level] * len(OURS.skill) for level in range(SKIPPED, 5)]
    people = [
        {
            skill: None if level == SKIPPED else level
            for skill, level in zip(OURS.skill, row, strict=True)
        }
        for row in [*levels.tolist(), *flat]
    ]
    assert_same(OURS, people, None)
