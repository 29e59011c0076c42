"""Faults between files, such as unknown ids, are named with file, key and remedy."""

from pathlib import Path

import pytest

from tests.catalogue.content import change, copy_content
from tests.catalogue.faults import (
    COEFFICIENT,
    DOCKER,
    JUNIOR,
    MANIFEST,
    MATCH,
    ML,
    PYTHON,
    SENIOR,
    SHARE,
    Case,
    N,
    all_named,
    assert_named,
    faults,
    is_named,
)

FIRST_STEP = 'from = 0\nkind = "study"'
REASON = 'reason.ko = "까닭", reason.en = "a reason"'

REFERENCE_FAULTS: dict[str, Case] = {
    "dangling step": (
        DOCKER,
        "python.0",
        "pyhton.0",
        "steps.1.requires",
        "pyhton.0 is not a step: write skill.level",
    ),
    "waits for experience": (
        DOCKER,
        "python.0",
        "python.3",
        "steps.1.requires",
        "never waits for the experience step python.3",
    ),
    "requires itself": (
        DOCKER,
        "python.0",
        "docker.0",
        "steps.1.requires",
        "docker.0 is the same skill",
    ),
    "experience that requires": (
        PYTHON,
        "months = 12",
        f'months = 12\nrequires = [{{ any_of = ["r.0"], {REASON} }}]',
        "steps.3.requires",
        "nothing but its own skill",
    ),
    "wrong sum": (
        ML,
        COEFFICIENT,
        COEFFICIENT.replace("000", "001"),
        "match",
        "sum to 1000001; they must sum to 1000000",
    ),
    "item that is none": (
        ML,
        'item = "linear_algebra"\nco',
        'item = "algebra"\nco',
        "match",
        "algebra is not an item",
    ),
    "item that is missing": (
        ML,
        'item = "linear_algebra"\nco',
        'item = "algebra"\nco',
        "match",
        "the item linear_algebra is missing",
    ),
    "coefficient's unknown source": (
        ML,
        MATCH,
        MATCH.replace("expert", "guess"),
        "match.linear_algebra.source",
        "guess is not a source",
    ),
    "weight's unknown source": (
        ML,
        JUNIOR,
        JUNIOR.replace('"postings"', '"guess"'),
        "junior.python.source",
        "is not a source",
    ),
    "share without its n": (
        ML,
        f"{SHARE}\n{N}\n",
        f"{SHARE}\n",
        "match.probability_statistics",
        "a share needs its n",
    ),
    "requires a stranger": (
        ML,
        JUNIOR,
        JUNIOR.replace('"python"', '"statistics"'),
        "junior.statistics",
        "statistics is not an item",
    ),
    "requires a member of a group": (
        ML,
        JUNIOR,
        JUNIOR.replace('"python"', '"pytorch"'),
        "junior.pytorch",
        "is not an item",
    ),
    "required twice": (
        ML,
        JUNIOR,
        f"{JUNIOR}\n\n{JUNIOR}",
        "junior.python",
        "stands here twice",
    ),
    "falling level": (
        ML,
        SENIOR,
        SENIOR.replace("level = 3", "level = 1"),
        "senior.python",
        "falls from the stage before: it must be at least 2",
    ),
    "dropped requirement": (
        ML,
        SENIOR,
        "",
        "senior.python",
        "it must be at least 2",
    ),
    "skill twice": (
        MANIFEST,
        '["python", "cpp", "r"',
        '["python", "cpp", "calculus"',
        "skills",
        "calculus stands here twice",
    ),
    "source twice": (
        MANIFEST,
        'id = "postings"\n',
        'id = "expert"\n',
        "sources",
        "expert stands here twice",
    ),
    "group twice": (
        MANIFEST,
        'id = "cloud"',
        'id = "framework"',
        "groups",
        "framework stands here twice",
    ),
    "group named as a skill": (
        MANIFEST,
        'id = "cloud"',
        'id = "docker"',
        "groups",
        "docker is a skill's id: name the group otherwise",
    ),
}


@pytest.mark.parametrize("name", REFERENCE_FAULTS)
def test_a_fault_is_named_with_its_file_its_key_and_a_remedy(tmp_path: Path, name: str) -> None:
    assert_named(tmp_path, REFERENCE_FAULTS[name])


def test_a_circle_is_named_in_one_of_its_files(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    requires = f'requires = [{{ any_of = ["docker.1"], {REASON} }}]'
    change(folder, PYTHON, FIRST_STEP, f"{FIRST_STEP}\n{requires}")
    found = faults(folder)
    assert any(is_named(found, f.file, ".requires", "go in a circle: ") for f in found), found


def test_faults_across_files_are_all_named_at_once(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    together = (
        "dangling step",
        "experience that requires",
        "wrong sum",
        "falling level",
        "source twice",
    )
    for name in together:
        change(folder, *REFERENCE_FAULTS[name][:3])
    found = faults(folder)
    assert all_named(found, [REFERENCE_FAULTS[name] for name in together])
