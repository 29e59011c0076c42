"""Why a step is in the plan: the gaps that it helps to close and the steps that it unlocks."""

from collections.abc import Sequence

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.alternatives import is_met, level_of
from app.planning.model import Target


def closes(
    catalogue: Catalogue, ratings: Ratings, target: Target, steps: Sequence[Step]
) -> dict[str, tuple[str, ...]]:
    """Return for each step the items whose gap it reduces, by step id.

    An item is also counted if a later step of the same skill reduces its gap. `steps` is the order
    in which they are done.
    """
    items_by_step: dict[str, tuple[str, ...]] = {step.id: () for step in steps}
    for requirement in catalogue.role[target.role].stages[target.stage].requirements:
        skills = catalogue.item[requirement.item].skills
        best = max(level_of(ratings, skill) for skill in skills)
        raising: dict[str, int] = {}
        for step in steps:
            if step.skill in skills and best < step.to_level <= requirement.level:
                best = raising[step.skill] = step.to_level
        for step in steps:
            if step.to_level <= raising.get(step.skill, 0):
                items_by_step[step.id] += (requirement.item,)
    return items_by_step


def unlocks(
    catalogue: Catalogue, ratings: Ratings, steps: Sequence[Step]
) -> dict[str, tuple[str, ...]]:
    """Return for each step the later steps of other skills that need it, by step id.

    If several steps meet a prerequisite, the first one in this order counts.
    """
    steps_by_step: dict[str, tuple[str, ...]] = {step.id: () for step in steps}
    for step in steps:
        for entry in step.requires:
            if any(is_met(catalogue.step[id], ratings) for id in entry.any_of):
                continue
            first = next((other.id for other in steps if other.id in entry.any_of), None)
            if first and step.id not in steps_by_step[first]:
                steps_by_step[first] += (step.id,)
    return steps_by_step
