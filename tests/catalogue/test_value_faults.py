"""Values out of range or of a wrong type are named with file, key and remedy."""

from pathlib import Path

import pytest

from tests.catalogue.faults import (
    COEFFICIENT,
    DOCKER,
    JUNIOR,
    MANIFEST,
    MATCH,
    ML,
    PYTHON,
    SHARE,
    Case,
    N,
    assert_named,
)

NEEDS_PYTHON = 'any_of = ["python.0", "r.0", "cpp.0"]'

VALUE_FAULTS: dict[str, Case] = {
    "weight without source": (
        ML,
        JUNIOR,
        JUNIOR.replace('source = "postings"', ""),
        "junior[1].source",
        "is missing: add it",
    ),
    "coefficient without source": (
        ML,
        MATCH,
        MATCH.replace('source = "expert"', ""),
        "match[1].source",
        "is missing: add it",
    ),
    "level above the top": (
        ML,
        JUNIOR,
        JUNIOR.replace("level = 2", "level = 5"),
        "junior[1].level",
        "whole number from 1 to 4, not 5",
    ),
    "required level 0": (
        ML,
        JUNIOR,
        JUNIOR.replace("level = 2", "level = 0"),
        "junior[1].level",
        "whole number from 1 to 4, not 0",
    ),
    "level that is true": (
        ML,
        JUNIOR,
        JUNIOR.replace("level = 2", "level = true"),
        "junior[1].level",
        "not True",
    ),
    "weight of a half": (
        ML,
        JUNIOR,
        JUNIOR.replace("weight = 9", "weight = 9.5"),
        "junior[1].weight",
        "whole number from 1 to 100",
    ),
    "negative coefficient": (
        ML,
        COEFFICIENT,
        "coefficient = -1",
        "match[1].coefficient",
        "whole number from 0 to 1000000",
    ),
    "share above 1": (
        ML,
        f"share = {SHARE}\n{N}",
        f"share = 27.2\n{N}",
        "match[2].share",
        "number from 0 to 1",
    ),
    "four anchors": (
        DOCKER,
        "# Level 0 to 4",
        '[[anchors]]\nko = "하나"\nen = "one"\n# Level',
        "anchors",
        "must be five",
    ),
    "steps out of order": (
        PYTHON,
        "from = 1",
        "from = 2",
        "steps",
        "must be four, from 0, 1, 2 and 3",
    ),
    "study that is experience": (
        PYTHON,
        'kind = "study"',
        'kind = "experience"',
        "steps[1].kind",
        'must be "study"',
    ),
    "hours that do not rise": (
        PYTHON,
        "likely = 15",
        "likely = 25",
        "steps[1].hours",
        "must rise from low to likely to high",
    ),
    "hours in words": (
        PYTHON,
        "{ low = 8, likely = 15, high = 25 }",
        '"15"',
        "steps[1].hours",
        "must be a table",
    ),
    "no months": (PYTHON, "months = 12\n", "", "steps[4].months", "is missing: add it"),
    "a list that is none": (
        DOCKER,
        NEEDS_PYTHON,
        'any_of = "python.0"',
        "steps[2].requires[1].any_of",
        "must be a list of ids",
    ),
    "an empty choice": (
        DOCKER,
        NEEDS_PYTHON,
        "any_of = []",
        "steps[2].requires[1].any_of",
        "at least one and none twice",
    ),
    "a choice twice": (
        DOCKER,
        NEEDS_PYTHON,
        'any_of = ["r.0", "r.0"]',
        "steps[2].requires[1].any_of",
        "none twice",
    ),
    "tables that are none": (
        DOCKER,
        "[[steps.requires]]",
        "[steps.requires]",
        "steps[1].requires",
        "must be a list of tables",
    ),
    "stranger in a group": (
        MANIFEST,
        '["pytorch", "tensorflow"]',
        '["pytorch", "jax"]',
        "groups[1].skills",
        "jax is not a skill",
    ),
    "in two groups": (
        MANIFEST,
        '["aws", "gcp", "azure"]',
        '["aws", "pytorch"]',
        "groups[2].skills",
        "pytorch is not a skill, or is in two",
    ),
}


@pytest.mark.parametrize("name", VALUE_FAULTS)
def test_a_fault_is_named_with_its_file_its_key_and_a_remedy(tmp_path: Path, name: str) -> None:
    assert_named(tmp_path, VALUE_FAULTS[name])
