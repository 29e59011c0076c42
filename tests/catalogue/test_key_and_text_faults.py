"""Unknown and missing keys and invalid texts are named with file, key and remedy."""

from pathlib import Path

import pytest

from app.catalogue.faults import ContentError
from app.catalogue.load import load_catalogue
from tests.catalogue.content import change, copy_content
from tests.catalogue.faults import (
    DOCKER,
    JUNIOR,
    MANIFEST,
    ML,
    PYTHON,
    RESOURCES,
    Case,
    assert_named,
)
from tests.support.visitor import CATALOGUE

KEY_AND_TEXT_FAULTS: dict[str, Case] = {
    "unknown key": (
        DOCKER,
        "name.ko",
        'nmae.ko = "x"\nname.ko',
        "nmae",
        "not a key known here: correct its name or remove it",
    ),
    "unknown key of a step": (
        PYTHON,
        "low = 8",
        "lowest = 1, low = 8",
        "steps[1].hours.lowest",
        "not a key known here",
    ),
    "unknown key of a requirement": (
        ML,
        JUNIOR,
        JUNIOR + "\nhours = 3",
        "junior[1].hours",
        "not a key known here",
    ),
    "unknown key of the scale": (
        MANIFEST,
        "min_compared = 0.6",
        "min_compared = 0.6\nkk = 1",
        "scale.kk",
        "not a key known here",
    ),
    "the scale's key for the share of skills that a ranking took": (
        MANIFEST,
        "min_compared = 0.6",
        "min_compared = 0.6\nmin_answered = 0.6",
        "scale.min_answered",
        "min_information is the information that a ranking takes",
    ),
    "port that is no number": (
        RESOURCES,
        'url = "https://',
        'url = "https://a.example:x/',
        "resources[1].url",
        "begins with https://",
    ),
    "address that cannot be taken apart": (
        RESOURCES,
        'url = "https://',
        'url = "https://[::1.',
        "resources[1].url",
        "begins with https://",
    ),
    "address that is none": (
        RESOURCES,
        'url = "https://',
        'url = "',
        "resources[1].url",
        "begins with https://",
    ),
    "cost that is none": (
        RESOURCES,
        'cost = "free"',
        'cost = "cheap"',
        "resources[1].cost",
        "must be one of free, audit, paid",
    ),
    "wrong check digit": (
        RESOURCES,
        'url = "',
        'isbn = "9788966262466"\nurl = "',
        "resources[1].isbn",
        "right check digit",
    ),
    "guide in one language": (
        PYTHON,
        "make.ko",
        "mak.ko",
        "steps[1].make.ko",
        "is missing: add it",
    ),
    "third language": (
        DOCKER,
        "name.ko",
        'name.fr = "x"\nname.ko',
        "name.fr",
        "not a key known here",
    ),
    "missing language": (DOCKER, 'name.en = "Docker"\n', "", "name.en", "is missing: add it"),
    "missing language of an anchor": (
        DOCKER,
        f'en = "{CATALOGUE.skill["docker"].anchors[0].en}"',
        'xx = "Never"',
        "anchors[1].en",
        "is missing: add it",
    ),
    "missing language of a reason": (
        DOCKER,
        "reason.en",
        "reason.xx",
        "steps[1].requires[1].reason.en",
        "is missing: add it",
    ),
    "empty text": (
        DOCKER,
        'name.en = "Docker"',
        'name.en = ""',
        "name.en",
        "must be a text that is not empty",
    ),
    "space around a text": (
        DOCKER,
        'name.en = "Docker"',
        'name.en = "Docker "',
        "name.en",
        "has no space around it",
    ),
    "text in one language only": (
        DOCKER,
        'name.ko = "Docker"\nname.en = "Docker"',
        'name = "Docker"',
        "name",
        "in ko and one in en",
    ),
}


@pytest.mark.parametrize("name", KEY_AND_TEXT_FAULTS)
def test_a_fault_is_named_with_its_file_its_key_and_a_remedy(tmp_path: Path, name: str) -> None:
    assert_named(tmp_path, KEY_AND_TEXT_FAULTS[name])


def test_a_content_error_prints_one_line_for_each_fault(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    change(folder, *KEY_AND_TEXT_FAULTS["missing language"][:3])
    with pytest.raises(ContentError, match=r"^skills/docker\.toml: name\.en: is missing: add it$"):
        load_catalogue(folder)
