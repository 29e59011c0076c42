"""Why a step is in the plan: the gaps that it helps to close, and what it opens."""

from collections.abc import Sequence

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.model import Target
from app.planning.open_steps import level_of


def closes(
    catalogue: Catalogue, ratings: Ratings, target: Target, steps: Sequence[Step]
) -> dict[str, tuple[str, ...]]:
    """For each step the items whose gap it, or a later step of its skill, makes smaller when the steps are done in this order."""
    found: dict[str, tuple[str, ...]] = {step.id: () for step in steps}
    for requirement in catalogue.role[target.role].stages[target.stage].requirements:
        skills = catalogue.item[requirement.item].skills
        best = max(level_of(ratings, skill) for skill in skills)
        raising: dict[str, int] = {}
        for step in steps:
            if step.skill in skills and best < step.to_level <= requirement.level:
                best = raising[step.skill] = step.to_level
        for step in steps:
            if step.to_level <= raising.get(step.skill, 0):
                found[step.id] += (requirement.item,)
    return found


def unlocks(
    catalogue: Catalogue, ratings: Ratings, steps: Sequence[Step]
) -> dict[str, tuple[str, ...]]:
    """For each step the later steps of other skills that need it: of several that would do, the first in this order is the one needed."""
    found: dict[str, tuple[str, ...]] = {step.id: () for step in steps}
    for step in steps:
        for entry in step.requires:
            if any(
                level_of(ratings, other.skill) >= other.to_level
                for other in map(catalogue.step.__getitem__, entry.any_of)
            ):
                continue
            first = next((other.id for other in steps if other.id in entry.any_of), None)
            if first and step.id not in found[first]:
                found[first] += (step.id,)
    return found
