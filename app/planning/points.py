"""What open steps are worth for a target, in whole points, for exact comparisons.

The worth of a requirement is its weight, a core one's is double, and it stands with the step that
meets it: a first step towards a requirement is worth nothing by itself. The readiness that a step
adds only decides between choices of equal worth.
"""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import Target
from app.planning.open_steps import OpenSteps, StepSet, indices
from app.scoring.requirements import RequiredItem, Requirements, requirements_of

CORE_FACTOR = 2
"""A core requirement counts so many times its weight: nobody would hire without it."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points that each open step brings to the choice of steps."""

    each: tuple[int, ...]
    """Points of each open step: worth, and below one unit of weight the readiness that it adds."""
    whole: int
    """Points of all requirements together."""
    core: StepSet
    """The steps by which core requirements are to be met."""

    def of(self, steps: StepSet) -> int:
        """Return the points of a set of steps."""
        return sum(self.each[index] for index in indices(steps))


def target_points(
    catalogue: Catalogue, ratings: Ratings, target: Target, available: OpenSteps
) -> Points:
    """Return the points of a target for a person.

    Each goal of a focus is worth the average weight of a requirement. Raises ValueError for an
    unknown role or stage, or a level outside 0 to 4.
    """
    requirements = requirements_of(catalogue, target.role, target.stage)
    unit = requirements.whole + 1
    index = {(step.skill, step.to_level): number for number, step in enumerate(available.steps)}
    each, core = [0] * len(available.steps), 0
    for requirement in requirements.items:
        skill = available.skills.get(requirement.any_of)
        best = requirement.rating(ratings) or 0
        for level in range(best + 1, requirement.level + 1):
            if skill and (skill, level) in index:
                worth = unit * _worth(requirement) if level == requirement.level else 0
                each[index[skill, level]] += worth + requirement.gain(level - 1, level)
                core |= requirement.core << index[skill, level]
    weights = [requirement.weight for requirement in requirements.items]
    usual = max(1, sum(weights) // len(weights))
    for number in _goals(available):
        each[number] += usual * unit
    return Points(tuple(each), unit * sum(map(_worth, requirements.items)), core)


def worth_share(requirements: Requirements, ratings: Ratings) -> float:
    """Return how much of the worth of all requirements the ratings reach, 0 to 1."""
    met = sum(
        _worth(each) for each in requirements.items if (each.rating(ratings) or 0) >= each.level
    )
    return met / sum(map(_worth, requirements.items))


def _worth(requirement: RequiredItem) -> int:
    return requirement.weight * (CORE_FACTOR if requirement.core else 1)


def _goals(available: OpenSteps) -> list[int]:
    """Return the last steps of the focus, one for each of its goals."""
    focus = {available.steps[index].id: index for index in indices(available.focus)}
    return [
        index
        for index in focus.values()
        if f"{available.steps[index].skill}.{available.steps[index].to_level}" not in focus
    ]
