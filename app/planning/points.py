"""What open steps bring a target, in whole points of readiness, for exact comparisons."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.planning.alternatives import level_of
from app.planning.model import Target
from app.planning.open_steps import OpenSteps, StepSet, indices
from app.scoring.profiles import profiles
from app.scoring.readiness import stage_readiness


@dataclass(frozen=True, slots=True)
class Points:
    """Points that each open step brings to the choice of steps."""

    each: tuple[int, ...]
    """Points of readiness for the requirements that the step is to meet, and of the focus."""
    whole: int
    """Points of full readiness."""

    def of(self, steps: StepSet) -> int:
        """Return the points of a set of steps."""
        return sum(self.each[index] for index in indices(steps))


def target_points(
    catalogue: Catalogue, ratings: Ratings, target: Target, available: OpenSteps
) -> Points:
    """Return the points of a target for a person.

    A step of the focus brings as much as a level of an average requirement, besides what it brings
    for readiness. Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    index = {(step.skill, step.to_level): number for number, step in enumerate(available.steps)}
    whole = stage_readiness(catalogue, ratings, target.role, target.stage).whole
    each, gains = [0] * len(available.steps), list[int]()
    stage = numbers.requirements(target.role, target.stage)
    for requirement, (_, ladder) in zip(stage.requirements, stage.ladders, strict=True):
        gains.append(requirement.gain)
        skills = numbers.members[requirement.item]
        if skills not in available.skills:
            continue
        skill = available.skills[skills]
        best = max(level_of(ratings, other) for other in skills)
        for level in range(best + 1, requirement.level + 1):
            if (skill, level) in index:
                each[index[skill, level]] += ladder[level] - ladder[level - 1]
    usual = max(1, sum(gains) // len(gains))
    for number in indices(available.focus):
        each[number] += usual
    return Points(tuple(each), whole)
