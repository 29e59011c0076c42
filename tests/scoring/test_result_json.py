"""A result survives the way to JSON and back without loss."""

import json
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, Catalogue, Ratings
from app.catalogue.snapshot import freeze, thaw
from app.scoring.counterfactual import change_to_readiness
from app.scoring.gaps import gaps
from app.scoring.reasons import reasons
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.result_json import result_from_json, result_in_full, result_to_json
from tests.scoring.cases import everywhere, person_of
from tests.scoring.small import rate
from tests.support.strategies import rated, ratings

thawed = lru_cache(maxsize=4)(thaw)


@given(rated())
def test_property_10_a_saved_result_comes_back_equal_in_every_bit(
    case: tuple[Catalogue, Ratings],
) -> None:
    result = score(*case)
    again = result_from_json(result_to_json(result))
    assert again == result
    assert repr(again) == repr(result), "whole numbers stay whole numbers, and floats floats"
    assert result_to_json(again) == result_to_json(result)


@given(rated())
def test_property_10_what_was_saved_with_keys_comes_back_equal_in_every_bit(
    case: tuple[Catalogue, Ratings],
) -> None:
    """Return the form before migration 0004, which exports still use."""
    result = score(*case)
    again = result_from_json(
        json.dumps(result_in_full(result), separators=(",", ":"), ensure_ascii=False)
    )
    assert again == result
    assert repr(again) == repr(result)
    assert result_in_full(again) == result_in_full(result)


@everywhere
@given(data=st.data())
def test_property_10_the_catalogue_saved_with_a_result_gives_the_same_bytes(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    kept, result = thawed(freeze(catalogue)), score(catalogue, person)
    assert result_to_json(score(kept, person)) == result_to_json(result)
    target = (result.order[0].role, data.draw(st.sampled_from(STAGES), "stage"))
    assert gaps(requirements_of(kept, *target), person) == gaps(
        requirements_of(catalogue, *target), person
    )
    assert reasons(kept, person, target[0]) == reasons(catalogue, person, target[0])
    assert change_to_readiness(kept, person, requirements_of(kept, *target)) == change_to_readiness(
        catalogue, person, requirements_of(catalogue, *target)
    )


@given(st.data())
def test_a_result_of_our_catalogue_takes_under_800_bytes(
    ours: Catalogue, data: st.DataObject
) -> None:
    assert len(result_to_json(score(ours, data.draw(ratings(ours)))).encode()) < 800


def test_a_saved_result_is_compact_and_keeps_what_cannot_be_worked_out(small: Catalogue) -> None:
    result = score(small, rate(4, 0, None, 0))
    saved = result_to_json(result)
    assert json.loads(saved) == [
        "ranked",
        3,
        3_000_000,
        ["maker", 7_200_000, 0.0, 0, 36, 0, 48, 36, 0, 72, 36, 0, 120],
        ["runner", 2_400_000, result.order[1].behind_se, 0, 0, 0, 48, 12, 0, 60, 12, 0, 60],
        ["thinker", 1_200_000, result.order[2].behind_se, 0, 0, 0, 12, 0, 0, 12, 0, 0, 12],
    ]
    assert saved.startswith(
        '["ranked",3,3000000,["maker",7200000,0.0,0,36,0,48,36,0,72,36,0,120],["runner",'
    )
    assert saved.endswith(",0,0,0,12,0,0,12,0,0,12]]")


def test_a_result_in_full_names_each_part(small: Catalogue) -> None:
    result = score(small, rate(4, 0, None, 0))
    assert result_in_full(result) == {
        "status": "ranked",
        "answered": 3,
        "parts": 3_000_000,
        "order": [
            ["maker", 7_200_000, 0.0, False],
            ["runner", 2_400_000, result.order[1].behind_se, False],
            ["thinker", 1_200_000, result.order[2].behind_se, False],
        ],
        "readiness": [
            ["maker", [[36, 0, 48], [36, 0, 72], [36, 0, 120]]],
            ["runner", [[0, 0, 48], [12, 0, 60], [12, 0, 60]]],
            ["thinker", [[0, 0, 12], [0, 0, 12], [0, 0, 12]]],
        ],
    }


def test_a_result_by_thirds_keeps_the_core_requirements_that_are_missing(
    small: Catalogue,
) -> None:
    result = score(replace(small, rule="thirds"), rate(4, 0, None, 0))
    assert result.rule == "thirds"
    assert json.loads(result_to_json(result))[3][4:] == [36, 0, 48, 0, 36, 0, 72, 0, 36, 0, 120, 0]
    assert result_from_json(result_to_json(result)) == result
    assert result_in_full(result)["readiness"][0] == [  # type: ignore[index]  # JSON
        "maker",
        [[36, 0, 48, 0], [36, 0, 72, 0], [36, 0, 120, 0]],
    ]
    assert score(small, rate(4, 0, None, 0)).rule == "levels"


def test_names_are_saved_unchanged(small: Catalogue) -> None:
    result = score(small, rate(4, 0, 0, 0))
    best, ready = (
        replace(result.order[0], role="기획자"),
        replace(result.readiness[0], role="기획자"),
    )
    assert result.order[0].role == result.readiness[0].role
    korean = replace(
        result, order=(best, *result.order[1:]), readiness=(ready, *result.readiness[1:])
    )
    assert "기획자" in result_to_json(korean)
    assert result_from_json(result_to_json(korean)) == korean


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "5",
        '["ranked"]',
        '["ranked",1,1]',
        '["ranked",1,1,[]]',
        '["ranked",1,1,["maker",1,0.0,0]]',
        '["ranked",1,1,["maker",1,0.0,0,1,0,1,1,0,1]]',
        '["ranked",1,1,["maker",1,0.0,0,1,0,1,1,0,1,1,0]]',
        '["ranked",1,1,["maker",1,0.0,0,1,0,1,1,0,1,1,0,1,1,0]]',
        '["ranked",1,1,["maker",1,0.0,0,1,0,1,1,0,1,1,0,1,1,0,1,1,1,1]]',
        '{"order": [], "readiness": []}',
        '{"order": [["a", 1]], "readiness": [], "parts": 1}',
    ],
)
def test_what_is_no_saved_result_is_refused(text: str) -> None:
    with pytest.raises(
        ValueError,
        match=r"^this is no saved result \(.+\): it must be what result_to_json wrote, unchanged$",
    ):
        result_from_json(text)


def test_a_saved_result_with_a_stage_lost_is_refused(small: Catalogue) -> None:
    saved = json.loads(json.dumps(result_in_full(score(small, rate(4, 0, 0, 0)))))
    assert result_from_json(json.dumps(saved))
    saved["readiness"][0][1].pop()
    with pytest.raises(ValueError, match="this is no saved result"):
        result_from_json(json.dumps(saved))
