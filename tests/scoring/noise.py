"""Compute how often a role stays first if a tenth of the ratings is one level off.

The people are exactly what a role requires. Run `python -m tests.scoring.noise` to print the share
for each role and stage. The result is exact: all ways are counted. A way is a choice of a tenth of
the skills, each one level up or down within 0 to 4. All ways are equally likely. Points are linear
in the items, so the effects of single skills on a role's lead are added for all ways at once. The
skills of a group are tried together, because only the best one counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb

import numpy as np
from numpy.typing import NDArray

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Stage
from app.evaluation.bounds import exact_levels
from app.evaluation.simulation import ratings_of
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles

OFF = (-1, 1)
TENTH = 10
Person = dict[str, int]
Leads = NDArray[np.int64]
"""Shape (ways, other roles): the role's lead over each other role, or what is added to it."""


@dataclass(frozen=True, slots=True)
class Held:
    """In how many of all ways the role is still strictly first."""

    role: str
    stage: Stage
    first: int
    ways: int

    @property
    def share(self) -> float:
        return self.first / self.ways


def exact_people(catalogue: Catalogue, role: str, stage: Stage) -> Iterator[Person]:
    """Yield people with a role's requirements and 0 elsewhere, one per choice of alternatives."""
    for levels in exact_levels(catalogue, catalogue.role[role], stage):
        for chosen in product(*(item.skills for item in catalogue.items)):
            people = dict.fromkeys(catalogue.skill, 0)
            yield people | {
                skill: levels[item.id] for skill, item in zip(chosen, catalogue.items, strict=True)
            }


def off(person: Person, skills: tuple[str, ...], by: tuple[int, ...]) -> Person:
    """Return the person with these ratings changed, clipped to 0 to 4."""
    return person | {
        skill: min(max(person[skill] + each, 0), TOP_LEVEL)
        for skill, each in zip(skills, by, strict=True)
    }


def held(catalogue: Catalogue, role: str, stage: Stage, person: Person, count: int) -> Held:
    """Count the ways to change `count` ratings that leave the role strictly first.

    The person must have answered everything.
    """
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
    """Yield the person once for each way to change `count` of the skills."""
    return (
        off(person, some, by)
        for some in combinations(skills, count)
        for by in product(OFF, repeat=count)
    )


def leads(catalogue: Catalogue, role: str, people: Iterable[Person]) -> Leads:
    """Return the role's lead over each other role in points, for people without skips.

    One level is COEFFICIENT_SUM points.
    """
    numbers = profiles(catalogue)
    rows = np.array(numbers.coefficients, dtype=np.int64)
    before = np.delete(rows[numbers.place(role)] - rows, numbers.place(role), axis=0)
    levels = np.array([item_ratings(numbers, person).levels for person in people], dtype=np.int64)
    found: Leads = np.dot(levels, before.T)
    return found


def _sums(moves: NDArray[np.int64], count: int) -> Leads:
    """Return the sums of `count` skills' moves, for every choice of skills and directions."""
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
    """Yield the counts for each role and stage, and each choice of the role's own alternatives.

    One choice within the groups stands for all, because the skills of a group are interchangeable.
    """
    for role in catalogue.roles:
        for stage in STAGES:
            for levels in exact_levels(catalogue, role, stage):
                person = ratings_of(catalogue, levels)
                yield held(catalogue, role.id, stage, person, len(catalogue.skills) // TENTH)


def report() -> None:
    for each in all_held(load_catalogue()):
        print(f"{each.role:20}{each.stage:8}{each.first:10} of {each.ways}{each.share:10.3%}")


if __name__ == "__main__":
    report()
