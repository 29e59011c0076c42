"""The steps that are still open to a person on the way to a target, in the order of study.

Steps are numbered by their place on the role's path, so that a set of steps lists them in the
order of study. A set is a bit mask, so that unions and tests are single operations.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.alternatives import path_places, possible_steps, settle
from app.planning.model import Target
from app.planning.wishes import NO_WISHES, Wishes, focus_steps, wished_steps
from app.scoring.requirements import requirements_of

StepSet = int
"""A set of steps as a bit mask: bit n stands for the step at index n."""


@dataclass(frozen=True, slots=True)
class OpenSteps:
    """All steps that the target and the wishes need, with alternatives settled."""

    steps: tuple[Step, ...]
    """Study steps in the path's order, then experience steps in the order of their skills."""
    hours: tuple[int, ...]
    """Likely hours of each step. 0 for experience steps."""
    prerequisites: tuple[StepSet, ...]
    """All open steps that must come before each step."""
    study: StepSet
    """All study steps."""
    wished: tuple[int, ...]
    """Indices of the study steps that must be taken if the hours allow it, by priority."""
    in_progress: StepSet
    """The wished steps that are in progress."""
    focus: StepSet
    """The steps that lead to the goals of the focus."""
    skills: Mapping[tuple[str, ...], str]
    """The skill that is to meet each open requirement, by the requirement's skills."""

    def hours_of(self, chosen: StepSet) -> int:
        """Return the total hours of the chosen steps."""
        return sum(self.hours[index] for index in indices(chosen))

    def with_prerequisites(self, chosen: StepSet) -> StepSet:
        """Return the chosen steps and all that must come before them."""
        for index in indices(chosen):
            chosen |= self.prerequisites[index]
        return chosen


def indices(chosen: StepSet) -> Iterator[int]:
    """Yield the indices in a set, ascending."""
    while chosen:
        lowest = chosen & -chosen
        yield lowest.bit_length() - 1
        chosen ^= lowest


def open_steps(
    catalogue: Catalogue, ratings: Ratings, target: Target, wishes: Wishes = NO_WISHES
) -> OpenSteps:
    """Return the steps open to a person.

    Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    requirements = list(_open_requirements(catalogue, ratings, target))
    possible = possible_steps(catalogue, ratings, wishes.leave_out)
    asked = wished_steps(catalogue, wishes), focus_steps(catalogue, wishes.focus)
    wished, focus = ([id for id in ids if id in possible] for ids in asked)
    role = catalogue.role[target.role]
    settled = settle(catalogue, ratings, role, requirements, (*wished, *focus), possible)
    places = path_places(catalogue, target.role)
    ids = sorted(settled.prerequisites, key=lambda id: (places[id], id))
    steps, index = [catalogue.step[id] for id in ids], {id: place for place, id in enumerate(ids)}
    prerequisites = list[StepSet]()
    for id in ids:
        direct = [index[before] for before in settled.prerequisites[id]]
        prerequisites.append(_union(1 << each | prerequisites[each] for each in direct))
    return OpenSteps(
        steps=tuple(steps),
        hours=tuple(step.hours.likely if step.hours else 0 for step in steps),
        prerequisites=tuple(prerequisites),
        study=_union(1 << place for place, step in enumerate(steps) if step.kind == "study"),
        wished=tuple(index[id] for id in wished),
        in_progress=_union(1 << index[id] for id in wished if id in wishes.begun),
        focus=_union(1 << index[id] for id in focus),
        skills=settled.skills,
    )


def _union(sets: Iterable[StepSet]) -> StepSet:
    union = 0
    for each in sets:
        union |= each
    return union


def _open_requirements(
    catalogue: Catalogue, ratings: Ratings, target: Target
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the skills and the level of each requirement that the ratings do not meet."""
    for requirement in requirements_of(catalogue, target.role, target.stage).items:
        if (requirement.rating(ratings) or 0) < requirement.level:
            yield requirement.any_of, requirement.level
