"""The simulated people on which `k` rests, and how often a clear answer repeats among them (product.md, Scoring).

Each role and stage equally often: items that its requirements name at their level -1, 0 or +1, all others at 0, 1 or 2. One fifth are
beginners: all items 0 or 1, three of them 2 or 3. That is the truth; each person then rates it twice, off by a normal error of the scale.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from app.catalogue.evidence import Kind
from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue
from app.scoring.result import Result, score

PEOPLE: Final = 30_000
SEED: Final = 11
REPEATS: Final = 0.9
BEGINNER: Final = "beginner"
EVERYONE: Final = "everyone"
BEGINNERS: Final = 5
"""One person in so many is a beginner."""

Levels = dict[str, int]
"""Item → level 0 to 4."""


@dataclass(frozen=True, slots=True)
class Person:
    """Two ratings of one simulated person, compared."""

    kind: str
    """"<role> <stage>" that the truth was drawn for, or "beginner"."""
    clearness: float
    """How many standard errors the first rating's best role stands before the nearest other; 0 at a tie."""
    repeats: bool
    """Whether the second rating puts the same role first."""
    second_behind: float
    """How many standard errors behind the best the first rating puts the second rating's first role."""

    def clear(self, k: float) -> bool:
        """Whether one role is named."""
        return self.clearness > 0 and self.clearness >= k

    def covered(self, k: float) -> bool:
        """Whether the second rating's first role is among those that the first names."""
        return self.repeats or self.second_behind < k


def truths(catalogue: Catalogue, count: int, rng: random.Random) -> Iterator[tuple[str, Levels]]:
    """So many people's kinds and true levels; whoever draws from the same generator between two people changes the next."""
    kinds = list(product(catalogue.roles, STAGES))
    for number in range(count):
        if number % BEGINNERS == 0:
            yield BEGINNER, _beginner(catalogue, rng)
        else:
            role, stage = kinds[(number - number // BEGINNERS - 1) % len(kinds)]
            required = {each.item: each.level for each in role.stages[stage].requirements}
            yield f"{role.id} {stage}", _practitioner(catalogue, rng, required)


def rated(catalogue: Catalogue, truth: Levels, rng: random.Random) -> Levels:
    """A self-rating of every item."""
    return {
        item: _clip(round(level + rng.gauss(0, catalogue.scale.item_error)))
        for item, level in truth.items()
    }


def people(catalogue: Catalogue, count: int = PEOPLE, seed: int = SEED) -> list[Person]:
    """The population, each person scored twice."""
    rng = random.Random(seed)  # noqa: S311 (a simulation) # nosec B311
    found = []
    for kind, truth in truths(catalogue, count, rng):
        first, second = (
            score(catalogue, _of_skills(catalogue, rated(catalogue, truth, rng))) for _ in range(2)
        )
        role = second.order[0].role
        behind = _in_errors(first)
        found.append(
            Person(
                kind,
                min(value for other, value in behind.items() if other != first.order[0].role),
                first.order[0].role == role,
                behind[role],
            )
        )
    return found


def smallest_k(found: Sequence[Person]) -> float:
    """The smallest k, in hundredths, at which REPEATS of the clear answers or more repeat; ValueError where none up to 10 is."""
    for hundredths in range(1000):
        clear = [person for person in found if person.clear(hundredths / 100)]
        if sum(person.repeats for person in clear) >= REPEATS * len(clear):
            return hundredths / 100
    raise ValueError("no k up to 10 is enough: the roles cannot be told apart")


def kinds(found: Sequence[Person], k: float) -> tuple[Kind, ...]:
    """The table by kind of person, the totals (everyone, each stage) last."""
    names = list(dict.fromkeys(person.kind for person in found))
    groups = {name: {name} for name in sorted(names)}
    groups |= {stage: {name for name in names if name.endswith(f" {stage}")} for stage in STAGES}
    groups[EVERYONE] = set(names)
    return tuple(
        _kind(id, [person for person in found if person.kind in members], k)
        for id, members in groups.items()
    )


def _kind(id: str, some: Sequence[Person], k: float) -> Kind:
    clear = [person for person in some if person.clear(k)]
    repeated = sum(person.repeats for person in clear) / max(len(clear), 1)
    covered = sum(person.covered(k) for person in some) / len(some)
    return Kind(
        id,
        len(some),
        *(round(share, 3) for share in (1 - len(clear) / len(some), repeated, covered)),
    )


def _beginner(catalogue: Catalogue, rng: random.Random) -> Levels:
    truth = {item.id: rng.randint(0, 1) for item in catalogue.items}
    for item in rng.sample(list(truth), min(3, len(truth))):
        truth[item] = rng.randint(2, 3)
    return truth


def _practitioner(catalogue: Catalogue, rng: random.Random, required: Levels) -> Levels:
    return {
        item.id: _clip(required[item.id] + rng.randint(-1, 1))
        if item.id in required
        else rng.randint(0, 2)
        for item in catalogue.items
    }


def _of_skills(catalogue: Catalogue, levels: Levels) -> dict[str, int]:
    """Ratings of every skill: of a group the first member has the item's level, and the others were never used."""
    return dict.fromkeys(catalogue.skill, 0) | {
        item.skills[0]: levels[item.id] for item in catalogue.items
    }


def _clip(level: int) -> int:
    return min(max(level, 0), TOP_LEVEL)


def _in_errors(result: Result) -> dict[str, float]:
    """Each role's distance behind the best in standard errors, 0 at a tie."""
    return {
        each.role: each.behind / each.behind_se if each.behind else 0.0 for each in result.order
    }
