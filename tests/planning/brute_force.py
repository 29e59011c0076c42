"""The planner's questions, answered by trying everything.

Only the catalogue and the readiness of scoring are used.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from app.catalogue.curriculum import role_path
from app.catalogue.model import Catalogue, Requirement
from app.catalogue.steps import Step
from app.planning.model import Target
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of

Ratings = Mapping[str, int | None]
Levels = dict[str, int]


def level(ratings: Ratings, skill: str) -> int:
    return ratings.get(skill) or 0


def reachable(catalogue: Catalogue, ratings: Ratings, highest: int) -> Iterator[Levels]:
    """Return all combinations of levels that steps up to `highest` can reach.

    Every prerequisite must be met.
    """
    ranges = [
        range(level(ratings, s.id), max(level(ratings, s.id), highest) + 1)
        for s in catalogue.skills
    ]
    for levels in product(*ranges):
        there = dict(zip((s.id for s in catalogue.skills), levels, strict=True))
        if all(
            is_allowed(catalogue, there, step) for step in steps_between(catalogue, ratings, there)
        ):
            yield there


def is_allowed(catalogue: Catalogue, there: Levels, step: Step) -> bool:
    return all(
        any(there[catalogue.step[id].skill] >= catalogue.step[id].to_level for id in entry.any_of)
        for entry in step.requires
    )


def steps_between(catalogue: Catalogue, ratings: Ratings, there: Levels) -> list[Step]:
    return [
        step
        for s in catalogue.skills
        for step in s.steps
        if level(ratings, s.id) < step.to_level <= there[s.id]
    ]


def hours(steps: list[Step]) -> int:
    return sum(step.hours.likely for step in steps if step.hours)


def ready(catalogue: Catalogue, there: Ratings, target: Target) -> float:
    return stage_readiness(requirements_of(catalogue, target.role, target.stage), there).now


@dataclass(frozen=True)
class Way:
    """Levels that a person could reach, and the steps to them."""

    there: Levels
    steps: list[Step]
    ids: frozenset[str]
    hours: int


def ways(
    catalogue: Catalogue, ratings: Ratings, highest: int, left_out: Iterable[str] = ()
) -> list[Way]:
    """Return all ways up to a level without the steps left out."""
    found = (
        (there, steps_between(catalogue, ratings, there))
        for there in reachable(catalogue, ratings, highest)
    )
    every = (
        Way(there, steps, frozenset(step.id for step in steps), hours(steps))
        for there, steps in found
    )
    return [way for way in every if not way.ids & {*left_out}]


def possible(catalogue: Catalogue, ratings: Ratings, left_out: Iterable[str] = ()) -> set[str]:
    """Return all open steps that can be done one after the other without those left out."""
    levels = {skill: level(ratings, skill) for skill in catalogue.skill}
    found: set[str] = set()

    def is_next(step: Step) -> bool:
        return (
            levels[step.skill] == step.from_level
            and step.id not in left_out
            and is_allowed(catalogue, levels, step)
        )

    while step := next(filter(is_next, catalogue.step.values()), None):
        found.add(step.id)
        levels[step.skill] = step.to_level
    return found


def that_fit(study: list[Way], asked: Iterable[str], limit: int) -> list[str]:
    """Return the wished steps that fit, tried by priority.

    A step fits if there are hours for it and for what it needs beside the steps before it.
    """
    fit: list[str] = []
    for id in asked:
        if any(way.ids >= {*fit, id} for way in study if way.hours <= limit):
            fit.append(id)
    return fit


def settled_prerequisites(
    catalogue: Catalogue, ratings: Ratings, whole: Iterable[str]
) -> dict[str, list[str]]:
    """Return for each step of a whole plan the steps of it that must come before it.

    Of alternatives in the plan the first on the role's path counts.
    """
    path = [id for id in role_path(catalogue, "role") if id in {*whole}]
    return {
        id: [
            min((each for each in any_of if each in path), key=path.index)
            for any_of in _any_of(catalogue.step[id])
            if not any(_is_met(catalogue.step[each], ratings) for each in any_of)
        ]
        for id in path
    }


def _any_of(step: Step) -> list[tuple[str, ...]]:
    before = [(f"{step.skill}.{step.from_level - 1}",)] if step.from_level else []
    return [*before, *(entry.any_of for entry in step.requires)]


def _is_met(step: Step, ratings: Ratings) -> bool:
    return level(ratings, step.skill) >= step.to_level


def parts_of(
    catalogue: Catalogue, ratings: Ratings, whole: Iterable[str], left_out: Iterable[str] = ()
) -> list[Way]:
    """Return all parts of a whole plan's study that hold the prerequisites of their steps."""
    before = settled_prerequisites(catalogue, ratings, whole)
    return [
        way
        for way in ways(catalogue, ratings, 3, left_out)
        if way.ids <= before.keys() and all({*before[id]} <= way.ids for id in way.ids)
    ]


def worth_of(catalogue: Catalogue, there: Ratings, target: Target) -> int:
    """Return the weight of all met requirements, core ones double.

    Readiness decides between equal ones.
    """
    met = _met_weight(catalogue, there, target)
    readiness = stage_readiness(requirements_of(catalogue, target.role, target.stage), there)
    return met * _unit(catalogue, target) + readiness.met


def worth(catalogue: Catalogue, way: Way, target: Target, focus: set[str]) -> int:
    """Return the worth with the focus, of which each goal counts like an average requirement."""
    needs = catalogue.role[target.role].stages[target.stage].requirements
    usual = max(1, sum(need.weight for need in needs) // len(needs))
    steps = [catalogue.step[id] for id in focus]
    last = {step.id for step in steps if f"{step.skill}.{step.to_level}" not in focus}
    return worth_of(catalogue, way.there, target) + usual * _unit(catalogue, target) * len(
        way.ids & last
    )


def whole_points(catalogue: Catalogue, target: Target) -> int:
    """Return the worth of all requirements, in points as `worth_of` counts them."""
    needs = catalogue.role[target.role].stages[target.stage].requirements
    return _unit(catalogue, target) * sum(map(counted_weight, needs))


def met_share(catalogue: Catalogue, there: Ratings, target: Target) -> float:
    """Return the weight of all met requirements as a share of all weight, core ones double."""
    needs = catalogue.role[target.role].stages[target.stage].requirements
    return _met_weight(catalogue, there, target) / sum(map(counted_weight, needs))


def _met_weight(catalogue: Catalogue, there: Ratings, target: Target) -> int:
    return sum(
        counted_weight(need)
        for need in catalogue.role[target.role].stages[target.stage].requirements
        if max(level(there, skill) for skill in catalogue.item[need.item].skills) >= need.level
    )


def counted_weight(need: Requirement) -> int:
    return 2 * need.weight if need.core else need.weight


def _unit(catalogue: Catalogue, target: Target) -> int:
    """Return the points of one unit of weight: more than full readiness."""
    return stage_readiness(requirements_of(catalogue, target.role, target.stage), {}).whole + 1
