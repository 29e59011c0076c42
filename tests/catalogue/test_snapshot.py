"""A catalogue as one text with a digest that is equal everywhere, and back."""

import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue, Scale
from app.catalogue.snapshot import digest, freeze, thaw
from app.catalogue.steps import NO_TEXT
from tests.catalogue.content import change, copy_content
from tests.support.strategies import catalogues
from tests.support.visitor import CATALOGUE

PRINT_DIGEST = """
from app.catalogue.load import load_catalogue
from app.catalogue.snapshot import digest
print(digest(load_catalogue()))
"""


def values(catalogue: Catalogue) -> list[object]:
    """Return everything in a catalogue, because catalogues are compared by identity."""
    return [getattr(catalogue, field.name) for field in fields(catalogue)]


def test_our_catalogue_comes_back_equal() -> None:
    ours = load_catalogue()
    assert values(thaw(freeze(ours))) == values(ours)
    assert digest(thaw(freeze(ours))) == digest(ours)


def test_a_snapshot_of_a_scale_that_still_held_its_shares_is_opened() -> None:
    """Assessments finished with the old scale are shown unchanged."""
    earlier = json.loads(freeze(load_catalogue()))
    earlier["scale"]["too_close"] = {
        "everyone": 0.258,
        "beginner": 0.614,
        "junior": 0.394,
        "senior": 0.086,
        "lead": 0.027,
    }
    assert values(thaw(json.dumps(earlier))) == values(load_catalogue())


def test_a_snapshot_older_than_information_keeps_its_share_of_skills() -> None:
    ours = load_catalogue()
    earlier = json.loads(freeze(ours))
    figures = {"item_error": 0.6, "skip_error": 1.2, "k": 1.1}
    earlier["scale"] = figures | {"min_answered": 0.6}
    opened = thaw(json.dumps(earlier))
    assert opened.scale == Scale(**figures, min_answered=0.6)
    assert values(replace(opened, scale=ours.scale)) == values(ours)
    assert thaw(freeze(opened)).scale == opened.scale


def test_a_snapshot_older_than_titles_and_parts_is_opened() -> None:
    ours = load_catalogue()
    earlier = json.loads(freeze(ours))
    for skill in earlier["skills"]:
        for step in skill["steps"]:
            del step["title"]
    for resource in earlier["resources"]:
        del resource["part"]
    opened = thaw(json.dumps(earlier))
    assert {step.title for step in opened.step.values()} == {None}
    assert {resource.part for resource in opened.resources} == {NO_TEXT}
    step = opened.step["python.1"]
    assert replace(step, title=ours.step[step.id].title) == ours.step[step.id]


@given(catalogues())
def test_any_catalogue_comes_back_equal(catalogue: Catalogue) -> None:
    assert values(thaw(freeze(catalogue))) == values(catalogue)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_digest_is_the_same_in_another_process(seed: str) -> None:
    environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C"}
    other = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == digest(load_catalogue())


def test_the_order_of_keys_in_a_file_does_not_matter(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    change(
        folder,
        "skills/docker.toml",
        'name.ko = "Docker"\nname.en = "Docker"',
        'name.en = "Docker"\nname.ko = "Docker"',
    )
    assert digest(load_catalogue(folder)) == digest(load_catalogue())


CHANGES = {
    "a word": ("skills/docker.toml", CATALOGUE.skill["docker"].anchors[0].en, "Never did"),
    "a coefficient's source": (
        "roles/ml_engineer.toml",
        'item = "calculus"\ncoefficient = 17000\nsource = "expert"',
        'item = "calculus"\ncoefficient = 17000\nsource = "postings"',
    ),
    "a figure of the scale": ("manifest.toml", "item_error = 0.6", "item_error = 0.7"),
    "a step's hours": ("skills/python.toml", "likely = 15", "likely = 16"),
    "the order of roles": (
        "manifest.toml",
        '"ml_engineer",\n  "dl_engineer"',
        '"dl_engineer",\n  "ml_engineer"',
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_changes_the_digest(tmp_path: Path, name: str) -> None:
    folder = copy_content(tmp_path)
    change(folder, *CHANGES[name])
    assert digest(load_catalogue(folder)) != digest(load_catalogue())


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", "{}", '{"scale": 1}', '{"scale": {"k": 1}}']
)
def test_a_text_that_holds_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a frozen catalogue|Expecting"):
        thaw(text)
