"""The steps that are still open to a person on the way to a target, numbered in the order of their ids.

A set of steps is a whole number, one bit for each step: unions, intersections and "is one of these done" are one operation then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.model import Target
from app.planning.wishes import NO_WISHES, Wishes, focus_steps, wished_steps
from app.scoring.profiles import profiles

Places = int
"""A set of steps: bit n is the step at place n."""
Waits = dict[str, list[tuple[str, ...]]]
"""For each step what must come first: one step of each tuple."""


@dataclass(frozen=True, slots=True)
class OpenSteps:
    """Every step not yet met that could be of use for the target or is wished for, whichever alternatives are chosen."""

    steps: tuple[Step, ...]
    hours: tuple[int, ...]
    """The likely hours of each; 0 for experience."""
    months: tuple[int, ...]
    """The months of each; 0 for study."""
    waits: tuple[tuple[Places, ...], ...]
    """For each step what must come first: one step of each set. Prerequisites that the ratings meet are gone."""
    goals: tuple[Places, ...]
    """For each requirement not met the steps of which one must be done, as high as can be reached; then each step of focus and wishes."""
    study: Places
    """All study steps."""
    wished: tuple[int, ...]
    """The places of the study steps that must be taken as far as hours allow, the most pressing first."""
    begun: Places
    """Those of them in progress."""
    focus: Places
    """The steps that lead to the goals of the focus."""

    def hours_of(self, chosen: Places) -> int:
        """Hours of all chosen steps."""
        return sum(self.hours[place] for place in places(chosen))

    def is_closed(self, chosen: Places) -> bool:
        """Whether every chosen step has its prerequisites among the chosen."""
        return all(
            alternatives & chosen for place in places(chosen) for alternatives in self.waits[place]
        )


def places(chosen: Places) -> Iterator[int]:
    """The places in a set, ascending."""
    while chosen:
        lowest = chosen & -chosen
        yield lowest.bit_length() - 1
        chosen ^= lowest


def level_of(ratings: Ratings, skill: str) -> int:
    """Where a plan starts: a skipped skill starts at 0."""
    return ratings.get(skill) or 0


def open_steps(
    catalogue: Catalogue, ratings: Ratings, target: Target, wishes: Wishes = NO_WISHES
) -> OpenSteps:
    """The steps open to this person; ValueError names an unknown role or stage."""
    asked = wished_steps(catalogue, wishes), focus_steps(catalogue, wishes.focus)
    wished, focus = (
        [id for id in ids if not _is_met(catalogue.step[id], ratings)] for ids in asked
    )
    rungs = list(_rungs(catalogue, ratings, target))
    every = [*(id for rung in rungs for ids in rung for id in ids), *wished, *focus]
    waits = _without(wishes.leave_out, _all_waits(catalogue, ratings, every))
    wished, focus = ([id for id in ids if id in waits] for ids in (wished, focus))
    steps = tuple(catalogue.step[id] for id in sorted(waits))
    place = {step.id: number for number, step in enumerate(steps)}
    return OpenSteps(
        steps=steps,
        hours=tuple(step.hours.likely if step.hours else 0 for step in steps),
        months=tuple(step.months or 0 for step in steps),
        waits=tuple(
            tuple(_set(place, alternatives) for alternatives in waits[step.id]) for step in steps
        ),
        goals=tuple(
            _set(place, alternatives)
            for alternatives in (*_goals(rungs, waits), *((id,) for id in (*wished, *focus)))
        ),
        study=_set(place, [step.id for step in steps if step.kind == "study"]),
        wished=tuple(place[id] for id in wished),
        begun=_set(place, wishes.begun & set(wished)),
        focus=_set(place, focus),
    )


def _set(place: Mapping[str, int], ids: Iterable[str]) -> Places:
    return sum(1 << place[id] for id in set(ids))


def _rungs(
    catalogue: Catalogue, ratings: Ratings, target: Target
) -> Iterator[list[tuple[str, ...]]]:
    """For each requirement not met its further levels, the highest first: the ids of the steps of which any reaches the level."""
    numbers = profiles(catalogue)
    for need in numbers.needs(target.role, target.stage).needs:
        members = numbers.members[need.item]
        best = max(level_of(ratings, skill) for skill in members)
        if best < need.level:
            yield [
                tuple(catalogue.skill[skill].steps[level - 1].id for skill in members)
                for level in range(need.level, best, -1)
            ]


def _goals(rungs: list[list[tuple[str, ...]]], waits: Waits) -> Iterator[tuple[str, ...]]:
    """Of each requirement the highest level that can be reached; none where none can."""
    for levels in rungs:
        possible = (tuple(id for id in ids if id in waits) for ids in levels)
        yield from [ids for ids in possible if ids][:1]


def _all_waits(catalogue: Catalogue, ratings: Ratings, waiting: list[str]) -> Waits:
    """What each step waits for, for every step that any choice of alternatives could lead to."""
    waits: Waits = {}
    while waiting:
        id = waiting.pop()
        if id not in waits:
            waits[id] = _waits(catalogue, ratings, catalogue.step[id])
            waiting += [each for alternatives in waits[id] for each in alternatives]
    return waits


def _waits(catalogue: Catalogue, ratings: Ratings, step: Step) -> list[tuple[str, ...]]:
    """The step's prerequisites that the ratings do not meet, its skill's own earlier level first."""
    before = (
        [(catalogue.skill[step.skill].steps[step.from_level - 1].id,)] if step.from_level else []
    )
    every = before + [entry.any_of for entry in step.requires]
    return [
        alternatives
        for alternatives in every
        if not any(_is_met(catalogue.step[id], ratings) for id in alternatives)
    ]


def _without(left_out: frozenset[str], waits: Waits) -> Waits:
    """What is still possible without these steps: whatever cannot do without them goes too."""
    kept = {id: waits[id] for id in waits if id not in left_out}
    while len(kept) < len(waits):
        waits = kept
        kept = {
            id: [tuple(each for each in ids if each in waits) for ids in sets]
            for id, sets in waits.items()
        }
        kept = {id: sets for id, sets in kept.items() if all(sets)}
    return kept


def _is_met(step: Step, ratings: Ratings) -> bool:
    return level_of(ratings, step.skill) >= step.to_level
