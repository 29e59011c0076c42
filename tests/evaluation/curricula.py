"""Compare each role's path with the published curricula that speak to the role.

    python -m tests.evaluation.curricula           which share of their order each path keeps
    python -m tests.evaluation.curricula --differ  also where it differs

The published orders are in curricula.toml. A pair of steps counts where a curriculum teaches one
before the other: at the first topic of each, and in different topics.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import mean

import tomli

from app.catalogue.curriculum import role_path
from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue

FILE = Path(__file__).with_name("curricula.toml")
RANDOM_ORDERS = 100
SEED = 19

Pair = tuple[str, str]
"""A step, and a step that is taught after it."""


@dataclass(frozen=True)
class Curriculum:
    """A published curriculum. `topics` are the steps of each topic, in the published order."""

    id: str
    title: str
    url: str
    roles: tuple[str, ...]
    """The roles that it speaks to; empty for all."""
    topics: tuple[tuple[str, ...], ...]

    def pairs(self) -> list[Pair]:
        """Return the pairs of steps that it teaches one before the other."""
        first: dict[str, int] = {}
        for place, topic in enumerate(self.topics):
            for step in topic:
                first.setdefault(step, place)
        return [
            (one, other) if first[one] < first[other] else (other, one)
            for one, other in combinations(first, 2)
            if first[one] != first[other]
        ]


def read_curricula() -> tuple[Curriculum, ...]:
    """Return the published curricula."""
    entries = tomli.loads(FILE.read_text(encoding="utf-8"))["curricula"]
    return tuple(
        Curriculum(
            entry["id"],
            entry["title"],
            entry["url"],
            tuple(entry["roles"]),
            tuple(tuple(topic["skills"]) for topic in entry["topics"]),
        )
        for entry in entries
    )


def for_role(role: str) -> list[Curriculum]:
    """Return the curricula that speak to a role."""
    return [each for each in read_curricula() if not each.roles or role in each.roles]


def differing(path: Sequence[str], pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that a path has the other way round."""
    place = {step: number for number, step in enumerate(path)}
    return [(one, other) for one, other in pairs if place[one] > place[other]]


def kept(path: Sequence[str], curricula: Sequence[Curriculum]) -> float:
    """Return the share of all curricula's pairs that a path keeps, 0 to 1."""
    pairs = [pair for each in curricula for pair in each.pairs()]
    return 1 - len(differing(path, pairs)) / len(pairs)


def kept_on_average(path: Sequence[str], curricula: Sequence[Curriculum]) -> float:
    """Return the mean of the curricula's shares, in which each curriculum counts the same."""
    return mean(kept(path, [each]) for each in curricula)


def random_order(catalogue: Catalogue, dice: random.Random) -> list[str]:
    """Return a random order in which each step follows one alternative of each prerequisite."""
    left = {id: step for id, step in catalogue.step.items() if step.kind == "study"}
    order: list[str] = []
    while left:
        free = [
            id
            for id, step in sorted(left.items())
            if (not step.from_level or f"{step.skill}.{step.from_level - 1}" in order)
            and all(any(each in order for each in entry.any_of) for entry in step.requires)
        ]
        order.append(dice.choice(free))
        del left[order[-1]]
    return order


def report(catalogue: Catalogue, differ: bool) -> Iterator[str]:
    """Yield the lines of the comparison, role by role."""
    dice = random.Random(SEED)
    by_chance = [random_order(catalogue, dice) for _ in range(RANDOM_ORDERS)]
    for role in catalogue.roles:
        curricula, path = for_role(role.id), role_path(catalogue, role.id)
        yield f"{role.id:32} pairs   kept  by chance"
        for each in curricula:
            pairs = each.pairs()
            chance = mean(kept(order, [each]) for order in by_chance)
            yield f"  {each.id:30} {len(pairs):5} {kept(path, [each]):6.0%} {chance:10.0%}"
            if differ:
                yield from (f"      taught first: {a}, then {b}" for a, b in differing(path, pairs))
        total = sum(len(each.pairs()) for each in curricula)
        chance = mean(kept(order, curricula) for order in by_chance)
        yield f"  {'all pairs':30} {total:5} {kept(path, curricula):6.0%} {chance:10.0%}"
        yield f"  {'each curriculum alike':36} {kept_on_average(path, curricula):6.0%}"


def shares(catalogue: Catalogue) -> Mapping[str, float]:
    """Return the share of the published order that each role's path keeps, 0 to 1."""
    return {
        role.id: kept(role_path(catalogue, role.id), for_role(role.id)) for role in catalogue.roles
    }


if __name__ == "__main__":
    print(*report(load_catalogue(), "--differ" in sys.argv), sep="\n")
