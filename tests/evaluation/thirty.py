"""Thirty people with a counsellor's judgement of each, read from thirty.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from app.catalogue.model import Stage
from app.catalogue.text import Text

FILE = Path(__file__).with_name("thirty.toml")


@dataclass(frozen=True, slots=True)
class JudgedPerson:
    """A person's ratings and what a counsellor says of them."""

    id: str
    who: Text
    ratings: Mapping[str, int]
    """Skills that are left out are not answered."""
    roles: tuple[str, ...]
    """The closest role, two that the counsellor cannot choose between, or none: too early."""
    stage: Stage
    """The first stage for which the person is not ready."""
    why: Text


@cache
def thirty() -> tuple[JudgedPerson, ...]:
    """Return the people in the file's order."""
    with FILE.open("rb") as file:
        tables = tomli.load(file)["people"]
    return tuple(
        JudgedPerson(
            each["id"],
            Text(**each["who"]),
            each["ratings"],
            tuple(each["roles"]),
            each["stage"],
            Text(**each["why"]),
        )
        for each in tables
    )
