"""Property 8 of product.md: order of items, language and locale change nothing.

The same input gives the same bytes.
"""

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import Catalogue, Ratings, Role
from app.catalogue.snapshot import freeze, thaw
from app.scoring.chances import chances
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from tests.scoring.cases import everywhere, person_of
from tests.scoring.changes import nearest_change
from tests.scoring.everything import everything

T = TypeVar("T")
ELSEWHERE = [
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "PYTHONUTF8": "1"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "ko_KR.UTF-8", "LANGUAGE": "ko", "TZ": "Asia/Seoul"},
    {
        "PYTHONHASHSEED": "4294967295",
        "LC_ALL": "C.UTF-8",
        "LANG": "de_DE.UTF-8",
        "TZ": "Pacific/Kiritimati",
    },
]


def said_bytes(catalogue: Catalogue, person: Ratings) -> str:
    found = chances(catalogue, person), nearest_change(catalogue, person)
    return result_to_json(score(catalogue, person)) + repr(found)


def shuffled(catalogue: Catalogue, mix: Random) -> Catalogue:
    """Return the catalogue with its skills, items, groups and role tables in another order."""

    def turned(some: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(mix.sample(some, len(some)))

    def role(each: Role) -> Role:
        stages = {
            stage: replace(one, requirements=turned(one.requirements))
            for stage, one in each.stages.items()
        }
        return replace(each, match=turned(each.match), stages=stages)

    items = tuple(replace(item, skills=turned(item.skills)) for item in catalogue.items)
    return replace(
        catalogue,
        skills=turned(catalogue.skills),
        items=turned(items),
        roles=tuple(map(role, catalogue.roles)),
    )


@lru_cache(maxsize=4)
def in_other_words(catalogue: Catalogue) -> Catalogue:
    """Return an equal catalogue, loaded again, with its two languages swapped."""

    def turned(value: object) -> object:
        if isinstance(value, dict):
            found = {key: turned(each) for key, each in value.items()}
            return {"ko": found["en"], "en": found["ko"]} if found.keys() == {"ko", "en"} else found
        return [turned(each) for each in value] if isinstance(value, list) else value

    return thaw(json.dumps(turned(json.loads(freeze(catalogue)))))


@everywhere
@given(seed=st.integers(0, 2**32), data=st.data())
def test_property_8_the_order_of_items_and_answers_changes_no_byte(
    where: str, seed: int, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    mix = Random(seed)
    turned = dict(mix.sample(list(person.items()), len(person)))
    assert said_bytes(shuffled(catalogue, mix), turned) == said_bytes(catalogue, person)


@everywhere
@given(data=st.data())
def test_property_8_other_words_a_second_reading_and_a_second_time_change_no_byte(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    assert (
        said_bytes(in_other_words(catalogue), person)
        == said_bytes(catalogue, person)
        == said_bytes(catalogue, dict(person))
    )


@pytest.mark.parametrize("environment", ELSEWHERE, ids=lambda found: found["LC_ALL"])
def test_property_8_another_process_says_the_same_bytes(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.scoring.everything"]
    other = subprocess.run(command, env=os.environ | environment, capture_output=True, check=True)
    assert other.stdout.decode() == "\n".join(everything()) + "\n"
    assert other.stderr == b""
