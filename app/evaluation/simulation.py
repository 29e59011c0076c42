"""Simulated people: they determine `k`, and how often a clear result repeats.

Every role and stage is drawn equally often. Items that its requirements name have the required
level -1, 0 or +1, all others 0, 1 or 2. Of a role's own alternatives one is drawn evenly, the
others are like any item. One fifth are beginners: all items 0 or 1, three of them 2 or 3. These are
the true levels. Each person rates them twice, with a normal error (the scale's `item_error`).
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from app.catalogue.evidence import Kind
from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue
from app.evaluation.bounds import alternatives
from app.scoring.result import Result, score

PEOPLE: Final = 30_000
SEED: Final = 11
REPEATS: Final = 0.9
BEGINNER: Final = "beginner"
EVERYONE: Final = "everyone"
BEGINNERS: Final = 5
"""One person in this many is a beginner."""

SkillLevels = Mapping[str, int]
"""Item → level 0 to 4."""


@dataclass(frozen=True, slots=True)
class Person:
    """One simulated person: the results of two self-ratings, compared."""

    kind: str
    """"<role> <stage>" that the truth was drawn for, or "beginner"."""
    clearness: float
    """Margin of the first rating's best role to the next, in standard errors; 0 at a tie."""
    repeats: bool
    """Whether the second rating gives the same first role."""
    second_behind: float
    """Distance of the second rating's first role behind the best of the first rating, in standard
    errors."""

    def clear(self, k: float) -> bool:
        """Return whether the first result names one role."""
        return self.clearness > 0 and self.clearness >= k

    def covered(self, k: float) -> bool:
        """Return whether the first result names the second rating's first role."""
        return self.repeats or self.second_behind < k


def true_levels(
    catalogue: Catalogue, count: int, rng: random.Random
) -> Iterator[tuple[str, SkillLevels]]:
    """Yield kind and true levels of `count` people.

    The generator may be used between two people; the next ones then depend on it.
    """
    kinds = list(product(catalogue.roles, STAGES))
    for number in range(count):
        if number % BEGINNERS == 0:
            yield BEGINNER, _beginner(catalogue, rng)
        else:
            role, stage = kinds[(number - number // BEGINNERS - 1) % len(kinds)]
            required = {
                _drawn(alternatives(catalogue, each), rng): each.level
                for each in role.stages[stage].requirements
            }
            yield f"{role.id} {stage}", _practitioner(catalogue, rng, required)


def rate(catalogue: Catalogue, truth: SkillLevels, rng: random.Random) -> SkillLevels:
    """Return a self-rating of every item: the true level with a normal error, 0 to 4."""
    return {
        item: _clip(round(level + rng.gauss(0, catalogue.scale.item_error)))
        for item, level in truth.items()
    }


def simulate_people(catalogue: Catalogue, count: int = PEOPLE, seed: int = SEED) -> list[Person]:
    """Simulate people and score each of them twice."""
    rng = random.Random(seed)  # noqa: S311 (a simulation) # nosec B311
    people = []
    for kind, truth in true_levels(catalogue, count, rng):
        first, second = (
            score(catalogue, ratings_of(catalogue, rate(catalogue, truth, rng))) for _ in range(2)
        )
        role = second.order[0].role
        behind = _distances(first)
        people.append(
            Person(
                kind,
                min(value for other, value in behind.items() if other != first.order[0].role),
                first.order[0].role == role,
                behind[role],
            )
        )
    return people


def smallest_k(people: Sequence[Person]) -> float:
    """Return the smallest k, in steps of 0.01, at which a share of REPEATS of clear results repeat.

    Raises ValueError if no k below 10 does.
    """
    for hundredths in range(1000):
        clear = [person for person in people if person.clear(hundredths / 100)]
        if sum(person.repeats for person in clear) >= REPEATS * len(clear):
            return hundredths / 100
    raise ValueError("no k up to 10 is enough: the roles cannot be told apart")


def summarise(people: Sequence[Person], k: float) -> tuple[Kind, ...]:
    """Return the figures for each kind of person, the totals (each stage, everyone) last."""
    names = list(dict.fromkeys(person.kind for person in people))
    groups = {name: {name} for name in sorted(names)}
    groups |= {stage: {name for name in names if name.endswith(f" {stage}")} for stage in STAGES}
    groups[EVERYONE] = set(names)
    return tuple(
        _kind(id, [person for person in people if person.kind in members], k)
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


def _beginner(catalogue: Catalogue, rng: random.Random) -> SkillLevels:
    truth = {item.id: rng.randint(0, 1) for item in catalogue.items}
    for item in rng.sample(list(truth), min(3, len(truth))):
        truth[item] = rng.randint(2, 3)
    return truth


def _practitioner(catalogue: Catalogue, rng: random.Random, required: SkillLevels) -> SkillLevels:
    return {
        item.id: _clip(required[item.id] + rng.randint(-1, 1))
        if item.id in required
        else rng.randint(0, 2)
        for item in catalogue.items
    }


def _drawn(items: Sequence[str], rng: random.Random) -> str:
    return rng.choice(items) if len(items) > 1 else items[0]


def ratings_of(catalogue: Catalogue, levels: SkillLevels) -> dict[str, int]:
    """Return ratings of every skill: the first skill of a group has the item's level, others 0."""
    return dict.fromkeys(catalogue.skill, 0) | {
        item.skills[0]: levels[item.id] for item in catalogue.items
    }


def _clip(level: int) -> int:
    return min(max(level, 0), TOP_LEVEL)


def _distances(result: Result) -> dict[str, float]:
    """Return each role's distance behind the best in standard errors, 0 at a tie."""
    return {
        each.role: each.behind / each.behind_se if each.behind else 0.0 for each in result.order
    }
