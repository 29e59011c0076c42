"""The steps that are still open to a person on the way to a target.

Steps are numbered in the order of their ids. A set of steps is a bit mask, so that unions,
intersections and tests are single operations.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.model import Target
from app.planning.wishes import NO_WISHES, Wishes, focus_steps, wished_steps
from app.scoring.profiles import profiles

StepSet = int
"""A set of steps as a bit mask: bit n stands for the step at index n."""
Prerequisites = dict[str, list[tuple[str, ...]]]
"""Prerequisites by step id: one step of each tuple must come first."""


@dataclass(frozen=True, slots=True)
class OpenSteps:
    """All steps not yet met that the target or the wishes could need, with all alternatives."""

    steps: tuple[Step, ...]
    hours: tuple[int, ...]
    """Likely hours of each step. 0 for experience steps."""
    months: tuple[int, ...]
    """Months of each step. 0 for study steps."""
    prerequisites: tuple[tuple[StepSet, ...], ...]
    """Prerequisites of each step: one step of each set must come first. Those that the ratings meet
    are removed."""
    goals: tuple[StepSet, ...]
    """Sets of which one step each must be done. The first ones are the highest reachable level of
    each open requirement, the others are the single steps of focus and wishes."""
    study: StepSet
    """All study steps."""
    wished: tuple[int, ...]
    """Indices of the study steps that must be taken if the hours allow it, by priority."""
    in_progress: StepSet
    """The wished steps that are in progress."""
    focus: StepSet
    """The steps that lead to the goals of the focus."""

    def hours_of(self, chosen: StepSet) -> int:
        """Return the total hours of the chosen steps."""
        return sum(self.hours[index] for index in indices(chosen))

    def is_closed(self, chosen: StepSet) -> bool:
        """Return whether the chosen steps contain all their prerequisites."""
        return all(
            alternatives & chosen
            for index in indices(chosen)
            for alternatives in self.prerequisites[index]
        )


def indices(chosen: StepSet) -> Iterator[int]:
    """Yield the indices in a set, ascending."""
    while chosen:
        lowest = chosen & -chosen
        yield lowest.bit_length() - 1
        chosen ^= lowest


def level_of(ratings: Ratings, skill: str) -> int:
    """Return the level from which a plan starts. A skipped skill starts at 0."""
    return ratings.get(skill) or 0


def open_steps(
    catalogue: Catalogue, ratings: Ratings, target: Target, wishes: Wishes = NO_WISHES
) -> OpenSteps:
    """Return the steps open to a person. Raises ValueError for an unknown role or stage."""
    asked = wished_steps(catalogue, wishes), focus_steps(catalogue, wishes.focus)
    wished, focus = (
        [id for id in ids if not _is_met(catalogue.step[id], ratings)] for ids in asked
    )
    missing_levels = list(_missing_levels(catalogue, ratings, target))
    every = [
        *(id for levels in missing_levels for ids in levels for id in ids),
        *wished,
        *focus,
    ]
    prerequisites = _without(wishes.leave_out, _all_prerequisites(catalogue, ratings, every))
    wished, focus = ([id for id in ids if id in prerequisites] for ids in (wished, focus))
    steps = tuple(catalogue.step[id] for id in sorted(prerequisites))
    index = {step.id: number for number, step in enumerate(steps)}
    return OpenSteps(
        steps=steps,
        hours=tuple(step.hours.likely if step.hours else 0 for step in steps),
        months=tuple(step.months or 0 for step in steps),
        prerequisites=tuple(
            tuple(_step_set(index, alternatives) for alternatives in prerequisites[step.id])
            for step in steps
        ),
        goals=tuple(
            _step_set(index, alternatives)
            for alternatives in (
                *_goals(missing_levels, prerequisites),
                *((id,) for id in (*wished, *focus)),
            )
        ),
        study=_step_set(index, [step.id for step in steps if step.kind == "study"]),
        wished=tuple(index[id] for id in wished),
        in_progress=_step_set(index, wishes.begun & set(wished)),
        focus=_step_set(index, focus),
    )


def _step_set(index: Mapping[str, int], ids: Iterable[str]) -> StepSet:
    return sum(1 << index[id] for id in set(ids))


def _missing_levels(
    catalogue: Catalogue, ratings: Ratings, target: Target
) -> Iterator[list[tuple[str, ...]]]:
    """Yield the missing levels of each open requirement, highest first.

    A level is given by the ids of the steps that reach it. Any of them is enough.
    """
    numbers = profiles(catalogue)
    for requirement in numbers.requirements(target.role, target.stage).requirements:
        members = numbers.members[requirement.item]
        best = max(level_of(ratings, skill) for skill in members)
        if best < requirement.level:
            yield [
                tuple(catalogue.skill[skill].steps[level - 1].id for skill in members)
                for level in range(requirement.level, best, -1)
            ]


def _goals(
    missing_levels: list[list[tuple[str, ...]]], prerequisites: Prerequisites
) -> Iterator[tuple[str, ...]]:
    """Yield the highest reachable level of each requirement, or nothing if there is none."""
    for levels in missing_levels:
        possible = (tuple(id for id in ids if id in prerequisites) for ids in levels)
        yield from [ids for ids in possible if ids][:1]


def _all_prerequisites(catalogue: Catalogue, ratings: Ratings, waiting: list[str]) -> Prerequisites:
    """Return the prerequisites of these steps and of all steps that they could need in turn."""
    prerequisites: Prerequisites = {}
    while waiting:
        id = waiting.pop()
        if id not in prerequisites:
            prerequisites[id] = _unmet_prerequisites(catalogue, ratings, catalogue.step[id])
            waiting += [each for alternatives in prerequisites[id] for each in alternatives]
    return prerequisites


def _unmet_prerequisites(
    catalogue: Catalogue, ratings: Ratings, step: Step
) -> list[tuple[str, ...]]:
    """Return the step's unmet prerequisites, the earlier level of its own skill first."""
    before = (
        [(catalogue.skill[step.skill].steps[step.from_level - 1].id,)] if step.from_level else []
    )
    every = before + [entry.any_of for entry in step.requires]
    return [
        alternatives
        for alternatives in every
        if not any(_is_met(catalogue.step[id], ratings) for id in alternatives)
    ]


def _without(left_out: frozenset[str], prerequisites: Prerequisites) -> Prerequisites:
    """Remove steps, and then every step that cannot be reached without them."""
    remaining = {id: prerequisites[id] for id in prerequisites if id not in left_out}
    while len(remaining) < len(prerequisites):
        prerequisites = remaining
        remaining = {
            id: [tuple(each for each in ids if each in prerequisites) for ids in sets]
            for id, sets in prerequisites.items()
        }
        remaining = {id: sets for id, sets in remaining.items() if all(sets)}
    return remaining


def _is_met(step: Step, ratings: Ratings) -> bool:
    return level_of(ratings, step.skill) >= step.to_level
