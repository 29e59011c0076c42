"""How often a role's own people are still called by its name when a tenth of their ratings is a level off: exactly, by trying every way.

`python -m tests.scoring.noise` prints the share for each role and stage. A way is a choice of skills, a tenth of all, each a level up or
down (not beyond 0 to 4); all ways are equally likely. Points are linear in the items, so that what single skills do to a role's lead is
added up for all ways at once; the skills of groups, of which only the best counts, are tried together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb

import numpy as np
from numpy.typing import NDArray

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Stage
from app.scoring.items import answers
from app.scoring.profiles import profiles

OFF = (-1, 1)
TENTH = 10
Person = dict[str, int]
Leads = NDArray[np.int64]
"""One way a row, one other role a column: how far the role stands before it, or what is added to that."""


@dataclass(frozen=True, slots=True)
class Held:
    """In how many of all ways the role still stands strictly first."""

    role: str
    stage: Stage
    first: int
    ways: int

    @property
    def share(self) -> float:
        return self.first / self.ways


def exact_people(catalogue: Catalogue, role: str, stage: Stage) -> Iterator[Person]:
    """A role's requirements and 0 elsewhere, once for each choice of alternatives."""
    required = {each.item: each.level for each in catalogue.role[role].stages[stage].requirements}
    for chosen in product(*(item.skills for item in catalogue.items)):
        people = dict.fromkeys(catalogue.skill, 0)
        yield people | {
            skill: required.get(item.id, 0)
            for skill, item in zip(chosen, catalogue.items, strict=True)
        }


def off(person: Person, skills: tuple[str, ...], by: tuple[int, ...]) -> Person:
    """The person with these ratings off by so much, kept within 0 to 4."""
    return person | {
        skill: min(max(person[skill] + each, 0), TOP_LEVEL)
        for skill, each in zip(skills, by, strict=True)
    }


def held(catalogue: Catalogue, role: str, stage: Stage, person: Person, count: int) -> Held:
    """In how many of the ways to be off on `count` ratings the role stands strictly first, for a person who answered everything."""
    single = [item.skills[0] for item in catalogue.items if len(item.skills) == 1]
    grouped = [skill for item in catalogue.items if len(item.skills) > 1 for skill in item.skills]
    own = leads(catalogue, role, [person])
    moves = np.array(
        [
            leads(catalogue, role, [off(person, (skill,), (by,)) for by in OFF]) - own
            for skill in single
        ]
    )
    first = 0
    for together in range(max(count - len(single), 0), min(count, len(grouped)) + 1):
        singles = own + _sums(moves, count - together)
        others = leads(catalogue, role, all_off(person, grouped, together)) - own
        first += sum(int((singles + each > 0).all(axis=1).sum()) for each in others)
    return Held(role, stage, first, comb(len(person), count) * len(OFF) ** count)


def all_off(person: Person, skills: Sequence[str], count: int) -> Iterator[Person]:
    """The person once for each way to be off on so many of the skills."""
    return (
        off(person, some, by)
        for some in combinations(skills, count)
        for by in product(OFF, repeat=count)
    )


def leads(catalogue: Catalogue, role: str, people: Iterable[Person]) -> Leads:
    """How many points (of which COEFFICIENT_SUM make a level) the role stands before each other, for people who answered everything."""
    numbers = profiles(catalogue)
    rows = np.array(numbers.coefficients, dtype=np.int64)
    before = np.delete(rows[numbers.place(role)] - rows, numbers.place(role), axis=0)
    levels = np.array([answers(numbers, person).levels for person in people], dtype=np.int64)
    found: Leads = np.dot(levels, before.T)
    return found


def _sums(moves: NDArray[np.int64], count: int) -> Leads:
    """The sums of so many skills' moves, for every choice of the skills and of each one's direction."""
    if not count:
        return np.zeros((1, 1), dtype=np.int64)
    skills = np.array([*combinations(range(len(moves)), count)], dtype=np.int64)
    others = moves.shape[2]
    total = np.zeros((len(skills), 1, others), dtype=np.int64)
    for place in range(count):
        total = (total[:, :, None] + moves[skills[:, place]][:, None]).reshape(
            len(skills), -1, others
        )
    return total.reshape(-1, others)


def all_held(catalogue: Catalogue) -> Iterator[Held]:
    """For each role and stage; which alternative is rated makes no difference, for a group's skills are interchangeable."""
    for role in catalogue.role:
        for stage in STAGES:
            yield held(
                catalogue,
                role,
                stage,
                next(exact_people(catalogue, role, stage)),
                len(catalogue.skills) // TENTH,
            )


def report() -> None:
    for each in all_held(load_catalogue()):
        print(f"{each.role:20}{each.stage:8}{each.first:10} of {each.ways}{each.share:10.3%}")


if __name__ == "__main__":
    report()
