"""Faults that a test puts into a copy of our content, and how their messages are checked."""

from pathlib import Path

import pytest

from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import CONTENT, load_catalogue
from tests.catalogue.content import change, copy_content

RESOURCES = "resources/python.toml"
MANIFEST, DOCKER, PYTHON, ML = (
    "manifest.toml",
    "skills/docker.toml",
    "skills/python.toml",
    "roles/ml_engineer.toml",
)
ROLE_TEXT = (CONTENT / ML).read_text(encoding="utf-8")


def first_table(header: str) -> str:
    """Return the first table of the role file with this header, up to the empty line after it."""
    return header + ROLE_TEXT.partition(header)[2].partition("\n\n")[0]


JUNIOR, SENIOR, MATCH = map(first_table, ("[[junior]]", "[[senior]]", "[[match]]"))
COEFFICIENT = MATCH.splitlines()[2]
SHARE, N = ROLE_TEXT.partition("\nshare = ")[2].splitlines()[:2]
"""A share and the line with its number of postings, of the second coefficient."""

Case = tuple[str, str, str, str, str]
"""File, present text, replacement, expected key of the fault, and words of its message."""


def faults(folder: Path) -> tuple[Fault, ...]:
    """Return the faults that loading the content reports."""
    with pytest.raises(ContentError) as caught:
        load_catalogue(folder)
    return caught.value.faults


def is_named(found: tuple[Fault, ...], file: str, key: str, message: str) -> bool:
    """Return whether some fault has this file, this key and these words in its message.

    A key that begins with a dot is the end of the fault's key.
    """
    return any(
        f.file == file
        and (f.key == key or (key[0] == "." and f.key.endswith(key)))
        and message in f.message
        for f in found
    )


def all_named(found: tuple[Fault, ...], cases: list[Case]) -> bool:
    """Return whether the faults of all these cases are named."""
    return all(is_named(found, file, key, message) for file, _, _, key, message in cases)


def assert_named(folder: Path, case: Case) -> None:
    """Make one change to a copy of our content in `folder` and check its fault."""
    file, old, new, key, message = case
    content = copy_content(folder)
    change(content, file, old, new)
    found = faults(content)
    assert is_named(found, file, key, message), "\n".join(map(str, found))
