"""What open steps bring a target, in whole points of readiness, for exact comparisons."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import Target
from app.planning.open_steps import OpenSteps, StepSet, indices
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of


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
    requirements = requirements_of(catalogue, target.role, target.stage)
    index = {(step.skill, step.to_level): number for number, step in enumerate(available.steps)}
    each = [0] * len(available.steps)
    for requirement in requirements.items:
        skill = available.skills.get(requirement.any_of)
        best = requirement.rating(ratings) or 0
        for level in range(best + 1, requirement.level + 1):
            if skill and (skill, level) in index:
                each[index[skill, level]] += requirement.gain(level - 1, level)
    levels = [requirement.whole // requirement.level for requirement in requirements.items]
    usual = max(1, sum(levels) // len(levels))
    for number in indices(available.focus):
        each[number] += usual
    return Points(tuple(each), stage_readiness(requirements, ratings).whole)
