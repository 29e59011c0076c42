"""The catalogue's JSON follows the contract of interfaces.md, for other programs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from app.catalogue.document import to_document
from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES
from app.catalogue.snapshot import digest

OURS = load_catalogue()
DOCUMENT = json.loads(json.dumps(to_document(OURS)))

AREAS = {"math": 4, "programming": 5, "ml": 9, "data": 6, "mlops": 8, "practice": 8}


@dataclass(frozen=True)
class Maybe:
    """null, or a value of this shape."""

    shape: object


TEXT = {"ko": str, "en": str}
HOURS = {"low": int, "likely": int, "high": int}
ALTERNATIVES = {"any_of": [str]}
REQUIREMENTS = [
    ALTERNATIVES
    | {"level": int, "weight": int, "core": bool, "reason": Maybe(TEXT), "source": TEXT}
]
RESOURCE = {
    "id": str,
    "title": TEXT,
    "part": TEXT,
    "language": str,
    "kind": str,
    "cost": str,
    "hours": int,
    "url": str,
    "confirmed": str,
}
CONTRACT = {
    "digest": str,
    "scale": {
        "item_error": float,
        "skip_error": float,
        "k": float,
        "min_information": float,
        "min_compared": float,
    },
    "areas": [{"id": str, "name": TEXT}],
    "skills": [{"id": str, "area": str, "name": TEXT, "meaning": TEXT, "anchors": [TEXT]}],
    "roles": [
        {
            "id": str,
            "name": TEXT,
            "match": [ALTERNATIVES | {"coefficient": int}],
            "stages": dict.fromkeys(STAGES, REQUIREMENTS),
        }
    ],
    "steps": [
        {
            "id": str,
            "title": TEXT,
            "skill": str,
            "kind": str,
            "from": int,
            "to": int,
            "hours": Maybe(HOURS),
            "months": Maybe(int),
            "requires": [ALTERNATIVES | {"reason": TEXT}],
            "do": TEXT,
            "resources": [str],
        }
    ],
    "resources": [RESOURCE],
    "focuses": [
        {
            "id": str,
            "kind": str,
            "name": TEXT,
            "text": TEXT,
            "goals": [{"skill": str, "level": int, "reason": TEXT}],
        }
    ],
}


def misfits(value: object, shape: object, place: str = "") -> list[str]:
    """Return where a value departs from a shape.

    Additional keys are allowed. Wrong types and missing keys are not.
    """
    if isinstance(shape, Maybe):
        return [] if value is None else misfits(value, shape.shape, place)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{place} is no list"]
        return [
            fault
            for n, each in enumerate(value)
            for fault in misfits(each, shape[0], f"{place}[{n}]")
        ]
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            return [f"{place} is no object"]
        missing = [f"{place}.{key} is missing" for key in shape.keys() - value.keys()]
        return missing + [
            fault
            for key, each in shape.items()
            if key in value
            for fault in misfits(value[key], each, f"{place}.{key}")
        ]
    fits = type(value) is shape and value != ""
    return [] if fits else [f"{place} is {value!r}"]


def test_every_part_has_the_contracts_shape() -> None:
    assert misfits(DOCUMENT, CONTRACT) == []


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({"k": 1}, {"k": float}),
        ({"k": True}, {"k": int}),
        ({}, {"k": str}),
        ({"k": None}, {"k": str}),
        ({"k": {}}, {"k": [str]}),
        ({"k": ""}, {"k": str}),
    ],
)
def test_the_shape_is_checked_strictly(value: object, shape: object) -> None:
    assert misfits(value, shape)


def test_the_skills_are_the_forty_of_six_areas() -> None:
    assert {
        area["id"]: sum(skill["area"] == area["id"] for skill in DOCUMENT["skills"])
        for area in DOCUMENT["areas"]
    } == AREAS
    assert len({skill["id"] for skill in DOCUMENT["skills"]}) == 40
    assert all(len(skill["anchors"]) == 5 for skill in DOCUMENT["skills"])
    assert DOCUMENT["digest"] == digest(OURS)


def test_every_roles_coefficients_name_each_item_once_and_sum_to_a_million() -> None:
    skills = {skill["id"] for skill in DOCUMENT["skills"]}
    for role in DOCUMENT["roles"]:
        named = [skill for each in role["match"] for skill in each["any_of"]]
        assert len(role["match"]) == 37
        assert sorted(named) == sorted(skills)
        assert sum(each["coefficient"] for each in role["match"]) == 1_000_000
        assert min(each["coefficient"] for each in role["match"]) >= 0


def test_requirements_name_items_and_never_fall() -> None:
    skills = {skill["id"] for skill in DOCUMENT["skills"]}
    for role in DOCUMENT["roles"]:
        before: dict[str, int] = {}
        for stage in STAGES:
            levels = {"|".join(each["any_of"]): each["level"] for each in role["stages"][stage]}
            assert all(
                set(each["any_of"]) <= skills and 1 <= each["level"] <= 4 and each["weight"] > 0
                for each in role["stages"][stage]
            )
            assert all(levels.get(item, 0) >= level for item, level in before.items())
            before = levels


def test_there_is_a_step_from_each_level_of_each_skill() -> None:
    ids = [f"{skill['id']}.{level}" for skill in DOCUMENT["skills"] for level in range(4)]
    assert [step["id"] for step in DOCUMENT["steps"]] == ids
    for step in DOCUMENT["steps"]:
        study = step["from"] < 3
        assert (step["id"], step["to"]) == (f"{step['skill']}.{step['from']}", step["from"] + 1)
        assert (step["kind"], step["hours"] is not None, step["months"] is not None) == (
            "study" if study else "experience",
            study,
            not study,
        )
        assert all(set(each["any_of"]) <= set(ids) for each in step["requires"])
        own = [
            each["any_of"]
            for each in step["requires"]
            if each["any_of"] == [f"{step['skill']}.{step['from'] - 1}"]
        ]
        assert len(own) == (1 if step["from"] else 0), "each level builds on the one before"
        assert set(step["resources"]) <= {each["id"] for each in DOCUMENT["resources"]}


def test_the_focuses_and_their_goals_are_the_catalogues() -> None:
    assert [focus["id"] for focus in DOCUMENT["focuses"]] == list(OURS.focus)
    for focus in DOCUMENT["focuses"]:
        ours = OURS.focus[focus["id"]]
        assert (focus["kind"], focus["text"]) == (
            ours.kind,
            {"ko": ours.text.ko, "en": ours.text.en},
        )
        assert [(goal["skill"], goal["level"]) for goal in focus["goals"]] == [
            (goal.skill, goal.level) for goal in ours.goals
        ]
