"""Thirty people with a counsellor's judgement of each, read from thirty.toml.

Run `python -m tests.evaluation.thirty` to print what is expected of each and what comes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, Catalogue, Requirement, Stage
from app.catalogue.text import Text
from app.scoring.result import score

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes out for a person."""

    person: JudgedPerson
    first: str
    """The role that comes first."""
    named: tuple[str, ...]
    """The roles that are too close to call; the first alone for a clear result."""
    stage: Stage
    """The first role's first stage that the person is not ready for; lead if ready for all."""

    @property
    def role_agrees(self) -> bool:
        """Whether the first role is the counsellor's; too early means that no role is clear."""
        expected = self.person.roles
        return self.first in expected if expected else len(self.named) > 1

    @property
    def stage_agrees(self) -> bool:
        return self.stage == self.person.stage


def outcome(catalogue: Catalogue, person: JudgedPerson) -> Outcome:
    """Return what comes out for a person, also for few answers."""
    order = score(catalogue, person.ratings, min_answered=0).order
    named = tuple(each.role for each in order if each is order[0] or each.too_close)
    role = order[0].role
    stage = next(
        (stage for stage in STAGES if not is_ready(catalogue, person, role, stage)), STAGES[-1]
    )
    return Outcome(person, role, named, stage)


def is_ready(catalogue: Catalogue, person: JudgedPerson, role: str, stage: Stage) -> bool:
    """Return whether a stage is met to 80 %, with credit in every core requirement.

    Written from product.md, without the code of scoring. Thirds of a weight are whole numbers.
    """
    requirements = catalogue.role[role].stages[stage].requirements
    thirds = {each: _thirds(catalogue, person, each) for each in requirements}
    met = sum(each.weight * credit for each, credit in thirds.items())
    whole = sum(3 * each.weight for each in requirements)
    return 10 * met >= 8 * whole and all(thirds[each] for each in requirements if each.core)


def _thirds(catalogue: Catalogue, person: JudgedPerson, requirement: Requirement) -> int:
    skills = catalogue.item[requirement.item].skills
    rating = max(person.ratings.get(skill, 0) for skill in skills)
    if rating >= requirement.level:
        return 3
    return int(rating == requirement.level - 1 and rating > 0)


def report() -> None:
    catalogue = load_catalogue()
    for each in (outcome(catalogue, person) for person in thirty()):
        agrees = "yes" if each.role_agrees and each.stage_agrees else "NO"
        expected = f"{' or '.join(each.person.roles) or 'too early'}, {each.person.stage}"
        print(f"{agrees:4}{each.person.id:25}{expected:40}{each.first}, {each.stage}", end="")
        print("" if len(each.named) == 1 else f" ({len(each.named)} roles too close)")


if __name__ == "__main__":
    report()
