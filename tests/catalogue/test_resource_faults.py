"""Faults of step titles, of resources, and of the steps' choice of them are named."""

from pathlib import Path

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.resources import MAX_PER_LANGUAGE
from app.catalogue.text import LANGUAGES
from tests.catalogue.content import change, copy_content
from tests.catalogue.faults import PYTHON, RESOURCES, faults, is_named
from tests.support.visitor import CATALOGUE

STEP = CATALOGUE.step["python.0"]
FIRST, SECOND = (CATALOGUE.resource[id] for id in STEP.resources[:2])
OTHERS = [
    each.id
    for each in CATALOGUE.resources
    if each.language == FIRST.language and each.hours == 1 and each.id not in STEP.resources
]
HERE = sum(CATALOGUE.resource[id].language == FIRST.language for id in STEP.resources)
TOO_MANY = ", ".join(f'"{id}"' for id in [FIRST.id, *OTHERS[: MAX_PER_LANGUAGE + 1 - HERE]])

Change = tuple[str, str, str]
"""File, present text, replacement."""
Case = tuple[list[Change], str, str, str]
"""Changes, and the file, the key and words of the message of the expected fault."""


def part(language: str, words: str) -> str:
    """Return the line of a resource's part."""
    return f'part.{language} = "{words}"\n'


RESOURCE_FAULTS: dict[str, Case] = {
    "no title": (
        [(PYTHON, f'title.{language} = "{STEP.title[language]}"\n', "") for language in LANGUAGES],
        PYTHON,
        "steps[1].title",
        "is missing: add it",
    ),
    "title in one language": (
        [(PYTHON, "title.en", "title.xx")],
        PYTHON,
        "steps[1].title.en",
        "is missing: add it",
    ),
    "no part": (
        [
            (RESOURCES, part("ko", FIRST.part.ko), ""),
            (RESOURCES, part("en", FIRST.part.en), ""),
        ],
        RESOURCES,
        "resources[1].part",
        "is missing: add it",
    ),
    "part in one language": (
        [(RESOURCES, part("ko", FIRST.part.ko), "")],
        RESOURCES,
        "resources[1].part.ko",
        "is missing: add it",
    ),
    "no hours": (
        [(RESOURCES, f"hours = {FIRST.hours}\n", "")],
        RESOURCES,
        "resources[1].hours",
        "is missing: add it",
    ),
    "unknown kind": (
        [(RESOURCES, f'kind = "{FIRST.kind}"', 'kind = "podcast"')],
        RESOURCES,
        "resources[1].kind",
        "must be one of documentation, course, book, article, video, paper, code,",
    ),
    "longer than its step": (
        [(RESOURCES, f"hours = {FIRST.hours}\n", "hours = 900\n")],
        PYTHON,
        "steps[1].resources",
        f"{FIRST.id} takes 900 hours, the step {STEP.hours.likely}: name a shorter part of it",
    ),
    "too many in one language": (
        [(PYTHON, f'"{FIRST.id}"', TOO_MANY)],
        PYTHON,
        "steps[1].resources",
        f"names {MAX_PER_LANGUAGE + 1} in {FIRST.language}: choose at most {MAX_PER_LANGUAGE}",
    ),
    "resource that is none": (
        [(PYTHON, f'"{FIRST.id}"', '"nowhere"')],
        PYTHON,
        "steps[1].resources",
        "nowhere is in no file of resources",
    ),
    "resource that no step names": (
        [(RESOURCES, f'id = "{FIRST.id}"', 'id = "lost"')],
        "resources",
        "lost",
        "no step names this resource",
    ),
    "resource twice": (
        [(RESOURCES, f'id = "{FIRST.id}"', f'id = "{SECOND.id}"')],
        "resources",
        "id",
        f"{SECOND.id} stands here twice",
    ),
    "address and part twice": (
        [
            (RESOURCES, f'url = "{FIRST.url}"', f'url = "{SECOND.url}"'),
            (RESOURCES, part("en", FIRST.part.en), part("en", SECOND.part.en)),
        ],
        "resources",
        "url",
        f"{SECOND.url} ({SECOND.part.en}) stands here twice",
    ),
}


@pytest.mark.parametrize("name", RESOURCE_FAULTS)
def test_a_fault_is_named_with_its_file_its_key_and_a_remedy(tmp_path: Path, name: str) -> None:
    changes, file, key, message = RESOURCE_FAULTS[name]
    folder = copy_content(tmp_path)
    for each in changes:
        change(folder, *each)
    found = faults(folder)
    assert is_named(found, file, key, message), "\n".join(map(str, found))


def test_two_parts_of_one_address_are_two_resources(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    change(folder, RESOURCES, f'url = "{FIRST.url}"', f'url = "{SECOND.url}"')
    loaded = load_catalogue(folder).resource
    assert FIRST.part != SECOND.part
    assert loaded[FIRST.id].url == loaded[SECOND.id].url == SECOND.url


def test_a_step_may_name_as_many_as_there_is_room_for_in_each_language() -> None:
    """The limit counts each language for itself."""
    most = max(len(step.resources) for step in CATALOGUE.step.values())
    assert MAX_PER_LANGUAGE < most <= MAX_PER_LANGUAGE * len(LANGUAGES)
