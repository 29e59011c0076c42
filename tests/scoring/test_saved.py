"""A result goes to JSON and back without losing a bit."""

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
from app.scoring.result import score
from app.scoring.saved import result_from_json, result_to_json
from tests.scoring.cases import everywhere, person_of
from tests.scoring.small import rate
from tests.strategies import rated, ratings

thawed = lru_cache(maxsize=4)(thaw)


@given(rated())
def test_property_10_a_saved_result_comes_back_equal_in_every_bit(case: tuple[Catalogue, Ratings]) -> None:
    result = score(*case)
    assert result_from_json(result_to_json(result)) == result
    assert result_to_json(result_from_json(result_to_json(result))) == result_to_json(result)


@everywhere
@given(data=st.data())
def test_property_10_the_catalogue_kept_with_a_result_says_the_same_of_it_to_the_last_byte(where: str, data: st.DataObject) -> None:
    catalogue, person = person_of(data, where)
    kept, result = thawed(freeze(catalogue)), score(catalogue, person)
    assert result_to_json(score(kept, person)) == result_to_json(result)
    target = (result.order[0].role, data.draw(st.sampled_from(STAGES), "stage"))
    assert gaps(kept, person, *target) == gaps(catalogue, person, *target)
    assert reasons(kept, person, target[0]) == reasons(catalogue, person, target[0])
    assert change_to_readiness(kept, person, *target) == change_to_readiness(catalogue, person, *target)


@given(st.data())
def test_a_result_of_our_catalogue_takes_under_900_bytes(ours: Catalogue, data: st.DataObject) -> None:
    assert len(result_to_json(score(ours, data.draw(ratings(ours)))).encode()) < 900


def test_a_saved_result_is_compact_and_keeps_what_cannot_be_worked_out(small: Catalogue) -> None:
    result = score(small, rate(4, 0, None, 0))
    saved = result_to_json(result)
    assert json.loads(saved) == {
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
    assert saved.startswith('{"status":"ranked","answered":3,"parts":3000000,"order":[["maker",7200000,0.0,false],')
    assert saved.endswith(',["thinker",[[0,0,12],[0,0,12],[0,0,12]]]]}')
    assert '["maker",[[36,0,48],[36,0,72],[36,0,120]]]' in saved


def test_names_are_kept_as_they_are(small: Catalogue) -> None:
    result = score(small, rate(4, 0, 0, 0))
    korean = replace(result, order=(replace(result.order[0], role="기획자"), *result.order[1:]))
    assert "기획자" in result_to_json(korean)
    assert result_from_json(result_to_json(korean)) == korean


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"order": [], "readiness": []}', '{"order": [["a", 1]], "readiness": [], "parts": 1}']
)
def test_what_is_no_saved_result_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^this is no saved result \(.+\): it must be what result_to_json wrote, unchanged$"):
        result_from_json(text)


def test_a_saved_result_with_a_stage_lost_is_refused(small: Catalogue) -> None:
    saved = json.loads(result_to_json(score(small, rate(4, 0, 0, 0))))
    saved["readiness"][0][1].pop()
    with pytest.raises(ValueError, match="this is no saved result"):
        result_from_json(json.dumps(saved))
