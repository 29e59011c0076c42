"""The same questions answered by trying everything, straight from the catalogue and from scoring's readiness."""

from collections.abc import Iterator, Mapping
from itertools import product

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.planning.model import Target
from app.scoring.readiness import stage_readiness

Ratings = Mapping[str, int | None]
Levels = dict[str, int]


def level(ratings: Ratings, skill: str) -> int:
    return ratings.get(skill) or 0


def reachable(catalogue: Catalogue, ratings: Ratings, highest: int) -> Iterator[Levels]:
    """All levels of all skills that steps up to `highest` can lead to with every prerequisite met."""
    ranges = [range(level(ratings, s.id), max(level(ratings, s.id), highest) + 1) for s in catalogue.skills]
    for levels in product(*ranges):
        there = dict(zip((s.id for s in catalogue.skills), levels, strict=True))
        if all(is_allowed(catalogue, there, step) for step in steps_between(catalogue, ratings, there)):
            yield there


def is_allowed(catalogue: Catalogue, there: Levels, step: Step) -> bool:
    return all(any(there[catalogue.step[id].skill] >= catalogue.step[id].to_level for id in entry.any_of) for entry in step.requires)


def steps_between(catalogue: Catalogue, ratings: Ratings, there: Levels) -> list[Step]:
    return [step for s in catalogue.skills for step in s.steps if level(ratings, s.id) < step.to_level <= there[s.id]]


def hours(steps: list[Step]) -> int:
    return sum(step.hours.likely for step in steps if step.hours)


def ready(catalogue: Catalogue, there: Ratings, target: Target) -> float:
    return stage_readiness(catalogue, there, target.role, target.stage).now


def fewest_hours_to_full(catalogue: Catalogue, ratings: Ratings, target: Target) -> int:
    """The fewest hours with which everything is met."""
    ways = reachable(catalogue, ratings, 4)
    return min(hours(steps_between(catalogue, ratings, way)) for way in ways if ready(catalogue, way, target) == 1)


def most_within(catalogue: Catalogue, ratings: Ratings, target: Target, limit: int, way: set[str]) -> tuple[float, int]:
    """The most readiness that study within so many hours brings, and the least price that brings as much: see price()."""
    found = [(steps_between(catalogue, ratings, there), there) for there in reachable(catalogue, ratings, 3)]
    return max((ready(catalogue, there, target), -price(steps, way)) for steps, there in found if hours(steps) <= limit)


def price(steps: list[Step], way: set[str]) -> int:
    """Hours; those of steps that are not on the way to full readiness count twice."""
    return hours(steps) + hours([step for step in steps if step.id not in way])
