"""The steps that are still open to a person on the way to a target, numbered in the order of their ids.

A set of steps is a whole number, one bit for each step: unions, intersections and "is one of these done" are one operation then.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.model import Target
from app.scoring.profiles import Profiles, profiles

Places = int
"""A set of steps: bit n is the step at place n."""


@dataclass(frozen=True, slots=True)
class OpenSteps:
    """Every step not yet met that could be of use for the target, whichever alternatives are chosen."""

    steps: tuple[Step, ...]
    hours: tuple[int, ...]
    """The likely hours of each; 0 for experience."""
    months: tuple[int, ...]
    """The months of each; 0 for study."""
    waits: tuple[tuple[Places, ...], ...]
    """For each step what must come first: one step of each set. Prerequisites that the ratings meet are gone."""
    goals: tuple[Places, ...]
    """For each requirement not met the steps of which one must be done."""
    study: Places
    """All study steps."""

    def hours_of(self, chosen: Places) -> int:
        """Hours of all chosen steps."""
        return sum(self.hours[place] for place in places(chosen))

    def is_closed(self, chosen: Places) -> bool:
        """Whether every chosen step has its prerequisites among the chosen."""
        return all(alternatives & chosen for place in places(chosen) for alternatives in self.waits[place])


def places(chosen: Places) -> Iterator[int]:
    """The places in a set, ascending."""
    while chosen:
        lowest = chosen & -chosen
        yield lowest.bit_length() - 1
        chosen ^= lowest


def level_of(ratings: Ratings, skill: str) -> int:
    """Where a plan starts: a skipped skill starts at 0."""
    return ratings.get(skill) or 0


def open_steps(catalogue: Catalogue, ratings: Ratings, target: Target) -> OpenSteps:
    """The steps open to this person; ValueError names an unknown role or stage."""
    wanted = _goals(catalogue, profiles(catalogue), ratings, target)
    waits = _all_waits(catalogue, ratings, wanted)
    steps = tuple(catalogue.step[id] for id in sorted(waits))
    place = {step.id: number for number, step in enumerate(steps)}
    return OpenSteps(
        steps=steps,
        hours=tuple(step.hours.likely if step.hours else 0 for step in steps),
        months=tuple(step.months or 0 for step in steps),
        waits=tuple(tuple(_set(place, alternatives) for alternatives in waits[step.id]) for step in steps),
        goals=tuple(_set(place, alternatives) for alternatives in wanted),
        study=_set(place, tuple(step.id for step in steps if step.kind == "study")),
    )


def _set(place: dict[str, int], ids: tuple[str, ...]) -> Places:
    return sum(1 << place[id] for id in set(ids))


def _goals(catalogue: Catalogue, numbers: Profiles, ratings: Ratings, target: Target) -> list[tuple[str, ...]]:
    """For each requirement not met, the ids of the steps that reach it: one for each skill that could."""
    goals: list[tuple[str, ...]] = []
    for need in numbers.needs(target.role, target.stage).needs:
        members = numbers.members[need.item]
        if all(level_of(ratings, skill) < need.level for skill in members):
            goals.append(tuple(catalogue.skill[skill].steps[need.level - 1].id for skill in members))
    return goals


def _all_waits(catalogue: Catalogue, ratings: Ratings, wanted: list[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """What each step waits for, for every step that any choice of alternatives could lead to."""
    waits: dict[str, list[tuple[str, ...]]] = {}
    waiting = [id for alternatives in wanted for id in alternatives]
    while waiting:
        id = waiting.pop()
        if id not in waits:
            waits[id] = _waits(catalogue, ratings, catalogue.step[id])
            waiting += [each for alternatives in waits[id] for each in alternatives]
    return waits


def _waits(catalogue: Catalogue, ratings: Ratings, step: Step) -> list[tuple[str, ...]]:
    """The step's prerequisites that the ratings do not meet, its skill's own earlier level first."""
    before = [(catalogue.skill[step.skill].steps[step.from_level - 1].id,)] if step.from_level else []
    every = before + [entry.any_of for entry in step.requires]
    return [alternatives for alternatives in every if not any(_is_met(catalogue.step[id], ratings) for id in alternatives)]


def _is_met(step: Step, ratings: Ratings) -> bool:
    return level_of(ratings, step.skill) >= step.to_level
